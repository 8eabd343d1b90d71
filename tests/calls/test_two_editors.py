"""Two people of the team on the same step of a call: nobody overwrites another unseen."""

from __future__ import annotations

import datetime
import html
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ensemblier.accounts.models import User
from ensemblier.calls import operations
from ensemblier.calls.enums import QuestionKind, Section
from ensemblier.calls.models import Call, Envelope, Question
from ensemblier.contracts.models import Contract, ContractArea
from ensemblier.plans.models import Node
from ensemblier.territories.models import Area
from tests import factories
from tests.conftest import client_of
from tests.factories import programming as make

SENTENCE = (
    "Nadia Autre a modifié cette page pendant que vous écriviez. Comparez, corrigez s’il le "
    "faut, puis enregistrez de nouveau\u00a0: votre version remplacera la sienne."
)


@pytest.fixture
def other(contract: Contract) -> User:
    user = factories.make_user(full_name="Nadia Autre")
    factories.make_role(user, contract)
    return user


@pytest.fixture
def areas(contract: Contract) -> list[Area]:
    found = [factories.make_area(name=name) for name in ("Les Prés", "Tamaris", "Rochebelle")]
    for area in found:
        ContractArea.objects.create(contract=contract, area=area)
    return found


@pytest.fixture
def nodes(contract: Contract) -> list[Node]:
    version = factories.make_version(factories.make_plan(contract))
    return [factories.make_node(version, short_title=title) for title in ("Emploi", "Santé")]


@pytest.fixture
def call(contract: Contract, nodes: list[Node], areas: list[Area]) -> Call:
    call = make.make_call(contract, nodes=nodes[:1], areas=areas[:2], name="Appel 2027")
    make.make_envelope(call, make.make_funder(name="Préfecture"), amount_cents=12_000_00)
    return call


class Page:
    """A form of a call as one person has it on screen."""

    def __init__(self, client: Client, url: str) -> None:
        self.client, self.url = client, url
        self.take(client.get(url))

    def take(self, response: Any) -> None:
        self.form, self.status = response.context["form"], response.status_code
        self.text = re.sub(r"[ \n]+", " ", html.unescape(response.content.decode()))

    def typed(self, **changes: Any) -> dict[str, Any]:
        values = {field.name: field.value() for field in self.form}
        plain = {name: value for name, value in values.items() if value not in (None, False)}
        return {**plain, **changes}

    def save(self, **changes: Any) -> Any:
        response = self.client.post(self.url, self.typed(**changes))
        if response.status_code != 302:
            self.take(response)
        return response


def page_of(user: User, name: str, call: Call, *args: object) -> Page:
    return Page(client_of(user), reverse(f"calls:{name}", args=[call.pk, *args]))


def write(call: Call, by: User, section: str = Section.PRESENTATION, **values: Any) -> None:
    operations.update_call(call=call, section=section, values=values, by=by, at=timezone.now())


def test_boxes_that_only_the_other_changed_are_kept(call: Call, editor: User, other: User) -> None:
    mine = page_of(editor, "presentation", call)
    write(call, other, name="Appel commun 2027", contact="04 66 00 00 00")
    assert mine.save(summary="Deux phrases.").status_code == 302
    call.refresh_from_db()
    assert (call.name, call.contact, call.summary) == (
        "Appel commun 2027",
        "04 66 00 00 00",
        "Deux phrases.",
    )


def test_a_box_that_both_changed_is_refused_then_replaced_knowingly(
    call: Call, editor: User, other: User
) -> None:
    mine = page_of(editor, "presentation", call)
    write(call, other, name="Le nom de Nadia")
    mine.save(name="Mon nom", summary="Ma phrase.")
    assert SENTENCE in mine.text
    assert mine.form.errors["name"] == ["Maintenant enregistré\u00a0: Le nom de Nadia."]
    call.refresh_from_db()
    assert (call.name, call.summary) == ("Le nom de Nadia", "")
    assert mine.save().status_code == 302
    call.refresh_from_db()
    assert (call.name, call.summary) == ("Mon nom", "Ma phrase.")


