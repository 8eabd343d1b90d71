"""What is measured inside one process: which pages, their queries, points, reading a plan.

python -m benchmarks.inside pages|points|reading FILE|year ROWS FUNDERS|years ROWS FUNDERS|pack
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

POINTS = 1_000_000


def quietest(work: Callable[[], Any], times: int = 5) -> tuple[float, Any]:
    """The shortest of several runs, in seconds, and what it gave: the rest is other programs."""
    measured = []
    for _run in range(times):
        start = time.perf_counter()
        result = work()
        measured.append(time.perf_counter() - start)
    return min(measured), result


def biggest_plan() -> tuple[Any, int]:
    from django.db.models import Count

    from ensemblier.plans.enums import VersionState
    from ensemblier.plans.models import PlanVersion

    version = (
        PlanVersion.objects.filter(state=VersionState.PUBLISHED)
        .annotate(size=Count("nodes"))
        .select_related("plan__contract")
        .order_by("-size", "pk")
        .first()
    )
    if version is None:
        raise SystemExit("The demonstration holds no published plan.")
    return version, version.size


# A page whose address has parameters is not kept: this one means nothing to any page.
ANEW = "anew=1"


def pages() -> dict[str, str]:
    """The addresses that are measured, by name; the same at any scale."""
    from django.urls import reverse

    from ensemblier.territories.enums import AreaKind, Generation
    from ensemblier.territories.models import Area

    version, _size = biggest_plan()
    plan, contract = version.plan, version.plan.contract
    node = version.nodes.filter(level=2).order_by("path").first() or version.nodes.first()
    area = (
        Area.objects.filter(
            kind=AreaKind.QPV, generation=Generation.G2024, perimeters__isnull=False
        )
        .order_by("pk")
        .first()
    )
    plan_url = reverse("portal:plan", args=[contract.slug, plan.slug])
    return {
        "plan": plan_url,
        "plan made anew": f"{plan_url}?{ANEW}",
        "QPV": area.get_absolute_url(),
        "QPV made anew": f"{area.get_absolute_url()}?{ANEW}",
        "node": reverse("portal:node", args=[contract.slug, plan.slug, node.theme_id]),
        "contract": reverse("portal:contract", args=[contract.slug]),
        "home": reverse("portal:home"),
        "areas": reverse("portal:areas"),
        "search": f"{reverse('search:search')}?q=sante",
    }


def measure_pages() -> dict[str, Any]:
    """Queries of each page once the process is warm."""
    from django.test import Client

    return {"pages": queries_of(Client(), pages()), "nodes": biggest_plan()[1]}


def queries_of(client: Any, addresses: dict[str, str]) -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    measured = {}
    for name, address in addresses.items():
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            response = client.get(address)
        measured[name] = {
            "address": address,
            "status": response.status_code,
            "queries": len(captured),
            "bytes_plain": len(response.content),
        }
    return measured


def measure_year(rows: int, funders: int) -> dict[str, Any]:
    """A call of the main contract in appraisal, written if it is not there; who works on it."""
    from django.test import Client
    from django.urls import reverse

    from benchmarks.signing_in import cookie_of, editor_of, sign_in
    from benchmarks.year import add_year, heavy_call
    from ensemblier.applications.models import Request

    contract = biggest_plan()[0].contract
    editor = editor_of(contract)
    call = heavy_call(contract)
    if call is None:
        call = add_year(contract, by=editor, applications=rows, funders_count=funders).call
    application = call.applications.earliest("pk")
    addresses = {
        "matrix": reverse("funding:matrix", args=[call.pk]),
        "application": reverse("applications:detail", args=[application.pk]),
        "appraisal": reverse("appraisal:file", args=[application.pk]),
        "files": reverse("appraisal:list"),
        "applications": reverse("applications:list"),
        "calls": reverse("calls:list"),
        "workspace": reverse("workspace:home"),
    }
    people = []
    for envelope in call.envelopes.select_related("funder"):
        officer = envelope.funder.memberships.get(role="officer").user
        asked = Request.objects.filter(application__call=call, funder=envelope.funder)
        cells = asked.values_list("pk", "award__proposed_cents")[:60]
        people.append(
            {
                "cookie": cookie_of(officer),
                "address": reverse("funding:write", args=[call.pk]),
                "cells": list(cells),
            }
        )
    client = Client()
    sign_in(client, editor)
    return {
        "pages": queries_of(client, addresses),
        "rows": call.applications.count(),
        "cookie": cookie_of(editor),
        "people": people,
    }


def measure_years(rows: int, funders: int) -> dict[str, Any]:
    """A lighter year for every other contract of the installation."""
    from django.db import transaction

    from benchmarks.signing_in import editor_of
    from benchmarks.year import add_year, heavy_call
    from ensemblier.contracts.models import Contract

    start, written = time.perf_counter(), 0
    editor = editor_of(biggest_plan()[0].contract)
    for contract in Contract.objects.filter(plans__versions__state="published").distinct():
        if heavy_call(contract) is None:
            with transaction.atomic():
                add_year(contract, by=editor, applications=rows, funders_count=funders)
            written += 1
    return {"contracts": written, "seconds": time.perf_counter() - start}


def measure_pack() -> dict[str, Any]:
    """The pack of the session of the heavy year, as PDF."""
    import pypdfium2

    from benchmarks.signing_in import editor_of
    from benchmarks.year import heavy_call
    from ensemblier.appraisal.documents.papers import PACK, paper_of_session
    from ensemblier.appraisal.documents.writing import as_pdf
    from ensemblier.governance.models import Session

    contract = biggest_plan()[0].contract
    session = Session.objects.get(body__committees__call=heavy_call(contract))
    editor = editor_of(contract)
    elapsed, content = quietest(lambda: as_pdf(paper_of_session(session, editor, PACK)), times=3)
    return {
        "seconds": elapsed,
        "applications": session.sheet_notes.count(),
        "pages": len(pypdfium2.PdfDocument(content)),
        "bytes": len(content),
    }


def measure_points() -> dict[str, Any]:
    """A million points strewn over the square of the territory's neighbourhoods."""
    import numpy as np
    from django.utils import timezone

    from ensemblier.territories.queries import current_locator

    locator = current_locator(timezone.localdate())
    chance = np.random.default_rng(2024)
    lon, lat = chance.uniform(3.9, 4.4, POINTS), chance.uniform(43.9, 44.4, POINTS)
    locator.locate_many(lon[:1000], lat[:1000])
    elapsed, located = quietest(lambda: locator.locate_many(lon, lat))
    return {
        "points": POINTS,
        "perimeters": len(locator.qpvs) + len(locator.communes),
        "inside": int((located.qpv >= 0).sum()),
        "per_second": POINTS / elapsed,
    }


def measure_reading(file: Path) -> dict[str, Any]:
    from ensemblier.plans.reader import read_plan

    content = file.read_bytes()
    elapsed, plan = quietest(lambda: read_plan(content, file.name))
    return {"seconds": elapsed, "nodes": len(plan.nodes)}


MEASURES: dict[str, Callable[..., dict[str, Any]]] = {
    "pack": measure_pack,
    "pages": measure_pages,
    "points": measure_points,
    "year": measure_year,
    "years": measure_years,
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
    django.setup()
    what = sys.argv[1]
    if what in MEASURES:
        result = MEASURES[what](*map(int, sys.argv[2:]))
    else:
        result = measure_reading(Path(sys.argv[2]))
    print(json.dumps(result))


if __name__ == "__main__":
    main()
