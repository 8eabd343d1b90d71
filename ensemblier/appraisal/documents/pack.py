"""A document about applications: its head, its agenda, a page for each, minutes if any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ensemblier.appraisal.queries.sheets import Line, Said, Sheet
from ensemblier.core.typography import euros, number

# What fits on a page with nine funders: the whole text stays in the file.
SUMMARY_LENGTH = 700
COMMENT_LENGTH = 160
MOST_OPINIONS = 8


@dataclass(frozen=True)
class Item:
    """A line of the agenda. Without a sheet its reader stays out of it: its title alone."""

    reference: str
    title: str
    bearer: str
    asked: int = 0
    sheet: Sheet | None = None
    text: str = ""


@dataclass(frozen=True)
class Pack:
    """`facts` are (label, value) under the title. Agenda, sheets and minutes as asked."""

    title: str
    subtitle: str
    author: str
    items: Sequence[Item]
    facts: Sequence[tuple[str, str]] = field(default_factory=list)
    with_agenda: bool = True
    with_sheets: bool = True
    with_minutes: bool = False

    def as_data(self) -> dict[str, Any]:
        """JSON values for the template, every text ready to print."""
        return {
            "title": self.title,
            "subtitle": self.subtitle,
            "kicker": self.author,
            "author": self.author,
            "footer": self.title,
            "lang": get_language() or "fr",
            "facts": [list(fact) for fact in self.facts],
            "with_agenda": self.with_agenda,
            "with_sheets": self.with_sheets,
            "with_minutes": self.with_minutes,
            "words": words(),
            "items": [item_data(place, item) for place, item in enumerate(self.items, start=1)],
        }


def words() -> dict[str, str]:
    return {
        "agenda": _("Ordre du jour"),
        "number": _("n°"),
        "application": _("Dossier"),
        "bearer": _("Porteur"),
        "asked": _("Demandé"),
        "recused": _("Déport\u00a0: ce dossier est examiné sans le lecteur de ce document."),
        "funder": _("Financeur"),
        "opinion": _("Avis"),
        "advised": _("Conseillé"),
        "proposed": _("Proposé"),
        "granted": _("Accordé"),
        "total": _("Total"),
        "others": _("Autres avis"),
        "past": _("Les années passées"),
        "minutes": _("Ce qui s’est dit"),
        "nothing": _("Rien n’a été écrit."),
        "funders": _("L’argent, financeur par financeur"),
    }


def item_data(place: int, item: Item) -> dict[str, Any]:
    return {
        "place": str(place),
        "reference": item.reference,
        "title": item.title,
        "bearer": item.bearer,
        "asked": euros(item.asked) if item.sheet else "",
        "is_closed": item.sheet is None,
        "text": item.text,
        "sheet": sheet_data(item.sheet) if item.sheet else None,
    }


def sheet_data(sheet: Sheet) -> dict[str, Any]:
    who = sheet.bearer
    if sheet.partners:
        who += _(" avec %(partners)s") % {"partners": ", ".join(sheet.partners)}
    return {
        "who": who,
        "what": " · ".join(part for part in (sheet.theme, _kind(sheet), sheet.dates) if part),
        "where": ", ".join(f"{name} {share}" for name, share in sheet.places) or "–",
        "figures": [list(figure) for figure in figures(sheet)],
        "summary": Truncator(sheet.summary.strip()).chars(SUMMARY_LENGTH),
        "lines": [line_data(line) for line in sheet.lines],
        "totals": [euros(sheet.asked), euros(sheet.proposed), euros(sheet.granted)],
        "comments": [_comment(said) for said in _spoken(sheet) if said.comment],
        "opinions": [_opinion(said) for said in sheet.opinions[:MOST_OPINIONS]],
        "past": [
            _("%(year)d\u00a0: demandé %(asked)s, accordé %(granted)s")
            % {"year": one.year, "asked": euros(one.asked), "granted": euros(one.granted)}
            for one in sheet.past
        ],
    }


def figures(sheet: Sheet) -> list[tuple[str, str]]:
    """The numbers that the room must see: (figure, what it is)."""
    people = _("personnes, dont %(qpv)s des quartiers") % {"qpv": number(sheet.people_in_qpv)}
    if sheet.women or sheet.men:
        people += _(" (%(women)s femmes, %(men)s hommes)") % {
            "women": number(sheet.women),
            "men": number(sheet.men),
        }
    cost = _("de budget")
    if sheet.cost_per_person is not None:
        cost += _(", %(each)s par personne") % {"each": euros(sheet.cost_per_person)}
    return [
        (number(sheet.people), people),
        (euros(sheet.cost), cost),
        (euros(sheet.asked), _("demandés aux financeurs")),
    ]


def line_data(line: Line) -> dict[str, str]:
    said = line.opinion
    return {
        "funder": line.funder,
        "asked": euros(line.asked),
        "word": said.word or _("attendu") if said else "–",
        "tone": said.tone if said else "plain",
        "advised": _euros(said.cents if said else None),
        "proposed": _euros(line.proposed),
        "granted": _euros(line.granted),
    }


def _kind(sheet: Sheet) -> str:
    return _("renouvellement") if sheet.is_renewal else _("première demande")


def _spoken(sheet: Sheet) -> list[Said]:
    return [line.opinion for line in sheet.lines if line.opinion]


def _comment(said: Said) -> dict[str, str]:
    return {"author": said.author, "text": _short(said.comment)}


def _opinion(said: Said) -> dict[str, str]:
    return {
        "author": said.author,
        "word": said.word or _("attendu"),
        "tone": said.tone,
        "text": _short(said.comment),
    }


def _short(text: str) -> str:
    return Truncator(" ".join(text.split())).chars(COMMENT_LENGTH)


def _euros(cents: int | None) -> str:
    return "–" if cents is None else euros(cents)
