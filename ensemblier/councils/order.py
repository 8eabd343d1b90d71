"""The list of a council's members as a draft of the prefect's order, in Word and PDF.

The law (loi 2014-173, art. 7) has the prefect recognize each council by an order that names its
members; services paste this list into an order of their own.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from docx import Document
from docx.shared import Mm

from ensemblier.core.pdf import write_pdf
from ensemblier.core.typography import long_date
from ensemblier.councils.enums import College, Function
from ensemblier.councils.models import Council, Mandate

TEMPLATE = Path(__file__).parent / "typst" / "order.typ"


def order_data(council: Council, mandates: Iterable[Mandate], on: datetime.date) -> dict[str, Any]:
    """What the draft says, as texts; `mandates` are those that hold on that day."""
    rows = [one for one in mandates if one.holds_on(on)]
    return {
        "title": _("Composition du %(council)s") % {"council": _lowered(council.name)},
        "subtitle": _("Liste des membres au %(day)s") % {"day": long_date(on)},
        "kicker": _("Projet d’arrêté préfectoral"),
        "author": council.contract.manager.name,
        "lang": get_language() or "fr",
        "footer": _("Projet, sans valeur tant qu’il n’est pas signé"),
        "recitals": _recitals(council),
        "colleges": [
            {"title": title, "rows": [_row(one) for one in rows if one.college == college]}
            for college, title in (
                (College.RESIDENTS, _("Collège des habitants")),
                (College.ACTORS, _("Collège des associations et acteurs locaux")),
            )
        ],
        "words": {
            "article": _("Article 1. Les membres"),
            "lead": _("Sont membres du conseil citoyen\u00a0:"),
            "nobody": _("Personne à ce jour."),
            "columns": [_("Nom"), _("Structure"), _("Fonction"), _("Siège")],
        },
        "closing": [_("Fait à                    , le"), _("Le préfet,")],
    }


def _recitals(council: Council) -> list[str]:
    areas = ", ".join(area.name for area in council.areas.all())
    told = [
        _(
            "Vu la loi n° 2014-173 du 21 février 2014 de programmation pour la ville et la "
            "cohésion urbaine, notamment son article 7\u00a0;"
        ),
        _("Vu le %(contract)s\u00a0;") % {"contract": _lowered(council.contract.name)},
    ]
    if areas:
        told.append(_("Pour les quartiers\u00a0: %(areas)s.") % {"areas": areas})
    if council.order_reference:
        told.append(
            _("Remplace l’arrêté %(reference)s du %(day)s.")
            % {"reference": council.order_reference, "day": long_date(council.ordered_on)}
            if council.ordered_on
            else _("Remplace l’arrêté %(reference)s.") % {"reference": council.order_reference}
        )
    return told


def _row(one: Mandate) -> list[str]:
    return [
        str(one.user),
        one.organization.label if one.organization else "",
        "" if one.function == Function.MEMBER else str(one.get_function_display()),
        _("siège de suppléant") if one.is_alternate else _("siège de titulaire"),
    ]


def _lowered(name: str) -> str:
    """«Conseil citoyen d’Anduze» within a sentence."""
    return name[:1].lower() + name[1:]


def order_pdf(data: dict[str, Any]) -> bytes:
    return write_pdf(TEMPLATE, data)


def order_docx(data: dict[str, Any]) -> bytes:
    document = Document()
    document.core_properties.title = data["title"][:255]
    document.core_properties.author = data["author"][:255]
    document.core_properties.language = data["lang"]
    for section in document.sections:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.footer.paragraphs[0].text = data["footer"]
    document.add_paragraph(data["kicker"])
    document.add_heading(data["title"], 0)
    document.add_paragraph(data["subtitle"])
    for line in data["recitals"]:
        document.add_paragraph(line)
    document.add_heading(data["words"]["article"], 1)
    document.add_paragraph(data["words"]["lead"])
    for college in data["colleges"]:
        _college(document, college, data["words"])
    for line in data["closing"]:
        document.add_paragraph(line)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _college(document: Any, college: dict[str, Any], words: dict[str, Any]) -> None:
    document.add_heading(college["title"], 2)
    if not college["rows"]:
        document.add_paragraph(words["nobody"])
        return
    table = document.add_table(rows=0, cols=len(words["columns"]), style="Table Grid")
    for row in (words["columns"], *college["rows"]):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
