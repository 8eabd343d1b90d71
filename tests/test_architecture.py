"""The house holds: rooms import and point downwards only, and keep the same file names."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "ensemblier"
ROOM_FILES = {
    *("__init__", "apps", "enums", "models", "lifecycle", "permissions", "queries"),
    *("operations", "emails", "forms", "filters", "exports", "imports", "views", "urls", "admin"),
    *("migrations", "management", "templates", "static"),
}


def layers() -> list[set[str]]:
    """The floors, highest first, as pyproject.toml gives them to import-linter."""
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contract = configuration["tool"]["importlinter"]["contracts"][0]
    return [{room.strip() for room in layer.split("|")} for layer in contract["layers"]]


def floor_of(room: str) -> int:
    highest_first = layers()
    return next(-rank for rank, rooms in enumerate(highest_first) if room in rooms)


def our_models() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith("ensemblier.") and not model._meta.proxy
    ]


def test_imports_go_downwards():
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_every_room_is_on_a_floor_and_installed():
    rooms = {path.parent.name for path in PACKAGE.glob("*/apps.py")}
    assert rooms == set.union(*layers()) == set(settings.ROOMS)


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_foreign_keys_point_to_lower_floors(model: type[models.Model]):
    room = model._meta.app_label
    for field in model._meta.get_fields(include_hidden=False):
        if not isinstance(field, (models.ForeignKey, models.ManyToManyField)):
            continue
        target = field.remote_field.model._meta.app_label
        if target != room and target in settings.ROOMS:
            assert floor_of(target) < floor_of(room), f"{model._meta.label}.{field.name}"


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_models_and_fields_are_named_for_people(model: type[models.Model]):
    words = model._meta.verbose_name
    assert not isinstance(words, str), f"{model._meta.label} has no translated verbose_name"
    assert str(words) == str(words).lower() or str(words) != model.__name__


def test_room_docstrings_say_what_lives_there():
    silent = [
        room
        for room in settings.ROOMS
        if not (PACKAGE / room / "__init__.py").read_text().startswith('"""')
    ]
    assert silent == []


def test_files_stay_short():
    long = {
        str(path.relative_to(ROOT)): count
        for path in PACKAGE.rglob("*.py")
        if "migrations" not in path.parts and (count := len(path.read_text().splitlines())) > 450
    }
    assert long == {}
