"""Asking the pages of money, and counting what they cost."""

from __future__ import annotations

import io

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ensemblier.core.spreadsheets import open_table


def url(name, *args):
    return reverse(f"funding:{name}", args=args)


def text_of(response):
    return " ".join(response.content.decode().split())


def table_of(response):
    table = open_table(io.BytesIO(response.content))
    return [table.columns, *(row.cells for row in table.rows)]


def deliberate(client, call, *lines, **fields):
    data = {
        "verdict": "grant",
        "decided_on": "2026-03-12",
        "reference": "2026-031",
        "lines": [line.pk for line in lines],
        **fields,
    }
    return client.post(url("decisions", call.pk), data)


def costs_the_same(client, address, more):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    more(2)
    client.get(address)
    first = queries()
    more(6)
    return queries() == first
