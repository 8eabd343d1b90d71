"""Which column says what: the row of headers, their spellings, one column for each funder."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice

from django.db.models import Q
from django.utils.translation import gettext as _

from ensemblier.contracts.models import Contract
from ensemblier.core.imports import chosen_columns, map_columns
from ensemblier.core.spreadsheets import Row, Source, open_table
from ensemblier.core.text import searchable
from ensemblier.organizations.enums import OrganizationKind
from ensemblier.organizations.models import Organization

SPELLINGS = {
    "organization": [
        "structure", "porteur", "association", "bénéficiaire", "nomBeneficiaire",
        "nom bénéficiaire", "nom du bénéficiaire", "raison sociale", "raison_sociale",
        "porteur de projet", "nom du porteur", "nom de la structure", "organisme", "nom",
        "organization",
    ],
    "siret": [
        "siret", "n° siret", "numéro siret", "idBeneficiaire", "siret bénéficiaire",
        "siret du porteur", "code_tiers",
    ],
    "action": [
        "action", "intitulé", "intitulé de l'action", "nom de l'action", "objet", "projet",
        "intitulé du projet", "type",
    ],
    "funder": [
        "financeur", "nomAttribuant", "attribuant", "financé par", "service instructeur", "funder",
    ],
    "asked": [
        "demandé", "montant demandé", "subvention demandée", "demande", "sollicité", "asked",
    ],
    "granted": [
        "accordé", "montant accordé", "subvention accordée", "attribué", "montant attribué",
        "montant", "voté", "montant voté", "subvention", "granted",
    ],
    "paid": ["payé", "versé", "montant versé", "mandaté", "paid"],
    "year": [
        "année", "exercice", "annee", "année de programmation", "datesPeriodeVersement",
        "date", "dateConvention", "date de versement", "year",
    ],
    "node": [
        "objectif", "code", "thème", "thématique", "axe", "orientation", "code objectif",
        "pilier", "theme",
    ],
    "area": [
        "qpv", "quartier", "quartiers", "territoire", "code qpv", "code quartier", "area",
    ],
}  # fmt: skip
DEFAULTS = ("default_year", "default_funder", "default_action")
HEADER_ROWS = 20
FUNDER_PREFIX = "funder_"
FUNDING_KINDS = (
    OrganizationKind.STATE,
    OrganizationKind.AUTHORITY,
    OrganizationKind.SOCIAL,
    OrganizationKind.LANDLORD,
)


@dataclass
class Layout:
    """The columns, the rows under them, and where each field is."""

    columns: list[str]
    rows: Iterator[Row]
    places: dict[str, int] = field(default_factory=dict)
    header_line: int = 1

    @property
    def mapping(self) -> dict[str, str]:
        return {name: self.columns[place] for name, place in self.places.items()}


def likely_funders(contract: Contract) -> list[Organization]:
    """Those that funded a call of the contract or signed it, and the public bodies."""
    rows = Organization.objects.filter(merged_into__isnull=True).filter(
        Q(envelopes__contract=contract)
        | Q(signatures__contract=contract)
        | Q(kind__in=FUNDING_KINDS)
    )
    return list(rows.distinct().order_by("name", "pk"))


def field_labels(funders: list[Organization]) -> dict[str, str]:
    """The fields that a column may fill, as people name them."""
    own = {
        "organization": _("structure"),
        "siret": _("SIRET de la structure"),
        "action": _("action"),
        "year": _("année"),
        "funder": _("financeur"),
        "asked": _("montant demandé"),
        "granted": _("montant accordé"),
        "paid": _("montant payé"),
        "node": _("élément du plan (code ou titre)"),
        "area": _("quartiers (code ou nom)"),
    }
    columns = {
        f"{FUNDER_PREFIX}{funder.pk}": _("accordé par %(funder)s") % {"funder": funder.label}
        for funder in funders
    }
    return own | columns


def spellings_for(funders: list[Organization]) -> dict[str, list[str]]:
    """Each funder's name, alone or after «montant» and the like, may head a column."""
    found = dict(SPELLINGS)
    for funder in funders:
        names = [name for name in (funder.short_name, funder.name) if name]
        found[f"{FUNDER_PREFIX}{funder.pk}"] = [
            *names,
            *(f"{word} {name}" for name in names for word in ("montant", "accordé", "subvention")),
        ]
    return found


def read_layout(source: Source, chosen: Mapping[str, str], funders: list[Organization]) -> Layout:
    """The headers may stand below a title: they are the row that is understood best."""
    table = open_table(source)
    spellings = spellings_for(funders)
    first = Row(table.header_line, table.columns)
    top = [first, *islice(table.rows, HEADER_ROWS)]
    best = max(range(len(top)), key=lambda rank: (_understood(top[rank], spellings), -rank))
    header = top[best]
    columns = [
        name or _("colonne %(rank)d") % {"rank": rank + 1} for rank, name in enumerate(header.cells)
    ]
    own = {name: column for name, column in chosen.items() if name not in DEFAULTS}
    return Layout(
        columns=columns,
        rows=chain(top[best + 1 :], table.rows),
        places=chosen_columns(columns, spellings, own),
        header_line=header.line,
    )


def _understood(row: Row, spellings: Mapping[str, list[str]]) -> tuple[int, int]:
    """How many fields the row names; where none does, the row with most cells."""
    named = len(map_columns(row.cells, spellings))
    return (named, 0) if named > 1 else (0, sum(bool(cell) for cell in row.cells))


def digest_of(columns: list[str]) -> str:
    """The same for the same headers, accents, case and order of the words aside."""
    plain = "\n".join(searchable(column) for column in columns)
    return hashlib.sha256(plain.encode()).hexdigest()
