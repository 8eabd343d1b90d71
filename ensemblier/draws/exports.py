"""People of a pool, labels and quotas as tables. Names are for the team."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from ensemblier.draws.models import Draw, Entrant, Pool
from ensemblier.draws.queries.draws import alternates_drawn, drawn_tickets
from ensemblier.draws.queries.pools import (
    WITH_LISTS,
    eligible_people,
    lists_of_person,
    people_of,
)
from ensemblier.draws.words import place_words, told

Table = tuple[list[str], Iterable[list[Any]]]


def export_of_people(pool: Pool) -> Table:
    columns = [
        *(_("nom"), _("prénom"), _("année de naissance"), _("sexe"), _("adresse")),
        *(_("code postal"), _("commune"), _("quartier"), _("listes"), _("volontaire")),
        *(_("hors du tirage"), _("précision")),
    ]
    people = people_of(pool).prefetch_related(*WITH_LISTS).order_by("name_key", "pk")
    return columns, (
        [
            *(one.last_name, one.first_name, one.birth_year, one.sex, one.address),
            *(one.postcode, one.city, one.neighborhood),
            ", ".join(source.name for source in lists_of_person(one)),
            one.is_volunteer,
            one.get_exclusion_display() if one.exclusion else "",
            one.exclusion_words,
        ]
        for one in people
    )


def export_of_labels(pool: Pool) -> Table:
    """Names and addresses to print on labels, in the order of the letters; never the codes."""
    columns = [_("nom"), _("adresse"), _("code postal"), _("commune")]
    people = eligible_people(pool).order_by("postcode", "name_key", "pk")
    return columns, (
        [f"{one.first_name} {one.last_name}", one.address, one.postcode, one.city] for one in people
    )


def export_of_drawn(draw: Draw) -> Table:
    """Whom to write to once the digits are out: those drawn, then the alternates in order."""
    columns = [_("place"), _("nom"), _("prénom"), _("adresse"), _("code postal"), _("commune")]
    tickets = [*drawn_tickets(draw), *alternates_drawn(draw)]
    return [*columns, _("profil"), _("réponse")], (
        [
            place_words(ticket),
            *_postal(ticket.entrant),
            ticket.words,
            ticket.get_answer_display() if ticket.answer else "",
        ]
        for ticket in told(draw, tickets)
    )


def _postal(person: Entrant | None) -> list[str]:
    """Blank once names are erased."""
    if person is None:
        return [""] * 5
    return [person.last_name, person.first_name, person.address, person.postcode, person.city]


def export_of_quotas(draw: Draw) -> Table:
    """The columns that every tool of the trade reads."""
    return ["feature", "value", "min", "max"], (
        [quota.feature, quota.value, quota.minimum, quota.maximum] for quota in draw.quotas.all()
    )
