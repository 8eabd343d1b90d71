import os
import subprocess
import sys
from pathlib import Path

import pytest

SENTENCES = {
    "sqlite:///{folder}/empty.sqlite3": (
        "La base de données est vide. Lancez d’abord «\u00a0ensemblier migrate\u00a0».\n"
    ),
    "sqlite:///{folder}": ("La base de données ne répond pas. Vérifiez DATABASE_URL.\n"),
}


@pytest.mark.parametrize("address", SENTENCES)
def test_a_database_not_ready_is_one_sentence_and_exit_2(address: str, tmp_path: Path):
    done = subprocess.run(
        [sys.executable, "-m", "django", "verify_audit"],
        env=os.environ
        | {
            "DATABASE_URL": address.format(folder=tmp_path),
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "ENSEMBLIER_VAR": str(tmp_path),
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (2, "", SENTENCES[address])
