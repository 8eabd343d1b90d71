"""A funder, an envelope and an association that can be paid: what money tests start from."""

from __future__ import annotations

import datetime
from typing import Any

import pypdfium2

from ensemblier.accounts.models import User
from ensemblier.applications.enums import ApplicationState
from ensemblier.applications.models import Request
from ensemblier.calls.models import Envelope
from ensemblier.funding.enums import Verdict
from ensemblier.funding.models import Award
from ensemblier.funding.operations.decisions import Decided, decide_lines
from ensemblier.organizations.enums import DocumentKind
from ensemblier.organizations.models import Organization, OrganizationDocument
from tests import factories
from tests.factories import programming as make

AT = datetime.datetime(2026, 4, 3, 10, tzinfo=datetime.UTC)
DAY = AT.date()
DECIDED = datetime.date(2026, 3, 12)


def make_bearer(**fields: Any) -> Organization:
    """With a SIRET and bank details: it can be paid."""
    fields.setdefault("name", "Les Jardins")
    fields.setdefault("siret", "73282932000074")
    bearer = factories.make_organization(**fields)
    give_bank_details(bearer)
    return bearer


def give_bank_details(bearer: Organization, **fields: Any) -> None:
    fields.setdefault("valid_from", datetime.date(2020, 1, 1))
    OrganizationDocument.objects.create(
        organization=bearer, kind=DocumentKind.BANK, file=factories.make_stored_file(), **fields
    )


def make_line(
    envelope: Envelope, bearer: Organization, asked: int = 6_000_00, **fields: Any
) -> Request:
    """A request to the envelope's funder, in an application that is being examined."""
    fields.setdefault("state", ApplicationState.IN_APPRAISAL)
    action = make.make_action(envelope.contract, bearer)
    application = make.make_application(envelope.call, action, **fields)
    return make.make_request(application, envelope.funder, amount_cents=asked)


def grant(request: Request, cents: int, by: User, **fields: Any) -> Award:
    """Decided on 12 March 2026, reference 2026-031."""
    fields.setdefault("decided_on", DECIDED)
    fields.setdefault("reference", "2026-031")
    decisions = [Decided(request.pk, Verdict.GRANT, cents)]
    call = request.application.call
    [award] = decide_lines(call=call, decisions=decisions, by=by, at=AT, **fields)
    return award


def pdf_text(content: bytes) -> str:
    """What a reader of PDF finds, page after page."""
    document = pypdfium2.PdfDocument(content)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    return text.replace("\r\n", "\n")
