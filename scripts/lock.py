"""Write requirements.lock and requirements-dev.lock from pyproject.toml: hashes, no address."""

import subprocess
import sys
import tempfile
import venv
from pathlib import Path


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        binaries = Path(folder) / "bin"
        subprocess.run([binaries / "pip", "install", "--quiet", "uv"], check=True)
        for output, options in {
            "requirements.lock": ["--extra", "build"],
            "requirements-dev.lock": ["--extra", "build", "--extra", "dev"],
        }.items():
            subprocess.run(
                [
                    *(binaries / "uv", "pip", "compile", "pyproject.toml", "--universal"),
                    *("--python-version", "3.11", "--generate-hashes", "--no-header", "--quiet"),
                    *("--output-file", output, *options, *sys.argv[1:]),
                ],
                check=True,
            )


if __name__ == "__main__":
    main()
