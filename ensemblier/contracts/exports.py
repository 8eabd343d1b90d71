"""Lists of a contract as tables: the titles of the columns and their rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.contracts.models import (
    Amendment,
    ContractArea,
    ContractDocument,
    Milestone,
    Signatory,
)
from ensemblier.core.http import dated_stem
from ensemblier.core.spreadsheets import table_response

Rows = Iterable[list[Any]]


def export_of_contracts(contracts: Iterable[Any]) -> tuple[list[str], Rows]:
    columns = [
        _("contrat"),
        _("génération"),
        _("porté par"),
        _("animé par"),
        _("commence le"),
        _("finit le"),
        _("bilan à mi-parcours"),
        _("quartiers prioritaires"),
        _("signataires"),
        _("public"),
    ]
    return columns, (
        [
            contract.name,
            contract.generation,
            contract.bearer.name,
            contract.manager.name,
            contract.starts_on,
            contract.ends_on,
            contract.midterm_on,
            contract.area_count,
            contract.signatory_count,
            contract.is_public,
        ]
        for contract in contracts
    )


def export_of_signatories(rows: Iterable[Signatory]) -> tuple[list[str], Rows]:
    columns = [
        _("rang"),
        _("structure"),
        _("SIRET"),
        _("en qualité de"),
        _("délibération"),
        _("signé le"),
    ]
    return columns, (
        [
            place,
            row.organization.name,
            row.organization.siret,
            row.title,
            row.deliberation,
            row.signed_on,
        ]
        for place, row in enumerate(rows, start=1)
    )


def export_of_areas(rows: Iterable[ContractArea]) -> tuple[list[str], Rows]:
    columns = [_("code"), _("nom"), _("sorte"), _("génération"), _("au titre de")]
    return columns, (
        [
            row.area.code,
            row.area.name,
            row.area.get_kind_display(),
            row.area.generation,
            row.get_standing_display(),
        ]
        for row in rows
    )


def export_of_amendments(rows: Iterable[Amendment]) -> tuple[list[str], Rows]:
    columns = [
        _("numéro"),
        _("objet"),
        _("ce qui change"),
        _("signé le"),
        _("nouvelle fin du contrat"),
        _("fin du contrat avant l’avenant"),
    ]
    return columns, (
        [row.number, row.title, row.summary, row.signed_on, row.new_end, row.previous_end]
        for row in rows
    )


def export_of_documents(rows: Iterable[ContractDocument]) -> tuple[list[str], Rows]:
    columns = [_("titre"), _("sorte"), _("en date du"), _("public"), _("fichier"), _("octets")]
    return columns, (
        [
            row.title,
            row.get_kind_display(),
            row.dated,
            row.is_public,
            row.file.name,
            row.file.size,
        ]
        for row in rows
    )


def export_of_milestones(rows: Iterable[Milestone]) -> tuple[list[str], Rows]:
    columns = [_("étape"), _("prévue le"), _("faite le")]
    return columns, ([row.title, row.due_on, row.done_on] for row in rows)


def response_of(table: tuple[list[str], Rows], fmt: str, *names: object) -> HttpResponse:
    """The table as a dated file; raises Http404 for an unknown format."""
    columns, rows = table
    return table_response(dated_stem(*names, day=timezone.localdate()), fmt, columns, rows)
