"""The list of organizations as a table, which the import reads back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from ensemblier.organizations.models import Organization


def export_of_organizations(rows: Iterable[Organization]) -> tuple[list[str], Iterable[list[Any]]]:
    columns = [
        _("nom"),
        _("nom court"),
        _("sorte"),
        _("SIREN"),
        _("SIRET"),
        _("RNA"),
        _("objet"),
        _("adresse"),
        _("code postal"),
        _("code INSEE"),
        _("commune"),
        _("courriel"),
        _("téléphone"),
        _("site internet"),
        _("en activité"),
    ]
    return columns, (
        [
            row.name,
            row.short_name,
            row.get_kind_display(),
            row.siren,
            row.siret,
            row.rna,
            row.purpose,
            row.street,
            row.postcode,
            row.commune.code if row.commune else "",
            row.commune.name if row.commune else "",
            row.email,
            row.phone,
            row.website,
            row.is_active,
        ]
        for row in rows
    )
