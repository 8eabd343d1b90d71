"""The templates of a contract, and which one serves a document."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from ensemblier.funding.documents.defaults import default_template
from ensemblier.funding.enums import TemplateKind
from ensemblier.funding.models import DocumentTemplate


@dataclass(frozen=True)
class KindOfTemplate:
    """A sort of document with the templates that a team has for it, those in service first."""

    kind: str
    label: str
    templates: list[DocumentTemplate]

    @property
    def is_default_in_service(self) -> bool:
        """For some funder at least: no template of the team's own serves everybody."""
        return not any(row.is_active and row.funder_id is None for row in self.templates)


def templates_of(contract_id: int) -> QuerySet[DocumentTemplate]:
    return (
        DocumentTemplate.objects.filter(contract=contract_id)
        .select_related("funder", "file", "contract")
        .order_by("kind", "-is_active", "name", "pk")
    )


def templates_by_kind(contract_id: int) -> list[KindOfTemplate]:
    rows = list(templates_of(contract_id))
    return [
        KindOfTemplate(kind.value, str(kind.label), [row for row in rows if row.kind == kind])
        for kind in TemplateKind
    ]


def template_for(kind: str, contract_id: int, funder_id: int) -> DocumentTemplate | None:
    """The funder's own before everybody's, the latest first; None when the default serves."""
    rows = (
        DocumentTemplate.objects.filter(contract=contract_id, kind=kind, is_active=True)
        .filter(Q(funder=funder_id) | Q(funder=None))
        .select_related("file")
    )
    return max(rows, key=lambda row: (row.funder_id is not None, row.pk), default=None)


def content_of(template: DocumentTemplate | None, kind: str) -> bytes:
    if template is None:
        return default_template(kind)
    with template.file.content.open("rb") as content:
        return bytes(content.read())
