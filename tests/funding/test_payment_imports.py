"""The treasury's list: read, shown, written down, taken back."""

from __future__ import annotations

import pytest

from ensemblier.core.exceptions import NotAllowed, Refused
from ensemblier.core.spreadsheets import Sheet, write_xlsx
from ensemblier.funding.models import Payment, PaymentImport
from ensemblier.funding.operations import payment_imports as imports
from ensemblier.funding.operations import payments
from tests import factories
from tests.factories import programming as make
from tests.funding.lines import AT, DAY, DECIDED, grant, make_line


@pytest.fixture
def line(department, gardeners, agent):
    """5 000 € granted: 4 000 € and 1 000 € expected."""
    award = grant(make_line(department, gardeners, reference="2026-0042"), 5_000_00, agent)
    payments.plan_payments(award=award, start=DECIDED, by=agent, at=AT)
    return award


def prepare(department, by, text, name="liste.csv"):
    content = text if isinstance(text, bytes) else text.encode()
    return imports.prepare_payments(
        contract=department.contract,
        uploaded=factories.make_upload(name, content),
        by=by,
        at=AT,
    )


def made():
    rows = Payment.objects.exclude(made_on=None).order_by("pk")
    return list(rows.values_list("amount_cents", "made_on", "reference"))


def refusals(prepared):
    return [(row.line, row.reason) for row in prepared.parsed_report.refused]


HEADER = "Dossier;Financeur;Montant;Payé le;Mandat\n"


def test_what_would_be_paid_is_shown_before_it_is_written(department, line, agent):
    prepared = prepare(department, agent, HEADER + "2026-0042;;4 000,00 €;03/04/2026;M-12\n")

    [change] = prepared.parsed_report.updated
    assert (change.label, change.fields["amount_cents"]) == (
        "2026-0042, Département",
        [4_000_00, 4_000_00],
    )
    assert made() == []

    imports.apply_payments(prepared=prepared, by=agent, at=AT)
    assert made() == [(4_000_00, DAY, "M-12")]


def test_a_workbook_says_the_same(department, line, agent):
    sheet = Sheet(
        "Mandats",
        ["Dossier", "Montant", "Date de paiement", "N° de mandat"],
        [["2026-0042", 4000, DAY, "M-12"], ["2026-0042", 1000, DAY, "M-13"]],
    )

    prepared = prepare(department, agent, write_xlsx(sheet), "liste.xlsx")
    imports.apply_payments(prepared=prepared, by=agent, at=AT)

    assert made() == [(4_000_00, DAY, "M-12"), (1_000_00, DAY, "M-13")]


def test_a_list_under_its_title_is_found(department, line, agent):
    title = "Trésorerie municipale, mandats d’avril 2026\n\n"
    text = title + HEADER + "2026-0042;;4 000,00 €;03/04/2026;M-12\n"
    imports.apply_payments(prepared=prepare(department, agent, text), by=agent, at=AT)
    assert made() == [(4_000_00, DAY, "M-12")]


def test_unknown_headers_under_a_title_can_be_chosen(department, line, agent):
    prepared = prepare(
        department, agent, "Avril 2026\nQui;Combien;Quand\n2026-0042;1000;3/4/2026\n"
    )
    assert prepared.parsed_report.columns == ["Qui", "Combien", "Quand"]


def test_bad_rows_come_back_with_their_reason_and_good_ones_pass(department, line, agent):
    text = HEADER + (
        "2026-0042;;12,3.4;03/04/2026;M-1\n"
        "2026-0042;;4000;31/02/2026;M-2\n"
        "2026-9999;;4000;03/04/2026;M-3\n"
        "2026-0042;Région;4000;03/04/2026;M-4\n"
        "2026-0042;;9000;03/04/2026;M-5\n"
        "2026-0042;Département;4000;03/04/2026;M-6\n"
    )

    prepared = prepare(department, agent, text)

    assert [number for number, _reason in refusals(prepared)] == [2, 3, 4, 5, 6]
    assert refusals(prepared)[2][1] == "Aucun versement n’est prévu pour «\u00a02026-9999\u00a0»."
    assert len(prepared.parsed_report.updated) == 1
    assert (
        prepared.parsed_report.refused_csv().decode("utf-8-sig").split("\r\n")[1].startswith("2,")
    )


def test_two_funders_of_one_application_are_told_apart(department, line, agent, editor):
    region = make.make_envelope(department.call, make.make_funder(name="Région"))
    other = make.make_request(line.request.application, region.funder, amount_cents=2_000_00)
    award = grant(other, 2_000_00, editor)
    payments.plan_payments(award=award, start=DECIDED, by=editor, at=AT)

    blind = prepare(department, editor, HEADER + "2026-0042;;1600;03/04/2026;M-1\n")
    seen = prepare(department, editor, HEADER + "2026-0042;region;1600;03/04/2026;M-1\n")

    assert refusals(blind) == [
        (2, "Plusieurs financeurs aident «\u00a02026-0042\u00a0»\u00a0: dites lequel a payé.")
    ]
    assert [change.label for change in seen.parsed_report.updated] == ["2026-0042, Région"]


def test_a_list_sent_twice_pays_nothing_twice(department, line, agent):
    text = HEADER + "2026-0042;;4000;03/04/2026;M-12\n"
    imports.apply_payments(prepared=prepare(department, agent, text), by=agent, at=AT)

    again = prepare(department, agent, text)

    assert (again.parsed_report.unchanged, again.parsed_report.updated) == (1, [])


def test_a_list_is_taken_back(department, line, agent):
    prepared = prepare(department, agent, HEADER + "2026-0042;;3500;03/04/2026;M-12\n")
    imports.apply_payments(prepared=prepared, by=agent, at=AT)

    imports.undo_payments(prepared=prepared, by=agent, at=AT)

    assert made() == []
    assert sorted(Payment.objects.values_list("amount_cents", flat=True)) == [1_000_00, 4_000_00]
    with pytest.raises(Refused) as refusal:
        imports.undo_payments(prepared=prepared, by=agent, at=AT)
    assert str(refusal.value) == "Cette liste n’est pas en place."


def test_a_list_whose_payments_changed_since_stays(department, line, agent):
    prepared = prepare(department, agent, HEADER + "2026-0042;;4000;03/04/2026;M-12\n")
    imports.apply_payments(prepared=prepared, by=agent, at=AT)
    payment = Payment.objects.exclude(made_on=None).get()
    payments.correct_payment(payment=payment, reason="Erreur.", by=agent, at=AT)

    with pytest.raises(Refused) as refusal:
        imports.undo_payments(prepared=prepared, by=agent, at=AT)

    assert str(refusal.value) == (
        "Cette liste ne s’annule plus\u00a0: «\u00a02026-0042, Département\u00a0» a changé depuis."
    )


def test_columns_without_known_names_are_chosen_by_hand(department, line, agent):
    prepared = prepare(department, agent, "A;B;C\n2026-0042;4000;03/04/2026\n")
    assert len(prepared.parsed_report.notes) == 3

    imports.remap_payments(
        prepared=prepared, mapping={"line": "A", "amount": "B", "made_on": "C"}, by=agent, at=AT
    )

    kept = PaymentImport.objects.get()
    assert len(kept.parsed_report.updated) == 1
    imports.discard_payments(prepared=kept, by=agent, at=AT)
    assert not PaymentImport.objects.exists()


def test_readers_read_no_list_of_the_treasury(department, line, reader):
    with pytest.raises(NotAllowed):
        prepare(department, reader, HEADER)
