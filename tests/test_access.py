"""Every URL tried by every kind of person. The table in `access/table.txt` is the policy.

For a new URL: say in STANDS_FOR of its room, in `access/`, what its parameters stand for (rows of
`world`), run this file, judge the lines that it prints, add them to the table.
"""

from __future__ import annotations

import copy
import itertools
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Contract, ContractArea
from ensemblier.contracts.operations.imports import prepare_signatories
from ensemblier.notices.emails import unsubscribe_token
from ensemblier.notices.models import Notice
from ensemblier.organizations.operations.imports import prepare_import as prepare_organizations
from ensemblier.territories.imports import ImportOptions
from ensemblier.territories.operations.imports import prepare_import as prepare_territories
from tests import factories
from tests.access import consultations, councils, draws, fund, money, votes
from tests.access import contract as contract_room
from tests.access import programming as programming_room
from tests.access.ground import NOW, TODAY, stored, upload
from tests.conftest import client_of
from tests.programming import Programming

# The columns of the table, in its order.
PERSONS = (
    *("visitor", "outsider", "other_member", "reader", "editor", "administrator"),
    *("applicant", "co_applicant", "other_association", "funder", "other_funder"),
    *("council_member", "recused_member"),
)
TABLE = Path(__file__).parent / "access" / "table.txt"
BATCH = 12


