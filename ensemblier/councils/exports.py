"""Councils and what hangs on them as tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from ensemblier.councils.composition import Composition
from ensemblier.councils.models import Council, Mandate

Table = tuple[list[str], Iterable[list[Any]]]


def export_of_councils(
    councils: Iterable[Council], compositions: Mapping[int, Composition]
) -> Table:
    columns = [
        *(_("conseil"), _("contrat"), _("quartiers"), _("habitants"), _("acteurs locaux")),
        *(_("femmes parmi les habitants"), _("hommes parmi les habitants"), _("suppléants")),
        *(_("ce qui ne tient pas"), _("en activité")),
    ]
    return columns, (_council_row(council, compositions[council.pk]) for council in councils)


def _council_row(council: Council, composition: Composition) -> list[Any]:
    return [
        council.name,
        council.contract.name,
        ", ".join(area.name for area in council.areas.all()),
        composition.residents,
        composition.actors,
        composition.women,
        composition.men,
        composition.alternates,
        " ".join(composition.sentences),
        council.is_active,
    ]


def export_of_mandates(mandates: Iterable[Mandate], *, is_private: bool = False) -> Table:
    """`is_private` adds what only the team that keeps the list reads."""
    columns = [
        *(_("personne"), _("collège"), _("structure"), _("fonction"), _("suppléance")),
        *(_("origine"), _("depuis le"), _("jusqu’au"), _("remplace")),
    ]
    if is_private:
        columns += [_("sexe"), _("courriel"), _("raison du départ")]
    return columns, (_mandate_row(one, is_private=is_private) for one in mandates)


def _mandate_row(one: Mandate, *, is_private: bool) -> list[Any]:
    row: list[Any] = [
        str(one.user),
        one.get_college_display(),
        one.organization.label if one.organization else "",
        one.get_function_display(),
        one.is_alternate,
        one.get_origin_display(),
        one.starts_on,
        one.ends_on,
        str(one.replaces.user) if one.replaces else "",
    ]
    if is_private:
        row += [one.get_sex_display(), one.user.email or "", one.get_end_reason_display()]
    return row
