"""The framing note as a tagged PDF: what the call says, and the words of its team."""

from __future__ import annotations

import datetime
from operator import itemgetter
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ensemblier.calls.models import Call
from ensemblier.calls.queries import EffectiveRule, effective_rules, opened_branches, with_contents
from ensemblier.core import richtext
from ensemblier.core.pdf import write_pdf
from ensemblier.core.typography import clock, euros, long_date, quantity

TEMPLATE = Path(__file__).parent / "typst" / "framing.typ"
# Rules that an applicant must know; the others concern the team.
TOLD = (
    "min_qpv_percent",
    "max_subsidy_percent",
    "min_request_cents",
    "max_request_cents",
    "agreement_threshold_cents",
    "report_months",
)


def framing_note_pdf(call: Call) -> bytes:
    return write_pdf(TEMPLATE, framing_data(with_contents(Call.objects.all()).get(pk=call.pk)))


def framing_data(call: Call) -> dict[str, Any]:
    """JSON values for the template; the call comes from `with_contents`."""
    return {
        "title": call.name,
        "subtitle": _("Note de cadrage"),
        "kicker": call.contract.name,
        "author": call.contract.manager.name,
        "lang": (get_language() or "fr")[:2],
        "footer": f"{call.name} – {call.contract.name}",
        "summary": lines_of(call.summary),
        "dates": dates_of(call),
        "eligibility": lines_of(call.eligibility),
        "branches": [
            {"title": str(branch.root), "nodes": [node_line(node) for node in branch.nodes]}
            for branch in opened_branches(call)
        ],
        "areas": [area.name for area in call.areas.all()],
        "envelopes": [
            [row.funder.label, row.budget_line, euros(row.amount_cents)]
            for row in call.envelopes.all()
        ],
        "note": richtext.blocks(call.framing_note),
        "attachments": [row.label for row in call.wanted_attachments.all()],
        "rules": [sentence_of(rule) for rule in told_rules(call)],
        "contact": lines_of(call.contact),
        "words": {
            "dates": _("Les dates"),
            "eligibility": _("Qui peut demander"),
            "themes": _("Les thèmes ouverts"),
            "areas": _("Les territoires"),
            "envelopes": _("L’argent disponible"),
            "envelope_columns": [_("Financeur"), _("Ligne budgétaire"), _("Montant")],
            "note": _("Ce que nous attendons"),
            "attachments": _("Les pièces à joindre"),
            "rules": _("Les règles"),
            "contact": _("À qui poser vos questions"),
        },
    }


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def node_line(node: Any) -> str:
    return " – ".join(part for part in (node.code, node.title) if part)


def dates_of(call: Call) -> list[list[str]]:
    """[what, when] in order, those that everyone may know."""
    rows: list[tuple[datetime.date, str, str]] = [
        (row.day, row.title, long_date(row.day)) for row in call.dates.all() if row.is_public
    ]
    for at, what in ((call.opens_at, _("Ouverture")), (call.closes_at, _("Fermeture"))):
        if at is not None:
            rows.append((timezone.localdate(at), what, moment(at)))
    if call.decided_on:
        rows.append((call.decided_on, _("Réponse attendue"), long_date(call.decided_on)))
    period = _("du %(start)s au %(end)s") % {
        "start": long_date(call.actions_start_on),
        "end": long_date(call.actions_end_on),
    }
    told = [[f"{what}\u00a0:", when] for _day, what, when in sorted(rows, key=itemgetter(0))]
    return [*told, [_("Actions :"), period]]


def moment(at: Any) -> str:
    return _("%(day)s à %(time)s, heure de Paris") % {"day": long_date(at), "time": clock(at)}


def told_rules(call: Call) -> list[EffectiveRule]:
    return [rule for rule in effective_rules(call) if rule.code in TOLD and not rule.is_limit_off]


def sentence_of(rule: EffectiveRule) -> str:
    sentence = {
        "min_qpv_percent": _("Au moins %(value)s du public vient des quartiers prioritaires."),
        "max_subsidy_percent": _("Les subventions couvrent au plus %(value)s du coût de l’action."),
        "min_request_cents": _("On demande au moins %(value)s à un financeur."),
        "max_request_cents": _("On demande au plus %(value)s à un financeur."),
        "agreement_threshold_cents": _(
            "Au-dessus de %(value)s par an d’un financeur, une convention est signée."
        ),
        "report_months": _("Le bilan est rendu au plus tard %(value)s mois après la fin."),
    }[rule.code]
    if rule.is_money:
        value = euros(rule.value)
    elif rule.is_percentage:
        value = quantity(rule.value, "%")
    else:
        value = str(rule.value)
    return str(sentence) % {"value": value}
