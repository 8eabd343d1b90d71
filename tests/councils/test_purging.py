from __future__ import annotations

import datetime

from django.core.files.base import ContentFile

from ensemblier.accounts.models import User
from ensemblier.councils.models import Council
from ensemblier.councils.operations.purging import purge_opinion_minutes, purge_receipts
from ensemblier.files.models import StoredFile
from ensemblier.files.operations import store_upload
from tests.councils.conftest import NOW
from tests.factories.consultations import make_consultation, make_grant

YEAR = datetime.timedelta(days=366)


def stored(by: User) -> StoredFile:
    return store_upload(uploaded=ContentFile(b"Vu.\n", name="vu.txt"), by=by, at=NOW)


def test_minutes_go_and_the_opinion_stays(council: Council, editor: User) -> None:
    old = make_consultation(
        council, state="answered", closed_at=NOW - 6 * YEAR, minutes=stored(editor)
    )
    recent = make_consultation(
        council, state="answered", closed_at=NOW - YEAR, minutes=stored(editor)
    )
    for row in (old, recent):
        row.recusals.create(user=editor, reason="Lien", declared_by=editor, declared_at=NOW)

    assert purge_opinion_minutes(at=NOW, days=5 * 365) == 2

    old.refresh_from_db()
    assert (old.value, old.minutes, old.recusals.count()) == ("favourable", None, 0)
    assert recent.recusals.count() == 1
    assert list(StoredFile.objects.all()) == [recent.minutes]


def test_receipts_go_and_the_lines_stay(council: Council, editor: User) -> None:
    grant = make_grant(council, year=2014, closed_at=NOW - 11 * YEAR)
    entry = grant.entries.create(
        contract=grant.contract,
        kind="spent",
        amount_cents=1,
        on=NOW.date(),
        label="Café",
        receipt=stored(editor),
        entered_at=NOW,
    )
    assert purge_receipts(at=NOW, days=10 * 365) == 1
    entry.refresh_from_db()
    assert (entry.amount_cents, entry.receipt) == (1, None)
    assert not StoredFile.objects.exists()
