"""What a column may say, and how its header is spelled; columns of one funder's own."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from itertools import chain

from django.db.models import Q
from django.utils.translation import gettext as _

from ensemblier.contracts.models import Contract
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
READING = ("sheet", "repeats")
"""How the file is read, beside which column says what."""

FUNDER_PREFIX, ASKED_PREFIX = "funder_", "asked_"
ASKED_WORDS = ("demandé", "montant demandé", "demande", "sollicité", "asked")
GRANTED_WORDS = (
    *("montant", "accordé", "montant accordé", "subvention", "attribué", "montant attribué"),
    *("voté", "montant voté", "granted"),
)
COMMUNE = "Commune "
PARTS = re.compile(r"\s+[–—-]\s+|[()]")
NO_AMOUNT = {
    *("total", "totaux", "code", "postal", "cp", "nombre", "nb", "numero", "no", "annee", "taux"),
    *("tel", "telephone", "siret", "siren", "rna", "date", "personnes", "beneficiaires", "public"),
}
"""Words of the headers of figures that are no amount of a funder."""
SHORTEST_START = 3
FUNDING_KINDS = (
    OrganizationKind.STATE,
    OrganizationKind.AUTHORITY,
    OrganizationKind.SOCIAL,
    OrganizationKind.LANDLORD,
)


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
    columns = {}
    for funder in funders:
        columns[f"{ASKED_PREFIX}{funder.pk}"] = _("demandé à %(funder)s") % {"funder": funder.label}
        columns[f"{FUNDER_PREFIX}{funder.pk}"] = _("accordé par %(funder)s") % {
            "funder": funder.label
        }
    return own | columns


def spellings_for(funders: list[Organization]) -> dict[str, list[str]]:
    """Each funder's name may head a column, alone or beside «montant», «demandé»…"""
    found = dict(SPELLINGS)
    starts = _own_starts(funders)
    for funder in funders:
        names = [*names_of(funder), *starts[funder.pk]]
        found[f"{ASKED_PREFIX}{funder.pk}"] = _beside(names, ASKED_WORDS)
        found[f"{FUNDER_PREFIX}{funder.pk}"] = [*names, *_beside(names, GRANTED_WORDS)]
    return found


def names_of(funder: Organization) -> list[str]:
    """As it is called here and in the tables that people keep: a town is «Ville de» as well."""
    names = [name for name in (funder.short_name, funder.name) if name]
    if funder.name.startswith(COMMUNE):
        names += [f"{word}{funder.name.removeprefix(COMMUNE)}" for word in ("Ville ", "Mairie ")]
    return names


def starts_of(funder: Organization) -> set[str]:
    """«region» and «region occitanie» of «Région Occitanie»; «prefecture» as well as «etat» of
    «État – préfecture du Gard»."""
    parts = [part for name in names_of(funder) for part in (name, *PARTS.split(name))]
    words = [searchable(part).split() for part in parts]
    starts = {" ".join(own[:count]) for own in words for count in range(1, len(own) + 1)}
    return {start for start in starts if len(start) >= SHORTEST_START}


def _own_starts(funders: list[Organization]) -> dict[int, list[str]]:
    """The starts of its names by which only one of `funders` is meant."""
    starts = {funder.pk: starts_of(funder) for funder in funders}
    count = Counter(chain.from_iterable(starts.values()))
    return {pk: sorted(start for start in own if count[start] == 1) for pk, own in starts.items()}


def _beside(names: Iterable[str], words: Iterable[str]) -> list[str]:
    return [
        text for name in names for word in words for text in (f"{word} {name}", f"{name} {word}")
    ]


def may_be_amounts(header: str) -> bool:
    return not NO_AMOUNT & set(searchable(header).split())


def digest_of(columns: list[str]) -> str:
    """The same for the same headers, accents and case aside, and for their refused rows."""
    own = columns[2:] if columns[:2] == [_("ligne"), _("raison")] else columns
    plain = "\n".join(searchable(column) for column in own)
    return hashlib.sha256(plain.encode()).hexdigest()
