"""The one command line, `ensemblier`: Django's commands and ours."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    execute_from_command_line(["ensemblier", *sys.argv[1:]])


if __name__ == "__main__":
    main()
