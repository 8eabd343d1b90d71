"""Photos and papers of a report, and how long they are kept."""

import datetime

import pytest

from ensemblier.audit.models import Entry
from ensemblier.core.exceptions import InvalidInput, NotAllowed
from ensemblier.files.models import StoredFile
from ensemblier.outcomes.enums import ReportState
from ensemblier.outcomes.operations import add_file, open_report, remove_report_file
from ensemblier.outcomes.operations.files import MOST_FILES, purge_papers
from tests import factories
from tests.outcomes.building import AT, Done, make_done

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(contract) -> Done:
    done = make_done(contract)
    open_report(application=done.application, by=None, at=AT)
    return done


def add(done: Done, by=None, **fields):
    fields.setdefault("kind", "accounts")
    fields.setdefault("uploaded", factories.make_upload("facture.pdf"))
    return add_file(report=done.report, by=by or done.president, at=AT, **fields)


def test_a_paper_is_kept_with_its_mark(done):
    file = add(done, caption=" Facture ")
    assert (str(file), file.added_by) == ("Facture", done.president)
    entry = Entry.objects.get(action="outcomes.add_file")
    assert entry.changes == {"file": [None, file.file.sha256]}


def test_a_photo_is_a_picture(done):
    with pytest.raises(InvalidInput) as refusal:
        add(done, kind="photo")
    assert refusal.value.field == "file"
    assert done.report.files.count() == 0


def test_only_known_kinds_and_so_many(done):
    with pytest.raises(InvalidInput) as refusal:
        add(done, kind="film")
    assert refusal.value.field == "kind"
    kept = add(done).file
    done.report.files.bulk_create(
        [type(done.report.files.get())(report=done.report, kind="other", file=kept, added_at=AT)]
        * (MOST_FILES - 1)
    )
    with pytest.raises(InvalidInput, match="40 pièces au plus"):
        add(done)


def test_nobody_else_joins_or_removes(done, editor):
    file = add(done)
    with pytest.raises(NotAllowed):
        add(done, by=editor)
    with pytest.raises(NotAllowed):
        remove_report_file(file=file, by=editor, at=AT)
    remove_report_file(file=file, by=done.president, at=AT)
    assert StoredFile.objects.count() == 0


def test_papers_go_ten_years_after_the_report_was_accepted(done):
    file = add(done)
    days = 10 * 365
    assert purge_papers(at=AT + datetime.timedelta(days=2 * days), days=days) == 0
    report = done.report
    report.state, report.accepted_at = ReportState.ACCEPTED, AT
    report.save()
    assert purge_papers(at=AT + datetime.timedelta(days=days), days=days) == 0
    assert purge_papers(at=AT + datetime.timedelta(days=days + 1), days=days) == 1
    assert not StoredFile.objects.filter(pk=file.file_id).exists()
    assert Entry.objects.filter(action="outcomes.remove_file", actor=None).count() == 1
