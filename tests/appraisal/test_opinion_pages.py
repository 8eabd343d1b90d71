"""Opinions on their pages: one, many at once, asked and withdrawn."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from ensemblier.appraisal.models import Opinion
from tests.appraisal.asking import make_many, page, post, say
from tests.conftest import client_of
from tests.factories import programming as make

pytestmark = pytest.mark.django_db


def test_one_opinion_is_given_on_its_page(year, appraised, delegate):
    opinion = Opinion.objects.get(organization=year.state)
    data = {"value": "favourable", "amount": "12,3.4", "comment": "Bien.", "edition": 0}
    response = post(delegate, "give_opinion", appraised.pk, opinion.pk, **data)
    assert "n’est pas un montant" in response.content.decode()
    assert "Bien." in response.content.decode()
    data["amount"] = "1 234,5 €"
    assert post(delegate, "give_opinion", appraised.pk, opinion.pk, **data).status_code == 302
    opinion.refresh_from_db()
    assert (opinion.amount_cents, opinion.comment) == (1_234_50, "Bien.")


def test_a_delegate_gives_many_opinions_at_once(year, appraised, editor, delegate):
    make_many(year, editor, 2)
    first, second, third = Opinion.objects.filter(organization=year.state).order_by(
        "application__reference"
    )
    data = {
        f"value-{first.pk}": "favourable",
        f"amount-{first.pk}": "1.000,50",
        f"comment-{first.pk}": "",
        f"edition-{first.pk}": "0",
        f"value-{second.pk}": "unfavourable",
        f"amount-{second.pk}": "",
        f"comment-{second.pk}": "",
        f"edition-{second.pk}": "0",
        f"value-{third.pk}": "",
        f"amount-{third.pk}": "",
        f"comment-{third.pk}": "",
        f"edition-{third.pk}": "0",
    }
    response = post(delegate, "bulk_opinions", year.call.pk, **data)
    assert response.status_code == 422
    content = response.content.decode()
    assert "1 ligne n’est pas enregistrée" in content
    assert "Dites pourquoi en quelques mots" in content
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.value, first.amount_cents, second.value) == ("favourable", 1_000_50, "")
    data |= {f"edition-{first.pk}": "1", f"comment-{second.pk}": "Hors sujet."}
    assert post(delegate, "bulk_opinions", year.call.pk, **data).status_code == 302
    second.refresh_from_db()
    assert (second.value, second.edition) == ("unfavourable", 1)


def test_what_a_colleague_gave_meanwhile_comes_back_with_what_was_typed(year, appraised, delegate):
    colleague = make.make_officer(year.state)
    opinion = Opinion.objects.get(organization=year.state)
    say(opinion, colleague, comment="Très bien.")
    data = {
        f"value-{opinion.pk}": "unfavourable",
        f"comment-{opinion.pk}": "Mon long commentaire.",
        f"edition-{opinion.pk}": "0",
    }
    address = reverse("appraisal:bulk_opinions", args=[year.call.pk])
    response = client_of(delegate).post(f"{address}?avis=manquants", data)
    assert response.status_code == 422
    content = response.content.decode()
    assert "Mon long commentaire." in content and "Très bien." in content
    opinion.refresh_from_db()
    assert (opinion.value, opinion.edition) == ("favourable", 1)


def test_nobody_writes_in_bulk_for_another(year, appraised, regional):
    opinion = Opinion.objects.get(organization=year.state)
    data = {f"value-{opinion.pk}": "favourable", f"edition-{opinion.pk}": "0"}
    post(regional, "bulk_opinions", year.call.pk, **data)
    opinion.refresh_from_db()
    assert opinion.value == ""


def test_all_opinions_that_one_reads_go_out_as_a_table(year, appraised, delegate, resident):
    say(Opinion.objects.get(organization=year.state), delegate, amount_cents=150_00)
    lines = page(delegate, "opinions_export", year.call.pk, "csv").content.decode("utf-8-sig")
    assert "Préfecture,favorable,150" in lines
    lines = page(resident, "opinions_export", year.call.pk, "csv").content.decode("utf-8-sig")
    assert "Préfecture" not in lines and "Conseil des Prés" in lines


def test_opinions_are_asked_postponed_and_withdrawn_by_the_team(year, appraised, editor):
    council = make.make_council(year.call.contract, name="Conseil d’en face")
    data = {"councils": [council.pk], "due_on": "2100-01-01"}
    assert post(editor, "ask_opinions", appraised.pk, **data).status_code == 302
    opinion = Opinion.objects.get(council=council)
    post(editor, "postpone_opinion", appraised.pk, opinion.pk, due_on="2100-02-01")
    opinion.refresh_from_db()
    assert opinion.due_on == datetime.date(2100, 2, 1)
    assert page(editor, "withdraw_opinion", appraised.pk, opinion.pk).status_code == 200
    post(editor, "withdraw_opinion", appraised.pk, opinion.pk)
    assert not Opinion.objects.filter(pk=opinion.pk).exists()
    response = post(editor, "ask_opinions", appraised.pk, due_on="2100-01-01")
    assert "Choisissez au moins une structure ou un conseil." in response.content.decode()
