from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ensemblier.accounts.models import User
from ensemblier.audit.models import Entry
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.councils.enums import Function, GrantEntryKind, Remainder
from ensemblier.councils.models import Council, RunningGrant
from ensemblier.councils.operations import running_grants as operations
from ensemblier.councils.queries.running_grants import late_grants, ledger_of, usual_grant
from tests import factories
from tests.councils.conftest import NOW
from tests.factories import programming as make

DAY = datetime.date(2026, 3, 2)


def receipt() -> SimpleUploadedFile:
    return SimpleUploadedFile("ticket.pdf", b"%PDF-1.4\n%%EOF\n")


@pytest.fixture
def grant(council: Council, editor: User) -> RunningGrant:
    return open_grant(council, editor)


def open_grant(council: Council, by: User, **changes: Any) -> RunningGrant:
    values = {"year": 2026, "amount_cents": 300_00, "funder": "État", **changes}
    return operations.open_grant(council=council, by=by, at=NOW, on=DAY, **values)


def spend(grant: RunningGrant, by: User, cents: int, **changes: Any) -> Any:
    values = {
        "kind": GrantEntryKind.SPENT,
        "on": DAY,
        "label": "Café",
        "receipt": receipt(),
        **changes,
    }
    return operations.add_entry(grant=grant, amount_cents=cents, by=by, at=NOW, **values)


def close(grant: RunningGrant, by: User, remainder: str = "") -> RunningGrant:
    return operations.close_grant(
        grant=grant, report="Six réunions.", remainder=remainder, by=by, at=NOW, on=DAY
    )


def balance(grant: RunningGrant) -> int:
    grant.refresh_from_db()
    return grant.balance_cents


def test_each_euro_is_written_with_its_receipt(grant: RunningGrant, editor: User) -> None:
    entry = spend(grant, editor, 42_50)

    assert balance(grant) == 257_50
    assert entry.receipt.name == "ticket.pdf"
    assert [(line.entry.kind, line.left_cents) for line in ledger_of(grant)] == [
        ("granted", 300_00),
        ("spent", 257_50),
    ]
    assert Entry.objects.get(action="councils.add_grant_entry").summary == (
        "Conseil des Prés, 2026\u00a0: dépense de 42,50\u00a0€, Café"
    )


def test_never_below_zero(grant: RunningGrant, editor: User) -> None:
    spend(grant, editor, 299_99)
    with pytest.raises(InvalidInput) as refused:
        spend(grant, editor, 2)
    assert (str(refused.value), refused.value.field) == (
        "Il ne reste que 0,01\u00a0€.",
        "amount_cents",
    )
    spend(grant, editor, 1)
    assert balance(grant) == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        RunningGrant.objects.filter(pk=grant.pk).update(balance_cents=-1)


def test_a_day_is_neither_to_come_nor_of_another_year(grant: RunningGrant, editor: User) -> None:
    for day in (NOW.date() + datetime.timedelta(days=1), datetime.date(1926, 3, 2)):
        with pytest.raises(InvalidInput) as refused:
            spend(grant, editor, 10_00, on=day)
        assert refused.value.field == "on"
    assert balance(grant) == 300_00


@pytest.mark.parametrize("cents", [0, -5])
def test_an_amount_is_above_zero(grant: RunningGrant, editor: User, cents: int) -> None:
    with pytest.raises(InvalidInput):
        spend(grant, editor, cents)
    assert balance(grant) == 300_00


def test_what_is_spent_has_a_receipt(grant: RunningGrant, editor: User) -> None:
    with pytest.raises(InvalidInput) as refused:
        spend(grant, editor, 1_00, receipt=None)
    assert refused.value.field == "receipt"
    with pytest.raises(InvalidInput) as refused:
        spend(grant, editor, 1_00, receipt=SimpleUploadedFile("a.exe", b"MZ"))
    assert refused.value.field == "receipt"
    assert balance(grant) == 300_00


def test_the_treasurer_writes_and_a_plain_member_does_not(
    grant: RunningGrant, council: Council, member: User
) -> None:
    keeper = factories.make_user()
    make.make_mandate(council, keeper, function=Function.TREASURER)
    spend(grant, keeper, 10_00)

    with pytest.raises(NotAllowed):
        spend(grant, member, 10_00)
    with pytest.raises(NotAllowed):
        spend(grant, keeper, 10_00, kind=GrantEntryKind.GRANTED, receipt=None)
    assert balance(grant) == 290_00


def test_a_wrong_line_is_crossed_out_and_stays(grant: RunningGrant, editor: User) -> None:
    entry = spend(grant, editor, 100_00)
    operations.cross_out_entry(entry=entry, reason="Payé deux fois", by=editor, at=NOW)

    assert balance(grant) == 300_00
    assert [line.left_cents for line in ledger_of(grant)] == [300_00, 300_00]
    with pytest.raises(Refused):
        operations.cross_out_entry(entry=entry, reason="Encore", by=editor, at=NOW)


