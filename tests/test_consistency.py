"""Small promises kept everywhere: templates used, strings translated, migrations made."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from django.core.management import call_command

from ensemblier.ui.components import REGISTRY
from scripts import messages

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "ensemblier"
# Looked up by Django, its form renderer and allauth under names of their own.
FOUND_BY_NAME = (
    "account/",
    "allauth/",
    "mfa/",
    "socialaccount/",
    "usersessions/",
    "django/",
    "ui/forms/",
)
ERROR_PAGES = {"400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"}


def template_names() -> set[str]:
    return {
        str(path.relative_to(folder))
        for folder in PACKAGE.glob("*/templates")
        for path in folder.rglob("*")
        if path.is_file()
    }


def sources() -> str:
    paths = [*PACKAGE.rglob("*.py"), *(ROOT / "config").rglob("*.py"), *PACKAGE.rglob("*.html")]
    return "\n".join(path.read_text() for path in paths)


def test_no_template_is_unused():
    text = sources()
    components = {component.template for component in REGISTRY.values()}
    unused = {
        name
        for name in template_names() - ERROR_PAGES - components
        if not name.startswith(FOUND_BY_NAME)
        and f'"{name}"' not in text
        and f"'{name}'" not in text
        and f"/{Path(name).name}" not in text
    }
    assert unused == set()


@pytest.mark.django_db
def test_migrations_are_up_to_date():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_english_is_complete():
    if not shutil.which("xgettext"):
        pytest.skip("GNU gettext is absent: the catalogue cannot be compared with the code")
    assert messages.problems(messages.extracted(), messages.stored()) == []


def test_compiled_english_is_the_catalogue(tmp_path: Path):
    kept = messages.stored()
    with (tmp_path / "django.mo").open("wb") as target:
        messages.write_mo(target, kept)
    compiled = messages.CATALOGUE.with_suffix(".mo").read_bytes()
    assert (tmp_path / "django.mo").read_bytes() == compiled


def test_templates_hold_no_inline_script_style_or_handler():
    guilty = []
    for path in PACKAGE.rglob("templates/**/*.html"):
        text = re.sub(r"\{#.*?#\}", "", path.read_text())
        inline_script = re.search(r"<script(?![^>]*\b(src|type=\"application/json\"))", text)
        inline_style = re.search(r"<style|\sstyle=", text)
        handler = re.search(r"\son(click|change|submit|input|load)=", text)
        if inline_script or inline_style or handler:
            guilty.append(str(path.relative_to(PACKAGE)))
    assert guilty == []


def test_building_names_no_address():
    """Packages come from whatever mirror a town uses."""
    built_from = ("requirements.lock", "requirements-dev.lock", "pyproject.toml", "Makefile")
    assert [name for name in built_from if "://" in (ROOT / name).read_text()] == []


def test_pages_load_nothing_from_elsewhere():
    loaded = re.compile(r"""<(?:script|link|img|iframe)\b[^>]*(?:src|href)=["'](?:https?:)?//""")
    guilty = [str(path) for path in PACKAGE.rglob("*.html") if loaded.search(path.read_text())]
    assert guilty == []
