"""What the documents say is true: commands, settings, addresses, identifiers, links."""

from __future__ import annotations

import ast
import hashlib
import importlib
import os
import re
import shlex
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class
from django.urls import Resolver404, get_resolver, resolve
from django.urls.resolvers import URLResolver
from django.utils import translation

from ensemblier.core.lifecycle import Lifecycle

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted(
    [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "benchmarks").glob("*.md"),
    ]
)
DEPLOYMENT = ROOT / "docs" / "deployment.md"
TREES = ("ensemblier", "config", "tests", "docs", "deploy", "scripts", "benchmarks")
OUR_COMMANDS = re.compile(
    r"^(?:runuser -u ensemblier -- )?(?:[\w./]*/)?ensemblier ([a-z_]+)((?: [^\n#&|;]*)?)", re.M
)
AGPL = "0d96a4ff68ad6d4b6f1f30f713b18d5184912ba8dd389f86aa7710db079abcb0"

every_document = pytest.mark.parametrize(
    "document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT))
)


def spans(text: str) -> list[str]:
    """What is between backquotes on a line, blocks aside."""
    return re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.S))


def blocks(text: str) -> str:
    return "\n".join(re.findall(r"```sh\n(.*?)```", text, flags=re.S))


@cache
def options_of(command: str) -> set[str]:
    made = load_command_class(get_commands()[command], command)
    parser = made.create_parser("ensemblier", command)
    return {option for action in parser._actions for option in action.option_strings}


def commands_in(text: str) -> list[tuple[str, list[str]]]:
    """Each `ensemblier …` of spans and blocks: its name and its options."""
    quoted = "\n".join([*spans(text), blocks(text)])
    return [
        (name, re.findall(r"(?<![\w-])--[a-z-]+", rest))
        for name, rest in OUR_COMMANDS.findall(quoted)
    ]


@every_document
def test_commands_exist_with_their_options(document: Path):
    for name, options in commands_in(document.read_text()):
        assert name in get_commands(), name
        assert set(options) <= options_of(name), (name, options)


@every_document
def test_make_targets_exist(document: Path):
    text = document.read_text()
    makefile = (ROOT / "Makefile").read_text()
    for target in re.findall(r"(?:^|`)make ([a-z-]+)", "\n".join([text, blocks(text)]), re.M):
        assert re.search(rf"^{target}:", makefile, re.M), target


@every_document
def test_links_and_images_lead_somewhere(document: Path):
    for target in re.findall(r"\]\(([^)\s]+)\)", document.read_text()):
        if not re.match(r"[a-z]+:", target):
            assert (document.parent / target.partition("#")[0]).exists(), target


@every_document
def test_files_named_exist(document: Path):
    for span in spans(document.read_text()):
        if re.fullmatch(rf"(?:{'|'.join(TREES)})/[\w./-]*", span):
            assert (ROOT / span).exists(), span


def test_documents_named_in_the_code_exist():
    named = {
        name
        for path in [*(ROOT / "ensemblier").rglob("*.py"), *(ROOT / "config").rglob("*.py")]
        for name in re.findall(r"docs/[\w./-]+\.md", path.read_text())
    }
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


@every_document
def test_addresses_named_exist(document: Path):
    for span in spans(document.read_text()):
        if re.fullmatch(r"(?:[a-z_]+):(?:[a-z_]+)", span):
            assert span in url_names(), span
        if re.fullmatch(r"/(?:en/)?[a-z-]+/(?:[\w/-]*/)?", span) and not is_of_the_server(span):
            with translation.override("en" if span.startswith("/en/") else "fr"):
                assert is_served(span), span


def is_served(address: str) -> bool:
    try:
        return bool(resolve(address))
    except Resolver404:
        return False


def is_of_the_server(address: str) -> bool:
    return address.startswith(("/etc/", "/opt/", "/var/"))


@cache
def url_names() -> set[str]:
    names: set[str] = set()

    def walk(resolver: URLResolver, prefix: str) -> None:
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
                walk(pattern, space)
            elif pattern.name:
                names.add(f"{prefix}{pattern.name}")

    walk(get_resolver(), "")
    return names


@every_document
def test_no_path_of_a_machine(document: Path):
    text = document.read_text()
    found = re.findall(r"(?<![\w.])/(?:work|root|home|tmp|Users|usr/local)/\S*", text)
    assert found == []


