"""Asking the pages of the appraisal as somebody."""

from __future__ import annotations

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdfium2 import PdfDocument

from ensemblier.applications.enums import ApplicationState
from ensemblier.appraisal.models import Assignment
from ensemblier.appraisal.operations.files import appraise_application
from ensemblier.appraisal.operations.opinions import Typed, give_opinion
from tests.appraisal.conftest import AT
from tests.conftest import client_of
from tests.factories import programming as make


def page(user, name, *args):
    return client_of(user).get(reverse(f"appraisal:{name}", args=args))


def post(person, name, /, *args, **data):
    return client_of(person).post(reverse(f"appraisal:{name}", args=args), data)


def say(opinion, by, **said):
    values = {"value": "favourable", "amount_cents": None, "comment": "", "edition": 0} | said
    give_opinion(typed=Typed(opinion=opinion, **values), by=by, at=AT)


def make_many(year, editor, count):
    for _rank in range(count):
        row = make.make_application(year.call, state=ApplicationState.SUBMITTED, areas=(year.area,))
        make.make_request(row, year.state)
        appraise_application(application=row, by=editor, at=AT)
        Assignment.objects.create(
            contract=year.call.contract, application=row, user=editor, assigned_at=AT
        )


def queries_of(user, url):
    """How many a page costs to somebody who has been there before."""
    client = client_of(user)
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def text_of(pdf: bytes) -> str:
    return "\n".join(one.get_textpage().get_text_range() for one in PdfDocument(pdf))


def token_in(response):
    return re.search(r'name="token" value="([0-9a-f-]{36})"', response.content.decode())[1]
