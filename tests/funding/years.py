"""A past year as people keep it, read and brought in."""

from __future__ import annotations

import datetime
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from ensemblier.applications.models import Request
from ensemblier.funding.models import PastYearImport
from ensemblier.funding.operations import past_years as operations
from tests import factories

AT = datetime.datetime(2026, 3, 1, 9, 0, tzinfo=datetime.UTC)
SIRET = "38156849200056"


def prepare(by, contract, *lines: str, name: str = "annee.csv") -> PastYearImport:
    return operations.prepare_past_year(
        contract=contract,
        uploaded=factories.make_upload(name, "\r\n".join(lines).encode("utf-8-sig")),
        by=by,
        at=AT,
    )


def remap(prepared: PastYearImport, by, **mapping: object) -> PastYearImport:
    chosen = {name: str(value) for name, value in mapping.items()}
    return operations.remap_past_year(prepared=prepared, mapping=chosen, by=by, at=AT)


def apply(prepared: PastYearImport, by) -> PastYearImport:
    return operations.apply_past_year(prepared=prepared, by=by, at=AT)


def bring(by, contract, *lines: str) -> PastYearImport:
    return apply(prepare(by, contract, *lines), by)


def refusals(prepared: PastYearImport) -> list[tuple[int, str]]:
    return [(row.line, row.reason) for row in prepared.parsed_report.refused]


def money() -> list[tuple[str, str, int, int | None, str]]:
    rows = Request.objects.order_by("pk").select_related("application", "funder", "award")
    return [
        (
            row.application.title,
            row.funder.name,
            row.amount_cents,
            row.award.granted_cents if hasattr(row, "award") else None,
            row.state,
        )
        for row in rows
    ]


def upload_file(path: Path) -> SimpleUploadedFile:
    return SimpleUploadedFile(path.name, path.read_bytes())