def settings_read() -> set[str]:
    """The names that the settings read from the environment."""
    readers = {"environment_flag", "environment_list", "required", "get"}
    found = {"DJANGO_SETTINGS_MODULE"}
    for path in (ROOT / "config" / "settings").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and node.args:
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                first = node.args[0]
                if name in readers and isinstance(first, ast.Constant):
                    found.add(str(first.value))
            if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
                is_environ = ast.unparse(node.value) == "os.environ"
                found |= {str(node.slice.value)} if is_environ else set()
    return found


def test_every_setting_is_explained_and_no_other():
    rows = re.findall(r"^\| (`[A-Z].*?) \|", DEPLOYMENT.read_text(), re.M)
    explained = {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)}
    assert explained == settings_read()


def test_example_of_settings_holds_known_names():
    lines = (ROOT / "deploy" / "environment.example").read_text().splitlines()
    names = {line.partition("=")[0] for line in lines if "=" in line and not line.startswith("#")}
    assert names <= settings_read()


@pytest.mark.parametrize("unit", sorted((ROOT / "deploy").glob("*.service")), ids=lambda u: u.name)
def test_units_run_commands_that_exist(unit: Path):
    started = "\n".join(re.findall(r"^ExecStart=(.*)$", unit.read_text(), re.M))
    assert "/opt/ensemblier/.venv/bin/" in started or ".venv/bin/" in started
    for name, rest in re.findall(r"bin/ensemblier ([a-z_]+)(.*)", started):
        assert name in get_commands(), name
        assert set(re.findall(r"--[a-z-]+", rest)) <= options_of(name)


def glossary_identifiers() -> list[str]:
    text = (ROOT / "docs" / "glossary.md").read_text()
    return re.findall(r"^\| [^|]+ \| `([\w.]+)` \|", text, re.M)


@pytest.mark.parametrize("identifier", glossary_identifiers())
def test_glossary_identifiers_exist(identifier: str):
    parts = f"ensemblier.{identifier}".split(".")
    module = next(
        length for length in range(len(parts), 0, -1) if is_module(".".join(parts[:length]))
    )
    thing = importlib.import_module(".".join(parts[:module]))
    for part in parts[module:]:
        thing = getattr(thing, part)


def is_module(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


def test_each_term_has_one_identifier_and_one_line():
    identifiers = glossary_identifiers()
    assert len(identifiers) > 40
    assert sorted(set(identifiers)) == sorted(identifiers)


LIFECYCLE = re.compile(r"<!-- lifecycle: ([\w.]+) -->\n```mermaid\n(.*?)\n```", re.S)


def test_pictures_of_lifecycles_are_drawn_from_the_code():
    drawn = dict(LIFECYCLE.findall((ROOT / "docs" / "architecture.md").read_text()))
    found = {}
    for path in (ROOT / "ensemblier").glob("*/lifecycle.py"):
        name = f"ensemblier.{path.parent.name}.lifecycle"
        for key, value in vars(importlib.import_module(name)).items():
            if isinstance(value, Lifecycle) and path.parent.name != "core":
                found[f"{name}.{key}"] = value.as_mermaid()
    assert drawn == found


def test_architecture_names_every_room():
    text = (ROOT / "docs" / "architecture.md").read_text()
    assert [room for room in settings.ROOMS if f"`{room}`" not in text] == []


def test_every_decision_and_every_page_of_the_guide_is_listed():
    for folder in ("adr", "guide"):
        listed = (ROOT / "docs" / folder / "README.md").read_text()
        pages = [path.name for path in (ROOT / "docs" / folder).glob("*.md")]
        assert [name for name in pages if name != "README.md" and f"({name})" not in listed] == []


def test_license_is_the_unmodified_text():
    assert hashlib.sha256((ROOT / "LICENSE").read_bytes()).hexdigest() == AGPL


def runnable_lines() -> list[str]:
    """The commands of the blocks that follow `<!-- run -->`."""
    found = []
    for document in DOCUMENTS:
        for block in re.findall(r"<!-- run -->\n\s*```sh\n(.*?)```", document.read_text(), re.S):
            found += [line.strip() for line in block.splitlines() if line.strip()]
    return found


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of an installation that holds the demonstration."""
    folder = tmp_path_factory.mktemp("demonstration")
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "ENSEMBLIER_VAR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/ensemblier.sqlite3",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    subprocess.run(
        ["ensemblier", "demo", "--no-serve"],
        env=environment,
        check=True,
        capture_output=True,
        cwd=folder,
    )
    return environment


def test_commands_marked_as_runnable_run(demonstration: dict[str, str], tmp_path: Path):
    lines = runnable_lines()
    assert len(lines) >= 5
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    failed = {}
    for line in lines:
        done = subprocess.run(
            shlex.split(line),
            env=demonstration,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            failed[line] = done.stderr
    assert failed == {}
