"""Statements that add up both ways, exports without names, reminders, contacts erased in time."""

from __future__ import annotations

import datetime
import io
import json
from decimal import Decimal

import pypdfium2
import pytest
from django.core.management import call_command

from ensemblier.fund.documents.papers import (
    answer_letter,
    blank_report,
    blank_request,
    fund_rules,
    statement_pdf,
)
from ensemblier.fund.enums import BearerKind, RoundState
from ensemblier.fund.exports import export_of_ledger, export_of_requests, export_of_statement
from ensemblier.fund.models import FundRequest, Round
from ensemblier.fund.operations.daily import erase_bearers, remind_reports
from ensemblier.fund.operations.examining import refuse_request
from ensemblier.fund.operations.reports import Spent, accept_report, send_report
from ensemblier.fund.queries.ledger import movements_of
from ensemblier.fund.statements import crossing_of, statement_of
from tests.factories import fund as make
from tests.factories import programming

pytestmark = pytest.mark.django_db

AT, DAY = make.AT, datetime.timedelta(days=1)
LATER = AT + 90 * DAY


@pytest.fixture
def round(contract, editor) -> Round:
    """Two requests of two councils, one reported; 899,99 € of three co-funders."""
    round = make.make_round(make.make_fund(contract), state=RoundState.DECIDING)
    for cents in (500_00, 300_00, 199_99):
        make.make_co_funder(round, cents)
    council = programming.make_council(contract, name="Conseil du Moulin")
    first = make.make_paid(round, editor, cents=333_33, council=council, title="Un bal")
    make.make_paid(round, editor, cents=400_00, title="Un jardin")
    happened = {"happened_on": AT.date(), "place": "Ici", "story": "Bien.", "women": 4}
    spent = [Spent("Tout", 333_33)]
    send_report(request=first, values=happened, spent=spent, by=None, at=LATER)
    accept_report(request=first, earned_cents=333_33, by=editor, at=LATER)
    return round


def statements(round: Round):
    return [statement_of(round.fund, share.funder, 2026) for share in round.co_funders.all()]


def test_statements_add_up_down_and_across(round):
    found = statements(round)
    for one in found:
        assert one.total.committed == sum(row.position.committed for row in one.rows)
        assert one.total.received == one.total.cash + one.total.advanced + one.total.spent
    assert sum(one.total.committed for one in found) == 733_33
    assert sum(one.total.spent for one in found) == 333_33
    crossing = crossing_of(round.fund, 2026, "committed")
    assert [row[0] for row in crossing.rows] == ["Conseil du Moulin", "Sans conseil"]
    assert [row[2] for row in crossing.rows] == [333_33, 400_00]
    assert crossing.totals == [one.total.committed for one in found]
    assert sum(crossing.totals) == crossing.total == 733_33


def test_a_funder_that_gives_nothing_has_no_statement(round):
    assert statement_of(round.fund, round.contract.bearer, 2026) is None
    assert statement_of(round.fund, round.co_funders.first().funder, 2025) is None


def test_the_statement_as_a_table(round):
    share = round.co_funders.order_by("pk").first()
    columns, rows = export_of_statement(statement_of(round.fund, share.funder, 2026))
    rows = list(rows)
    assert columns[3] == "engagé"
    assert rows[-1][3] == sum(row[3] for row in rows if row[1])
    assert rows[-1][3] == Decimal(share.committed_cents) / 100


def test_the_ledger_as_a_table_balances(round):
    _columns, rows = export_of_ledger(movements_of(round))
    balance: dict[str, Decimal] = {}
    for row in rows:
        balance[row[6]] = balance.get(row[6], Decimal(0)) + row[8]
        balance[row[7]] = balance.get(row[7], Decimal(0)) - row[8]
    assert sum(balance.values()) == 0
    assert balance["caisse du fonds"] == Decimal(Round.objects.get(pk=round.pk).cash_cents) / 100


def test_no_resident_is_named_in_an_export(round):
    ronde = make.make_bearer(round.contract, kind=BearerKind.ASSOCIATION, name="La Ronde")
    make.make_request(round, bearer=ronde)
    _columns, rows = export_of_requests(FundRequest.objects.order_by("pk"))
    names = [row[5] for row in rows]
    assert names == ["une habitante, un habitant"] * 2 + ["La Ronde"]


def text_of(content: bytes) -> str:
    document = pypdfium2.PdfDocument(io.BytesIO(content))
    words = " ".join(page.get_textpage().get_text_range() for page in document)
    return " ".join(words.replace("\xa0", " ").split())


def test_papers_are_printed_as_tagged_pdf(round):
    request = round.requests.order_by("pk").first()
    papers = {
        "1. Quoi ?": blank_request(round),
        "Combien de personnes sont venues ?": blank_report(round),
        "Le fonds donne 700 € au plus": fund_rules(round),
        request.code: answer_letter(request, AT.date()),
        "Demande par demande": statement_pdf(statements(round)[0]),
    }
    for words, content in papers.items():
        assert b"pdfuaid:part" in content
        assert words in text_of(content)


def test_a_letter_prints_what_was_typed_as_it_was_typed(round, editor):
    request = make.make_request(round, title="Un #bal $x$ <b>")
    refuse_request(request=request, reason="*Non* #let x = 1", by=editor, at=AT)
    request.refresh_from_db()
    printed = text_of(answer_letter(request, AT.date()))
    assert "*Non* #let x = 1" in printed
    assert "Un #bal $x$ <b>" in printed


def test_reports_are_asked_every_two_weeks_at_most(round):
    assert vars(remind_reports(at=LATER)) == {"reminded": 1, "unreachable": 0, "late": 1}
    assert vars(remind_reports(at=LATER + DAY)) == {"reminded": 0, "unreachable": 0, "late": 1}
    assert remind_reports(at=LATER + 14 * DAY).reminded == 1


def test_who_left_no_e_mail_is_counted_for_the_team(round):
    awaited = FundRequest.objects.get(title="Un jardin").bearer
    awaited.email, awaited.phone = "", "0612345678"
    awaited.save()
    assert vars(remind_reports(at=LATER)) == {"reminded": 0, "unreachable": 1, "late": 1}


def test_the_command_reminds(round, capsys):
    call_command("remind_fund_reports", "--json")
    assert json.loads(capsys.readouterr().out)["late"] == 1
    call_command("remind_fund_reports")
    assert "en retard" in capsys.readouterr().out


def test_contacts_are_erased_and_sums_stay(round, django_capture_on_commit_callbacks):
    request = FundRequest.objects.get(title="Un bal")
    old_code, days = request.code, 2 * 365
    assert erase_bearers(at=LATER + days * DAY, days=days) == 0

    assert erase_bearers(at=LATER + (days + 1) * DAY, days=days) == 1

    request.refresh_from_db()
    bearer = request.bearer
    assert (bearer.name, bearer.email, bearer.phone) == ("", "", "")
    assert (request.description, request.report.story) == ("", "")
    assert (request.granted_cents, request.spent_cents, request.title) == (333_33, 333_33, "Un bal")
    assert request.code != old_code
    assert erase_bearers(at=LATER + (days + 2) * DAY, days=days) == 0
