"""What is awaited, late, narrowed, entrusted and exported, as each kind of person meets it."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from ensemblier.applications.enums import ApplicationState
from ensemblier.appraisal.models import Assignment, Opinion, Recusal, SheetNote
from ensemblier.appraisal.operations.recusals import declare_recusal
from tests import factories
from tests.appraisal.asking import make_many, page, post, queries_of, say
from tests.appraisal.conftest import AT
from tests.conftest import client_of
from tests.factories import programming as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "cost"),
    [("list", 22), ("bulk_opinions", 13), ("session", 12), ("sessions", 8), ("recusals", 8)],
)
def test_a_page_costs_the_same_for_three_rows_or_thirty(year, session, editor, name, cost):
    arguments = {
        "list": [],
        "sessions": [],
        "session": [session.pk],
        "bulk_opinions": [year.call.pk],
        "recusals": [year.call.pk],
    }[name]
    url = reverse(f"appraisal:{name}", args=arguments)

    def fill(count):
        make_many(year, editor, count)
        for row in year.call.applications.exclude(sheet_notes__session=session):
            SheetNote.objects.create(
                contract=row.contract, session=session, application=row, rank=9
            )
            make.make_seat(year.body)
            make.make_session(year.body)
            Recusal.objects.create(
                contract=row.contract,
                call=year.call,
                user=factories.make_user(),
                organization=row.action.bearer,
                reason="Lien.",
                declared_by=editor,
                declared_at=AT,
            )

    fill(2)
    few = queries_of(editor, url)
    fill(12)
    assert (few, queries_of(editor, url)) == (cost, cost)


def test_the_list_says_what_is_awaited_and_what_is_late(year, appraised, delegate, regional):
    Opinion.objects.update(due_on=datetime.date(2026, 1, 20))
    content = page(delegate, "list").content.decode()
    assert "0 avis reçus sur 3" in content
    assert "3 en retard" in content
    assert "le vôtre est attendu" in content
    say(Opinion.objects.get(organization=year.state), delegate)
    content = page(delegate, "list").content.decode()
    assert "1 avis reçu sur 3" in content
    assert "le vôtre est attendu" not in content


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=mercredi", True),
        ("q=zzz", False),
        ("etat=in_appraisal", True),
        ("etat=decided", False),
        ("suivi=moi", False),
        ("suivi=personne", True),
        ("avis=manquants", True),
        ("avis=complets", False),
        ("avis=a-donner", False),
        ("retard=avis", False),
        ("retard=complement", False),
    ],
)
def test_the_list_is_narrowed(year, appraised, editor, query, found):
    Opinion.objects.update(due_on=datetime.date(2100, 1, 1))
    response = client_of(editor).get(f"/espace/instruction/?appel={year.call.pk}&{query}")
    assert ("Ateliers du mercredi" in response.content.decode()) is found
    assert ("Aucun dossier ne correspond" in response.content.decode()) is not found


def test_the_list_is_narrowed_by_committee_node_and_area(year, appraised, editor):
    node = year.application.nodes.get().node
    for query, found in (
        (f"comite={year.committee.pk}", True),
        (f"theme={node.pk}", True),
        (f"quartier={year.area.pk}", True),
    ):
        content = client_of(editor).get(f"/espace/instruction/?{query}").content.decode()
        assert ("Ateliers du mercredi" in content) is found


def test_the_list_goes_out_as_a_table(year, appraised, editor):
    response = client_of(editor).get("/espace/instruction/export/csv/")
    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("référence,intitulé,porteur,état")
    assert f"{year.application.reference},Ateliers du mercredi,La Ronde,en instruction" in lines[1]
    assert ",4000" in lines[1]


def test_rows_ticked_are_entrusted_and_opened(year, editor):
    colleague = factories.make_user(full_name="Cloé Collègue")
    factories.make_role(colleague, year.call.contract)
    pk = year.application.pk
    post(editor, "bulk", year.call.pk, do="assign", person=colleague.pk, pk=[pk])
    assert Assignment.objects.get().user == colleague
    post(editor, "bulk", year.call.pk, do="appraise", all="1", query="etat=submitted")
    year.application.refresh_from_db()
    assert year.application.state == ApplicationState.IN_APPRAISAL
    client = client_of(editor)
    response = client.post(
        reverse("appraisal:bulk", args=[year.call.pk]), {"do": "appraise"}, follow=True
    )
    assert "Cochez au moins un dossier." in response.content.decode()


def test_files_are_shared_out_after_a_look(year, editor):
    seen = page(editor, "assign_all", year.call.pk).content.decode()
    assert "Emma Écriture" in seen and not Assignment.objects.exists()
    assert post(editor, "assign_all", year.call.pk).status_code == 302
    assert Assignment.objects.get().application == year.application


def test_recusals_are_declared_listed_and_lifted(year, editor, delegate):
    data = {"user": delegate.pk, "organization": year.bearer.pk, "reason": "Cousine."}
    assert post(delegate, "declare_recusal", year.call.pk, **data).status_code == 302
    assert "Cousine." in page(editor, "recusals", year.call.pk).content.decode()
    exported = page(editor, "recusals_export", year.call.pk, "csv").content.decode("utf-8-sig")
    assert "Dounia Déléguée,La Ronde,Cousine." in exported
    recusal = Recusal.objects.get()
    assert post(delegate, "lift_recusal", year.call.pk, recusal.pk).status_code == 403
    post(editor, "lift_recusal", year.call.pk, recusal.pk, reason="Erreur.")
    assert not Recusal.objects.exists()


def test_others_do_not_read_who_is_recused(year, appraised, delegate, regional):
    declare_recusal(
        call=year.call, user=delegate, organization=year.bearer, reason="Amie.", by=delegate, at=AT
    )
    assert "Amie." not in page(regional, "recusals", year.call.pk).content.decode()


def test_empty_lists_say_what_to_do(contract, editor, outsider):
    assert "Aucun appel pour l’instant" in page(editor, "list").content.decode()
    assert "Aucune séance pour l’instant" in page(editor, "sessions").content.decode()
    assert page(outsider, "list").status_code == 404
    assert page(outsider, "sessions").status_code == 404


@pytest.mark.parametrize("number", ["²", "-1", "9" * 30, "x"])
def test_a_number_that_is_none_breaks_nothing(year, session, editor, number):
    note = session.sheet_notes.get()
    assert client_of(editor).get(f"/espace/instruction/?appel={number}").status_code == 404
    assert page(editor, "list").status_code == 200
    assert post(editor, "bulk", year.call.pk, do="assign", pk=[number]).status_code == 302
    assert post(editor, "add_to_agenda", session.pk, pk=[number]).status_code == 302
    data = {f"rank-{note.pk}": number, "move": f"up-{number}"}
    assert post(editor, "order_agenda", session.pk, **data).status_code == 302
    data = {f"value-{number}": "favourable", f"seat-{number}": "present", f"result-{number}": "yes"}
    assert post(editor, "attendance", session.pk, **data).status_code == 302
    assert post(editor, "check", year.application.pk, **data).status_code == 302
    assert post(editor, "bulk_opinions", year.call.pk, **data).status_code == 302
    address = f"/espace/instruction/appels/{year.call.pk}/avis/?pour=o{number}"
    assert client_of(editor).get(address).status_code == 200
    minutes = post(editor, "save_minutes", session.pk, note.pk, text="Oui.", edition=number)
    assert minutes.status_code == 409
