"""Make sure that the browser journeys have a browser: install Chromium where we may."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")


def browser() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


def install() -> None:
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Chromium for the browser journeys…", flush=True)
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=False)


def main() -> int:
    if not browser():
        install()
    if browser():
        return 0
    print("NO BROWSER: install Chromium, the journeys and accessibility checks need it.")
    if os.environ.get("ALLOW_NO_BROWSER") == "1":
        print("ALLOW_NO_BROWSER=1: they will be skipped.")
        return 0
    return 1


if __name__ == "__main__":
    sys.exit(main())
