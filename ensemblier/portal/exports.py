"""Public lists as tables, for what the rooms below do not export as visitors may read it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.contracts.exports import Rows
from ensemblier.contracts.models import ContractDocument
from ensemblier.councils.composition import Composition
from ensemblier.councils.models import Council, Meeting
from ensemblier.portal.money import ActionCard
from ensemblier.portal.queries import communes_of
from ensemblier.territories.models import Area


def export_of_neighbourhoods(areas: Iterable[Area]) -> tuple[list[str], Rows]:
    """`links_out__target` is prefetched."""
    columns = [_("code"), _("nom"), _("génération"), _("communes")]
    return columns, (
        [area.code, area.name, area.generation, ", ".join(communes_of(area))] for area in areas
    )


def export_of_public_documents(
    documents: Iterable[ContractDocument], absolute: Callable[[str], str]
) -> tuple[list[str], Rows]:
    """`absolute` completes an address, so that it opens from a spreadsheet."""
    columns = [_("titre"), _("sorte"), _("en date du"), _("adresse")]
    return columns, (
        [
            document.title,
            document.get_kind_display(),
            document.dated,
            absolute(reverse("files:download", args=[document.file.key])),
        ]
        for document in documents
    )


def export_of_actions(cards: Iterable[ActionCard]) -> tuple[list[str], Rows]:
    columns = [_("numéro"), _("action"), _("porteur"), _("SIRET"), _("années"), _("accordé")]
    columns.append(_("résumé"))
    return columns, (
        [
            card.action.number,
            card.last.title,
            card.action.bearer.name,
            card.action.bearer.siret,
            ", ".join(str(year) for year in card.years),
            Decimal(card.granted) / 100,
            card.last.public_summary,
        ]
        for card in cards
    )


def export_of_public_councils(
    cards: Iterable[tuple[Council, Composition, Meeting | None]],
) -> tuple[list[str], Rows]:
    """Counts, and no name of a resident."""
    columns = [
        *(_("conseil"), _("quartiers"), _("en activité"), _("habitants"), _("acteurs locaux")),
        *(_("femmes parmi les habitants"), _("hommes parmi les habitants")),
        *(_("prochaine réunion"), _("adresse électronique")),
    ]
    return columns, (
        [
            council.name,
            ", ".join(area.name for area in council.areas.all()),
            council.is_active,
            composition.residents,
            composition.actors,
            composition.women,
            composition.men,
            meeting and timezone.localdate(meeting.starts_at),
            council.email,
        ]
        for council, composition, meeting in cards
    )