def test_a_third_change_is_refused_again(call: Call, editor: User, other: User) -> None:
    mine = page_of(editor, "presentation", call)
    write(call, other, name="Un")
    mine.save(name="Mon nom")
    write(call, other, name="Deux")
    mine.save()
    assert mine.form.errors["name"] == ["Maintenant enregistré\u00a0: Deux."]
    call.refresh_from_db()
    assert call.name == "Deux"


def test_moments_of_the_calendar(call: Call, editor: User, other: User) -> None:
    mine = page_of(editor, "calendar", call)
    opinions_due = timezone.localdate(call.closes_at) + datetime.timedelta(days=30)
    decided = opinions_due + datetime.timedelta(days=30)
    write(call, other, Section.CALENDAR, decided_on=decided)
    assert mine.save(opinions_due_on=opinions_due.isoformat()).status_code == 302
    call.refresh_from_db()
    assert (call.decided_on, call.opinions_due_on) == (decided, opinions_due)
    mine = page_of(editor, "calendar", call)
    write(call, other, Section.CALENDAR, decided_on=None)
    mine.save(decided_on=(decided + datetime.timedelta(days=30)).isoformat())
    assert mine.form.errors["decided_on"] == ["Maintenant enregistré\u00a0: rien."]


def test_the_framing_note_is_shown_without_its_tags(call: Call, editor: User, other: User) -> None:
    mine = page_of(editor, "note", call)
    write(call, other, Section.NOTE, framing_note="<p>Un <strong>autre</strong> cadre</p>")
    mine.save(framing_note="Mon cadre")
    assert mine.form.errors["framing_note"] == ["Maintenant enregistré\u00a0: Un autre cadre."]


def test_themes_and_areas(
    call: Call, nodes: list[Node], areas: list[Area], editor: User, other: User
) -> None:
    mine = page_of(editor, "areas", call)
    operations.set_areas(call=call, areas=areas, by=other, at=timezone.now())
    assert mine.save(areas=[area.pk for area in areas[:2]]).status_code == 302
    assert set(call.areas.all()) == set(areas)
    mine = page_of(editor, "areas", call)
    operations.set_areas(call=call, areas=areas[1:], by=other, at=timezone.now())
    mine.save(areas=[areas[0].pk])
    assert mine.form.errors["areas"] == ["Maintenant enregistré\u00a0: Rochebelle, Tamaris."]
    mine = page_of(editor, "themes", call)
    operations.set_themes(call=call, nodes=nodes, by=other, at=timezone.now())
    mine.save(nodes=[nodes[1].pk])
    assert SENTENCE in mine.text
    assert call.themes.count() == 2


def test_rows(call: Call, editor: User, other: User) -> None:
    envelope = Envelope.objects.get(call=call)
    mine = page_of(editor, "edit_row", call, "enveloppes", envelope.pk)
    values = {"amount_cents": 15_000_00}
    operations.update_part(row=envelope, values=values, by=other, at=timezone.now())
    mine.save(amount_cents="13 000")
    assert mine.form.errors["amount_cents"] == ["Maintenant enregistré\u00a0: 15\u202f000\u00a0€."]
    envelope.refresh_from_db()
    assert envelope.amount_cents == 15_000_00
    assert mine.save(budget_line="BOP 147").status_code == 302
    envelope.refresh_from_db()
    assert (envelope.amount_cents, envelope.budget_line) == (13_000_00, "BOP 147")


def test_a_form_posted_without_marks_writes_what_it_says(
    call: Call, editor: User, other: User
) -> None:
    mine = page_of(editor, "presentation", call)
    write(call, other, name="Un")
    assert mine.save(name="Mon nom", seen="{").status_code == 302
    call.refresh_from_db()
    assert call.name == "Mon nom"


def test_a_row_is_added_without_marks(call: Call, editor: User) -> None:
    page = page_of(editor, "add_row", call, "questions")
    assert "seen" not in page.form.fields
    assert page.save(kind=QuestionKind.TEXT, label="Depuis quand ?").status_code == 302
    assert Question.objects.get(call=call).label == "Depuis quand ?"
