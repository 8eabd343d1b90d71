"""Keep the English catalogue: extract the French source strings, merge, compile.

    python -m scripts.messages            extract, merge and compile
    python -m scripts.messages --check    say what is missing, fuzzy or stale; write nothing

Extraction needs GNU gettext (`apt-get install gettext`); merging and compiling do not.
"""

import datetime
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
# Git knows when a string changed; a date in the file would only make conflicts.
STABLE_DATE = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
CATALOGUE = ROOT / "ensemblier/locale/en/LC_MESSAGES/django.po"


def extracted() -> Catalog:
    """The strings of the code and templates as they are now."""
    if not shutil.which("xgettext"):
        raise SystemExit("GNU gettext is missing: install the package «gettext».")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "ensemblier"
        ignore = shutil.ignore_patterns("*.po", "*.mo", "__pycache__", "migrations", "data")
        shutil.copytree(ROOT / "ensemblier", copy, ignore=ignore)
        (copy / "locale/en/LC_MESSAGES").mkdir(parents=True, exist_ok=True)
        subprocess.run(
            [
                *(sys.executable, "-m", "django", "makemessages", "--locale", "en"),
                *("--no-location", "--no-wrap", "--add-location", "file", "--verbosity", "0"),
            ],
            cwd=copy,
            check=True,
            env={"PATH": "/usr/bin:/bin:/usr/local/bin", "PYTHONPATH": str(ROOT)},
        )
        with (copy / "locale/en/LC_MESSAGES/django.po").open("rb") as source:
            return unescaped(read_po(source, locale="en", domain="django"))


def unescaped(catalogue: Catalog) -> Catalog:
    """xgettext leaves Python's \\u00a0 as six characters; the running program looks for one."""
    made = Catalog(locale="en", domain="django")
    for message in catalogue:
        if message.id:
            made.add(decoded(message.id), message.string, context=message.context)
    return made


def decoded(text: Any) -> Any:
    if isinstance(text, (list, tuple)):
        return tuple(map(decoded, text))
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)


def stored() -> Catalog:
    if not CATALOGUE.exists():
        return Catalog(locale="en", domain="django")
    with CATALOGUE.open("rb") as source:
        return read_po(source, locale="en", domain="django")


def is_translated(message: Message) -> bool:
    texts = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    return bool(texts) and all(texts) and "fuzzy" not in message.flags


def problems(source: Catalog, kept: Catalog) -> list[str]:
    """One line for each string that an English reader would miss."""
    found = []
    for message in source:
        if not message.id:
            continue
        known = kept.get(message.id, message.context)
        if known is None:
            found.append(f"missing: {message.id}")
        elif not is_translated(known):
            found.append(f"untranslated or fuzzy: {message.id}")
    wanted = {(message.id, message.context) for message in source}
    for message in kept:
        if message.id and (message.id, message.context) not in wanted:
            found.append(f"no longer used: {message.id}")
    return found


def save(catalogue: Catalog) -> None:
    catalogue.project, catalogue.version = "Ensemblier", "1"
    catalogue.copyright_holder = "The Ensemblier authors"
    catalogue.header_comment = "# English of Ensemblier. AGPL-3.0-or-later."
    catalogue.fuzzy = False
    catalogue.creation_date = catalogue.revision_date = STABLE_DATE
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as target:
        write_po(target, catalogue, width=0, sort_output=True, no_location=True, omit_header=False)
    with CATALOGUE.with_suffix(".mo").open("wb") as target:
        write_mo(target, catalogue)


def main() -> int:
    source, kept = extracted(), stored()
    if "--check" in sys.argv:
        found = problems(source, kept)
        print("\n".join(found) or "The English catalogue is complete.")
        return int(bool(found))
    kept.update(source, no_fuzzy_matching=True)
    kept.obsolete.clear()
    save(kept)
    return 0


if __name__ == "__main__":
    sys.exit(main())
