"""What is asked of a council, what it answered, and its accounts of a year, as tagged PDF."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ensemblier.core.pdf import write_pdf
from ensemblier.core.typography import euros, long_date
from ensemblier.councils.enums import ConsultationState, OpinionValue
from ensemblier.councils.models import Consultation, RunningGrant
from ensemblier.councils.queries.consultations import presence
from ensemblier.councils.queries.running_grants import ledger_of
from ensemblier.councils.sentences import presence_in_words, silence_in_words

TEMPLATE = Path(__file__).parent / "typst" / "paper.typ"


def request_pdf(consultation: Consultation) -> bytes:
    """What is asked, until when, with which papers."""
    row = consultation
    papers = [
        f"{paper} ({paper.file.name}, {filesizeformat(paper.file.size)})"
        for paper in row.papers.select_related("file")
    ]
    facts = [
        (_("Conseil"), row.council.name),
        (_("Sujet"), str(row.get_matter_display())),
        (_("Envoyée le"), long_date(timezone.localdate(row.sent_at)) if row.sent_at else "–"),
        (_("Dernier jour pour répondre"), long_date(row.due_on)),
        (_("Règle"), row.rule_source),
    ]
    if row.shorter_reason:
        facts.append((_("Pourquoi moins de temps"), row.shorter_reason))
    sections = [
        section(_("Ce qui est demandé"), lines=row.question.splitlines()),
        section(_("Les papiers à lire"), items=papers, lines=[] if papers else [_("Aucun.")]),
        section(_("Et sans réponse\u00a0?"), lines=[silence_in_words(row.silence)]),
    ]
    return _written(
        row.title, _("Consultation d’un conseil citoyen"), row.contract, facts, sections
    )


def opinion_pdf(consultation: Consultation, today: datetime.date) -> bytes:
    """What the council said, with who was present in numbers: names are in its minutes."""
    row = consultation
    facts = [(_("Conseil"), row.council.name), (_("Sujet"), str(row.get_matter_display()))]
    if row.sent_at:
        facts.append((_("Demandé le"), long_date(timezone.localdate(row.sent_at))))
    facts.append((_("Dernier jour pour répondre"), long_date(row.due_on)))
    if row.given_on:
        facts.append((_("Donné le"), long_date(row.given_on)))
    if row.met_on:
        facts.append((_("Réunion du"), long_date(row.met_on)))
    if row.state == ConsultationState.ANSWERED:
        facts.append((_("Présents"), presence_in_words(presence(row), row.others_present)))
    sections = [
        section(_("Ce qui était demandé"), lines=row.question.splitlines()),
        section(
            _("Ce que dit le conseil"), lines=row.text.splitlines() or [_("Sans commentaire.")]
        ),
    ]
    if row.is_late:
        sections.append(section(_("Avis tardif"), lines=[silence_in_words(row.silence)]))
    return _written(
        row.title,
        _("Avis d’un conseil citoyen"),
        row.contract,
        facts,
        sections,
        verdict=verdict(row, today),
    )


def verdict(row: Consultation, today: datetime.date) -> str:
    """«Avis : favorable»; what silence says when nobody answered."""
    if row.value:
        said = _("Avis\u00a0: %(value)s") % {"value": row.get_value_display()}
        return f"{said} ({_('tardif')})" if row.is_late else said
    if counted := row.counts_as(today):
        return _("Avis\u00a0: %(value)s, par silence") % {"value": OpinionValue(counted).label}
    return _("Pas d’avis")


def statement_pdf(grant: RunningGrant) -> bytes:
    """The ledger of a year; crossed out lines are said, and count for nothing."""
    facts = [
        (_("Conseil"), grant.council.name),
        (_("Dotation de l’année"), euros(grant.amount_cents)),
        (_("Financeur"), grant.funder),
        (_("Reste"), euros(grant.balance_cents)),
        (_("Bilan attendu avant le"), long_date(grant.report_due_on)),
    ]
    columns = [
        column(_("Jour")),
        column(_("Objet"), wide=True),
        column(_("Sorte")),
        column(_("Montant"), number=True),
        column(_("Reste"), number=True),
    ]
    rows = [
        [
            date_format(line.entry.on, "d/m/Y"),
            line.entry.label
            if line.entry.stands
            else _("%(label)s (rayé\u00a0: %(reason)s)")
            % {"label": line.entry.label, "reason": line.entry.cross_reason},
            str(line.entry.get_kind_display()),
            euros(line.entry.signed_cents),
            euros(line.left_cents),
        ]
        for line in ledger_of(grant)
    ]
    lines = [] if rows else [_("Aucune écriture.")]
    sections = [section(_("Les comptes"), columns=columns if rows else (), rows=rows, lines=lines)]
    if grant.report:
        sections.append(section(_("Ce que l’argent a permis"), lines=grant.report.splitlines()))
    title = _("%(council)s, comptes de %(year)d") % {
        "council": grant.council.name,
        "year": grant.year,
    }
    return _written(title, _("Dotation de fonctionnement"), grant.contract, facts, sections)


def column(label: str, *, wide: bool = False, number: bool = False) -> dict[str, Any]:
    return {"label": label, "wide": wide, "number": number}


def section(
    title: str,
    *,
    lines: Iterable[str] = (),
    items: Sequence[str] = (),
    columns: Sequence[dict[str, Any]] = (),
    rows: Sequence[Sequence[str]] = (),
) -> dict[str, Any]:
    return {
        "title": title,
        "lines": [line for line in lines if line.strip()],
        "items": list(items),
        "columns": list(columns),
        "rows": [list(row) for row in rows],
    }


def _written(
    title: str,
    subtitle: str,
    contract: Any,
    facts: Sequence[tuple[str, str]],
    sections: Sequence[dict[str, Any]],
    *,
    verdict: str = "",
) -> bytes:
    data = {
        "title": title,
        "subtitle": subtitle,
        "kicker": contract.name,
        "author": contract.name,
        "lang": (get_language() or "fr")[:2],
        "footer": f"{title} – {contract.name}",
        "facts": [list(fact) for fact in facts],
        "verdict": verdict,
        "sections": list(sections),
    }
    return write_pdf(TEMPLATE, data)
