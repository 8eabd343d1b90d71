from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ensemblier.accounts.models import User
from ensemblier.audit.models import Entry
from ensemblier.contracts.models import Contract
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.councils import operations
from ensemblier.councils.enums import College
from ensemblier.councils.models import Council, Mandate
from ensemblier.councils.permissions import councils_of
from tests.factories import programming as make

DAY = datetime.date(2026, 1, 1)
NOW = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=datetime.UTC)


def at(name: str, council: Council, *args: object) -> str:
    return reverse(f"councils:{name}", args=[council.pk, *args])


def join(council: Council, by: User, **changes: object) -> Mandate:
    values: dict[str, object] = {
        "full_name": "Ana Habite",
        "email": "ana@quartier.test",
        "college": College.RESIDENTS,
        "starts_on": DAY,
        **changes,
    }
    return operations.add_mandate(council=council, by=by, at=NOW, **values)  # type: ignore[arg-type]


def test_member_speaks_for_the_council_while_the_mandate_lasts(
    council: Council, editor: User
) -> None:
    mandate = join(council, editor)
    assert councils_of(User.objects.get(pk=mandate.user_id)) == {council.pk}
    assert Entry.objects.get(action="councils.add_mandate").summary == (
        "Ana Habite entre au conseil Conseil des Prés (habitants)"
    )

    operations.end_mandate(mandate=mandate, on=datetime.date(2026, 2, 1), by=editor, at=NOW)

    assert councils_of(User.objects.get(pk=mandate.user_id)) == set()
    with pytest.raises(Refused):
        operations.end_mandate(mandate=mandate, on=datetime.date(2026, 2, 2), by=editor, at=NOW)


def test_two_mandates_at_once_are_refused_one_after_the_other_is_not(
    council: Council, editor: User
) -> None:
    first = join(council, editor, ends_on=datetime.date(2026, 6, 30))

    with pytest.raises(InvalidInput) as refused:
        join(council, editor, starts_on=datetime.date(2026, 6, 30))
    assert str(refused.value) == "Cette personne siège déjà à ces dates."

    second = join(council, editor, starts_on=datetime.date(2026, 7, 1))
    assert second.user == first.user


def test_reader_may_not(council: Council, reader: User) -> None:
    with pytest.raises(NotAllowed):
        join(council, reader)


def test_team_keeps_councils_from_the_list(
    contract: Contract, council: Council, editor_client: Client
) -> None:
    area = council.areas.get()
    values = {"name": "Conseil du Haut", "areas": [area.pk], "is_active": "on"}
    editor_client.post(reverse("councils:create", args=[contract.slug]), values)
    made = Council.objects.get(name="Conseil du Haut")
    assert list(made.areas.all()) == [area]

    editor_client.post(at("edit", made), {"name": "Conseil du Bas", "email": "bas@ville.test"})
    made.refresh_from_db()
    assert (made.name, made.email, made.is_active, made.areas.count()) == (
        "Conseil du Bas",
        "bas@ville.test",
        False,
        0,
    )
    member = {"full_name": "Ana", "college": "actors", "starts_on": "2026-01-01"}
    editor_client.post(at("add_mandate", made), member)
    editor_client.post(at("end_mandate", made, made.mandates.get().pk), {"on": "2026-02-01"})
    page = editor_client.get(at("council", made)).content.decode()
    assert page.index("Ceux qui ont siégé") < page.index("Ana")
    assert editor_client.get(at("export_members", made, "csv")).status_code == 200
    assert editor_client.get(reverse("councils:export", args=["xlsx"])).status_code == 200


def test_others_find_nothing(
    council: Council, outsider_client: Client, reader_client: Client
) -> None:
    assert outsider_client.get(at("council", council)).status_code == 404
    assert reader_client.get(at("council", council)).status_code == 200
    assert reader_client.get(at("edit", council)).status_code == 403


def test_as_many_queries_for_many_as_for_few(council: Council, reader_client: Client) -> None:
    def cost(url: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert reader_client.get(url).status_code == 200
        return len(captured)

    def grow() -> None:
        make.make_mandate(council)
        make.make_meeting(council)
        make.make_minutes(council)

    grow()
    pages = ("council", "meetings", "minutes", "documents")
    urls = [reverse("councils:list"), *(at(name, council) for name in pages)]
    before = [cost(url) for url in urls]
    for _number in range(5):
        grow()
        make.make_council(council.contract, areas=(council.areas.get(),))

    assert [cost(url) for url in urls] == before
