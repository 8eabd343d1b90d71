"""What every test may ask for: the kinds of person, the same everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck, settings

from ensemblier.accounts.models import User
from ensemblier.contracts.enums import ContractRoleKind
from ensemblier.contracts.models import Contract
from ensemblier.territories.queries.locations import built_locator
from tests import factories
from tests.browser import browser, browser_page
from tests.installations import installation, migrated
from tests.programming import (
    applicant,
    co_applicant,
    council_member,
    funder,
    other_association,
    other_funder,
    programming,
    recused_member,
)

__all__ = [
    "applicant",
    "browser",
    "browser_page",
    "co_applicant",
    "council_member",
    "funder",
    "installation",
    "migrated",
    "other_association",
    "other_funder",
    "programming",
    "recused_member",
]

# How fast examples are made says how busy the machine is, and nothing of our code.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


class TellingFailures:
    """Names each failure when it happens: a run that is stopped half-way has said what it found."""

    def __init__(self, terminal: pytest.TerminalReporter) -> None:
        self.terminal = terminal

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            reason = report.longreprtext.strip().splitlines()[-1:]
            self.terminal.write_line(" ".join(["\nFAILED", report.nodeid, *reason]))


@pytest.hookimpl(trylast=True)  # after the reporter is there
def pytest_configure(config: pytest.Config) -> None:
    terminal = config.pluginmanager.get_plugin("terminalreporter")
    if terminal is not None:
        config.pluginmanager.register(TellingFailures(terminal))


@pytest.fixture
def shared() -> Path:
    """The reference documents, where they are at hand."""
    if not SHARED.is_dir():
        pytest.skip("the reference documents (../shared) are absent")
    return SHARED


@pytest.fixture
def contract(db: None) -> Contract:
    return factories.make_contract(name="Contrat d’ici", slug="ici")


@pytest.fixture
def outsider(db: None) -> User:
    """Signed in, no role anywhere."""
    return factories.make_user("outsider@example.org", full_name="Odile Dehors")


@pytest.fixture
def other_member(db: None) -> User:
    """Editor of another contract."""
    user = factories.make_user("autre@example.org", full_name="Alban Ailleurs")
    factories.make_role(user, factories.make_contract(name="Contrat d’ailleurs", slug="ailleurs"))
    return user


@pytest.fixture
def reader(contract: Contract) -> User:
    user = factories.make_user("reader@example.org", full_name="Lina Lecture")
    factories.make_role(user, contract, ContractRoleKind.READER)
    return user


@pytest.fixture
def editor(contract: Contract) -> User:
    user = factories.make_user("editor@example.org", full_name="Emma Écriture")
    factories.make_role(user, contract, ContractRoleKind.EDITOR)
    return user


@pytest.fixture
def administrator(db: None) -> User:
    """Of the installation."""
    return factories.make_user(
        "administrator@example.org", full_name="Ada Ministre", is_superuser=True
    )


def client_of(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def visitor_client() -> Client:
    return Client()


@pytest.fixture
def outsider_client(outsider: User) -> Client:
    return client_of(outsider)


@pytest.fixture
def other_member_client(other_member: User) -> Client:
    return client_of(other_member)


@pytest.fixture
def reader_client(reader: User) -> Client:
    return client_of(reader)


@pytest.fixture
def editor_client(editor: User) -> Client:
    return client_of(editor)


@pytest.fixture
def administrator_client(administrator: User) -> Client:
    return client_of(administrator)


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """Pages kept from an earlier test would show its rows: numbers start again in each."""
    caches["local"].clear()
    # Rows of another test may have the same numbers.
    built_locator.cache_clear()


@pytest.fixture(autouse=True)
def in_french() -> Iterator[None]:
    """Each test begins in French and leaves no language behind."""
    with translation.override("fr"):
        yield
