"""What holds for every file of an organization, whichever way it comes in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from ensemblier.core.exceptions import InvalidInput
from ensemblier.core.validation import check_valid
from ensemblier.organizations.identifiers import compact
from ensemblier.organizations.models import Organization
from ensemblier.organizations.queries import same_name, with_identifier

EDITABLE_FIELDS = (
    "kind",
    "name",
    "short_name",
    "siren",
    "siret",
    "rna",
    "purpose",
    "street",
    "postcode",
    "commune",
    "email",
    "phone",
    "website",
)
IDENTIFIERS = ("siret", "rna", "siren")
SIRET_SHAPE = re.compile(r"[0-9]{14}")


class AlreadyKnown(InvalidInput):
    """Another file bears this identifier or this name; `organization` is that file."""

    def __init__(self, message: object, *, field: str, organization: Organization) -> None:
        super().__init__(message, field=field)
        self.organization = organization


def set_values(organization: Organization, values: Mapping[str, Any]) -> None:
    """Identifiers lose their spaces; the SIREN follows the SIRET when it is not given."""
    unknown = set(values) - set(EDITABLE_FIELDS)
    if unknown:
        raise TypeError(f"not fields of an organization: {sorted(unknown)}")
    for field, value in values.items():
        plain = compact(value or "") if field in IDENTIFIERS else value
        setattr(organization, field, plain.strip() if isinstance(plain, str) else plain)
    if SIRET_SHAPE.fullmatch(organization.siret) and not values.get("siren"):
        organization.siren = organization.siret[:9]


def check_organization(organization: Organization) -> None:
    for field in ("siret", "rna"):
        known = with_identifier(field, getattr(organization, field), but=organization)
        if known:
            raise AlreadyKnown(
                _("«\u00a0%(name)s\u00a0» porte déjà ce numéro.") % {"name": known.name},
                field=field,
                organization=known,
            )
    check_valid(organization)


def refuse_known_name(organization: Organization) -> None:
    known = same_name(organization.name, organization.commune_id)
    if known:
        raise AlreadyKnown(
            _("Une structure porte déjà ce nom. Si c’est bien une autre, confirmez-le plus bas."),
            field="name",
            organization=known,
        )