def patterns(
    found: list[URLPattern | URLResolver], namespace: str = ""
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every URL name with the names of its parameters."""
    for pattern in found:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from patterns(pattern.url_patterns, inner)
        else:
            yield f"{namespace}{pattern.name}", tuple(pattern.pattern.converters)


def all_urls() -> dict[str, tuple[str, ...]]:
    return dict(patterns(get_resolver().url_patterns))


def policy() -> dict[str, dict[str, list[int]]]:
    """URL name → method → expected status for each of PERSONS."""
    rules: dict[str, dict[str, list[int]]] = {}
    for line in TABLE.read_text().splitlines():
        if line and not line.startswith("#"):
            name, method, *statuses = line.split()
            assert len(statuses) == len(PERSONS), f"{name} {method}: a status for each person"
            rules.setdefault(name, {})[method] = [int(status) for status in statuses]
    return rules


def as_lines(name: str, seen: dict[str, list[int]]) -> str:
    """What was seen, as the table says it."""
    return "\n".join(
        f"{name:<40} {method:<4} {' '.join(map(str, statuses))}"
        for method, statuses in seen.items()
    )


@pytest.fixture
def world(
    contract: Contract, editor: User, reader: User, programming: Programming
) -> dict[str, Any]:
    """One of everything, all of the contract «ici»."""
    area = factories.make_area(name="Les Aires")
    factories.make_perimeter(area)
    return {
        "area": area,
        "contract_area": ContractArea.objects.create(contract=contract, area=area),
        "statistic": factories.make_statistic(area, "population", 1200),
        "person": reader,
        "role": reader.contractroles.get(),
        "notice": Notice.objects.create(user=editor, kind="test", text="À lire", created_at=NOW),
        "public_file": stored(editor, is_public=True),
        "private_file": stored(editor),
        "token": unsubscribe_token(editor),
        "territory_import": prepare_territories(
            kind="areas",
            uploaded=upload("communes.csv", "code,nom\n30999,Ville-Inventée\n"),
            options=ImportOptions(today=TODAY),
            by=editor,
            at=NOW,
        ),
        "organization_import": prepare_organizations(
            uploaded=upload("structures.csv", "nom,sorte\nLe Héron,association\n"),
            by=editor,
            at=NOW,
        ),
        "signatory_import": prepare_signatories(
            contract=contract,
            uploaded=upload("signataires.csv", "structure,qualité\nLe Héron,Présidente\n"),
            by=editor,
            at=NOW,
        ),
        **contract_room.contract_rows(contract, editor, programming.bearer),
        **contract_room.plan_rows(contract, editor),
        **programming_room.programming_rows(programming),
        **money.matrix_rows(programming, editor),
        **money.money_rows(programming, editor),
        **councils.council_rows(programming.council, editor),
        **money.payment_rows(programming, editor),
        **draws.draw_rows(contract, editor),
        **consultations.consultation_rows(programming, factories.make_user(), stored(editor)),
        **fund.fund_rows(programming, editor, stored(editor)),
        **votes.vote_rows(programming, editor),
    }


# What a parameter stands for: by URL, then by room, then everywhere.
ROOMS = (consultations, contract_room, councils, draws, fund, money, programming_room, votes)
STANDS_FOR = {
    **{key: path for room in ROOMS for key, path in room.STANDS_FOR.items()},
    "*.call_slug": "call.slug",
    "*.slug": "contract.slug",
    "*.contract_slug": "contract.slug",
    "*.plan_slug": "plan.slug",
    "*.theme_id": "theme.pk",
    "*.key": "area.key",
}
LITERALS = {
    **{key: value for room in ROOMS for key, value in getattr(room, "LITERALS", {}).items()},
    "councils:order.fmt": "pdf",
    "fmt": "csv",
    "provider_id": "proconnect",
    "number": 1,
    "node_id": "1",
    "step": "action",
    "word": "questions",
    "section": "envelopes",
    "name": "proposed",
}


def value_of(name: str, parameter: str, world: dict[str, Any]) -> Any:
    room = name.partition(":")[0]
    keys = (f"{name}.{parameter}", f"{room}:*.{parameter}", f"*.{parameter}")
    for key in (*keys, parameter):
        if key in LITERALS:
            return LITERALS[key]
    path = next(STANDS_FOR[key] for key in keys if key in STANDS_FOR)
    row, _, attribute = path.partition(".")
    return getattr(world[row], attribute) if attribute else world[row]


def answers(
    name: str, parameters: tuple[str, ...], world: dict[str, Any], clients: dict[str, Client]
) -> dict[str, list[int]]:
    """Status by method and person. What one person wrote is taken back before the next comes."""
    url = reverse(name, kwargs={key: value_of(name, key, world) for key in parameters})
    statuses: dict[str, list[int]] = {"GET": [], "POST": []}
    for client in clients.values():
        signed_in = copy.deepcopy(client.cookies)
        for method, seen in statuses.items():
            with transaction.atomic():
                send = client.get if method == "GET" else client.post
                seen.append(send(url).status_code)
                transaction.set_rollback(True)
        client.cookies = signed_in
    return statuses


def batches() -> Iterator[tuple[str, list[tuple[str, tuple[str, ...]]]]]:
    """URLs that share a world, which takes as long to make as to try them: those of a room, a
    dozen at a time so that no worker waits for the last one."""

    def room_of(url: tuple[str, tuple[str, ...]]) -> str:
        return url[0].partition(":")[0] if ":" in url[0] else "accounts"

    for room, urls in itertools.groupby(sorted(all_urls().items(), key=room_of), room_of):
        listed = list(urls)
        for start in range(0, len(listed), BATCH):
            yield f"{room}-{start // BATCH + 1}", listed[start : start + BATCH]


@pytest.fixture
def clients(request: pytest.FixtureRequest) -> dict[str, Client]:
    """Signed in as each of PERSONS, whom the fixtures of the same names make."""
    people = {name: request.getfixturevalue(name) for name in PERSONS if name != "visitor"}
    return {name: client_of(people.get(name)) for name in PERSONS}


def test_the_table_names_every_url_and_no_other():
    assert set(policy()) == set(all_urls())


BATCHES = dict(batches())


@pytest.mark.parametrize("batch", BATCHES)
def test_access(batch: str, contract: Contract, world: dict[str, Any], clients: dict[str, Client]):
    rules, wrong = policy(), []
    for name, parameters in BATCHES[batch]:
        seen = answers(name, parameters, {**world, "contract": contract}, clients)
        if seen != rules.get(name):
            wrong.append(as_lines(name, seen))
    assert not wrong, "seen:\n" + "\n".join(wrong)


def test_private_files_are_not_at_the_public_address(
    world: dict[str, Any], clients: dict[str, Client]
):
    url = reverse("files:download", args=[world["private_file"].key])
    assert {client.get(url).status_code for client in clients.values()} == {404}
    assert clients["visitor"].get(reverse("files:download", args=[uuid.uuid4()])).status_code == 404
