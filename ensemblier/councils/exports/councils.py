"""Councils and what hangs on them as tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.councils.composition import Composition
from ensemblier.councils.models import Council, CouncilDocument, Mandate, Minutes, Volunteer

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


def export_of_documents(rows: Iterable[CouncilDocument]) -> Table:
    columns = [_("titre"), _("sorte"), _("en date du"), _("public"), _("fichier"), _("octets")]
    return columns, (
        [row.title, row.get_kind_display(), row.dated, row.is_public, row.file.name, row.file.size]
        for row in rows
    )


def export_of_meetings(rows: Iterable[Any]) -> Table:
    """`present_count` of each is at hand."""
    columns = [
        *(_("commence le"), _("lieu"), _("objet"), _("annulée"), _("convoquée le")),
        *(_("membres présents"), _("autres habitants"), _("invités et partenaires")),
    ]
    return columns, (
        [
            timezone.localtime(row.starts_at).replace(tzinfo=None),
            row.place,
            row.subject,
            row.is_cancelled,
            row.convened_at and timezone.localdate(row.convened_at),
            row.present_count if row.attendance_at else None,
            row.other_residents if row.attendance_at else None,
            row.other_guests if row.attendance_at else None,
        ]
        for row in rows
    )


def export_of_minutes(rows: Iterable[Minutes]) -> Table:
    columns = [_("mois"), _("titre"), _("fichier"), _("texte"), _("publié le")]
    return columns, (
        [
            row.month,
            str(row),
            row.file.name if row.file else "",
            row.get_text_source_display(),
            row.published_at and timezone.localdate(row.published_at),
        ]
        for row in rows
    )


# Names of columns in English: the room of draws reads this file as one of its lists.
VOLUNTEER_COLUMNS = [
    *("name", "sex", "birth_year", "address", "neighbourhood"),
    *("email", "phone", "council", "college", "state", "consented_on", "message"),
]


def export_of_volunteers(rows: Iterable[Volunteer]) -> Table:
    return VOLUNTEER_COLUMNS, (
        [
            row.full_name,
            row.sex,
            row.birth_year,
            row.address,
            row.area.name if row.area else "",
            row.email,
            row.phone,
            row.council.name if row.council else "",
            row.college,
            row.state,
            timezone.localdate(row.consented_at),
            row.message,
        ]
        for row in rows
    )