def test_an_income_already_spent_is_not_crossed_out(grant: RunningGrant, editor: User) -> None:
    spend(grant, editor, 1)
    income = grant.entries.get(kind=GrantEntryKind.GRANTED)
    with pytest.raises(InvalidInput):
        operations.cross_out_entry(entry=income, reason="Erreur", by=editor, at=NOW)
    with pytest.raises(InvalidInput) as refused:
        operations.cross_out_entry(entry=income, reason=" ", by=editor, at=NOW)
    assert refused.value.field == "reason"


def test_the_rest_goes_to_the_next_year(grant: RunningGrant, editor: User) -> None:
    spend(grant, editor, 120_00)
    with pytest.raises(InvalidInput) as refused:
        close(grant, editor)
    assert refused.value.field == "remainder"

    close(grant, editor, Remainder.CARRY)

    following = RunningGrant.objects.get(council=grant.council, year=2027)
    assert (balance(grant), balance(following)) == (0, 180_00)
    assert following.amount_cents == 0
    with pytest.raises(Refused) as closed:
        spend(grant, editor, 1)
    assert str(closed.value) == "Cette année est close\u00a0: ses comptes ne changent plus."


def test_the_rest_joins_a_year_already_open(grant: RunningGrant, editor: User) -> None:
    following = open_grant(grant.council, editor, year=2027)
    close(grant, editor, Remainder.CARRY)
    assert balance(following) == 600_00
    carried = following.entries.get(kind=GrantEntryKind.CARRIED_IN)
    with pytest.raises(Refused):
        operations.cross_out_entry(entry=carried, reason="Non", by=editor, at=NOW)


def test_the_rest_is_given_back(grant: RunningGrant, editor: User) -> None:
    close(grant, editor, Remainder.RETURN)
    assert (balance(grant), grant.is_closed) == (0, True)
    assert list(grant.entries.values_list("kind", "amount_cents").order_by("pk")) == [
        ("granted", 300_00),
        ("returned", 300_00),
    ]


def test_one_grant_a_year(grant: RunningGrant, editor: User) -> None:
    with pytest.raises(InvalidInput):
        open_grant(grant.council, editor)


def test_the_report_is_late_six_months_after_the_year(grant: RunningGrant, editor: User) -> None:
    assert grant.report_due_on == datetime.date(2027, 6, 30)
    assert list(late_grants(datetime.date(2027, 6, 30))) == []
    assert list(late_grants(datetime.date(2027, 7, 1))) == [grant]
    close(grant, editor, Remainder.RETURN)
    assert list(late_grants(datetime.date(2027, 7, 1))) == []


def test_the_next_grant_starts_from_the_last(council: Council, editor: User) -> None:
    first = usual_grant(council, DAY)
    assert (first.year, first.amount_cents, first.funder) == (2026, 300_00, "État, programme 147")
    open_grant(council, editor, amount_cents=350_00, funder="Ville")
    following = usual_grant(council, DAY)
    assert (following.year, following.amount_cents, following.funder) == (2027, 350_00, "Ville")


DEEDS = st.lists(
    st.tuples(st.sampled_from(["spend", "grant", "cross"]), st.integers(1, 400_00)), max_size=12
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(deeds=DEEDS)
def test_the_balance_is_the_sum_of_what_stands(
    council: Council, editor: User, deeds: list[tuple[str, int]]
) -> None:
    """Whatever is done in whatever order, a purse counted apart says the same, never below 0."""
    with transaction.atomic():
        grant = open_grant(council, editor)
        purse, standing = 300_00, [(grant.entries.get(), 300_00)]
        for deed, number in deeds:
            if deed == "cross":
                if not standing:
                    continue
                entry, signed = standing[number % len(standing)]
                if purse - signed < 0:
                    with pytest.raises(Refused):
                        operations.cross_out_entry(entry=entry, reason="x", by=editor, at=NOW)
                    continue
                operations.cross_out_entry(entry=entry, reason="x", by=editor, at=NOW)
                standing.remove((entry, signed))
                purse -= signed
                continue
            kind = GrantEntryKind.SPENT if deed == "spend" else GrantEntryKind.GRANTED
            signed = -number if deed == "spend" else number
            if purse + signed < 0:
                with pytest.raises(InvalidInput):
                    spend(grant, editor, number, kind=kind)
                continue
            standing.append((spend(grant, editor, number, kind=kind), signed))
            purse += signed
        grant.refresh_from_db()
        sums = [entry.signed_cents for entry in grant.entries.all() if entry.stands]
        assert (grant.balance_cents, sum(sums)) == (purse, purse)
        assert ledger_of(grant)[-1].left_cents == purse
        transaction.set_rollback(True)
