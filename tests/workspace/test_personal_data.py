"""What is kept on people, and its end."""

from __future__ import annotations

import datetime
import io
import json

from allauth.account.models import EmailAddress
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from ensemblier.accounts.models import User
from ensemblier.audit.models import Entry
from ensemblier.audit.operations import first_broken_entry, record
from ensemblier.contracts.models import Contract
from ensemblier.files.models import StoredFile
from ensemblier.files.operations import store_upload
from ensemblier.notices.models import Notice
from ensemblier.notices.operations import notify
from ensemblier.plans.models import PlanImport
from ensemblier.workspace.operations.purge import (
    purge_forgotten_people,
    purge_unsaved_imports,
)
from ensemblier.workspace.personal_data import REGISTER
from tests import factories
from tests.factories import programming as make

NOW = timezone.now()
LONG_AGO = NOW - datetime.timedelta(days=4 * 365)


def purge() -> int:
    return purge_forgotten_people(at=NOW, days=3 * 365)


def old(email: str | None, **fields: object) -> User:
    return factories.make_user(email, joined_at=LONG_AGO, **fields)


def test_who_holds_nothing_and_never_came_back_is_forgotten(contract: Contract) -> None:
    old("parti@example.org")
    old(None)
    recent = factories.make_user()
    came = old("venu@example.org", last_login=NOW)
    member = old("membre@example.org")
    factories.make_role(member, contract)
    administrator = old("admin@example.org", is_superuser=True)

    assert purge() == 2
    assert set(User.objects.all()) == {recent, came, member, administrator}
    assert purge() == 0


def test_who_sits_in_a_council_is_kept(contract: Contract) -> None:
    seat = make.make_mandate(make.make_council(contract), old(None))
    assert purge() == 0

    seat.ends_on = LONG_AGO.date()
    seat.save()
    assert purge() == 1


def test_a_right_that_ended_long_ago_no_longer_keeps(contract: Contract) -> None:
    person = old("ancien@example.org")
    factories.make_role(person, contract, ends_on=LONG_AGO.date())

    assert purge() == 1


def test_who_is_in_the_trail_keeps_their_name_and_nothing_else(db: None) -> None:
    person = old("parti@example.org", full_name="Paul Parti", phone="06")
    record(action="tests.do", summary="Fait.", by=person)

    assert purge() == 1
    assert purge() == 0

    person.refresh_from_db()
    assert (person.full_name, person.email, person.phone) == ("Paul Parti", None, "")
    assert (person.is_active, person.search_text) == (False, "paul parti")
    assert not EmailAddress.objects.exists()
    assert first_broken_entry() is None


def test_a_plan_that_was_read_and_never_saved_goes_with_its_file(
    editor: User, contract: Contract
) -> None:
    for age in (91, 89):
        at = NOW - datetime.timedelta(days=age)
        uploaded = ContentFile(b"1 Un\n", name=f"{age}.txt")
        PlanImport.objects.create(
            contract=contract,
            name=f"Plan de {age} jours",
            file=store_upload(uploaded=uploaded, by=editor, at=at),
            parsed={},
            created_by=editor,
            created_at=at,
        )

    assert purge_unsaved_imports(at=NOW, days=90) == 1
    assert PlanImport.objects.get().name == "Plan de 89 jours"
    assert StoredFile.objects.get().name == "89.txt"
    assert (
        Entry.objects.get().summary
        == "Import de «\u00a091.txt\u00a0» jamais enregistré\u00a0: effacé."
    )


def test_the_daily_task_enforces_the_register(editor: User) -> None:
    notify(user=editor, kind="k", text="Vieille.", at=NOW - datetime.timedelta(days=366))
    notify(user=editor, kind="k", text="Neuve.", at=NOW)
    output = io.StringIO()

    call_command("purge_personal_data", json=True, stdout=output)

    deleted = json.loads(output.getvalue())
    assert deleted["notices"] == 1
    assert set(deleted) == {data.name for data in REGISTER if data.purge}
    assert Notice.objects.get().text == "Neuve."


def test_the_register_is_whole_and_shown_to_administrators(administrator_client: Client) -> None:
    page = administrator_client.get("/espace/donnees-personnelles/").content.decode()

    assert len({data.name for data in REGISTER}) == len(REGISTER)
    for data in REGISTER:
        assert str(data.purpose) in page
        assert (data.purge is None) == (data.days is None)
