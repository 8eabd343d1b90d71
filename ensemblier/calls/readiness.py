"""What is missing before a call can be published, step by step, in sentences."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.calls.enums import QuestionKind, Section
from ensemblier.calls.models import Call
from ensemblier.calls.queries import theme_choices
from ensemblier.core.lifecycle import Text


@dataclass(frozen=True)
class Obstacle:
    section: str
    sentence: Text


def obstacles(call: Call, at: datetime.datetime | None = None) -> list[Obstacle]:
    """Empty when the call may be published. With `at`, a call that has closed by then may not."""
    found = [
        *_of_themes(call),
        *_of_contents(call),
        *_of_dates(call, at),
        *(
            Obstacle(section, _("À relire : cette étape vient de l’appel copié."))
            for section in call.needs_review
        ),
    ]
    order = Section.values
    return sorted(found, key=lambda one: order.index(one.section))


def _of_themes(call: Call) -> list[Obstacle]:
    opened = {row.theme_id for row in call.themes.all()}
    if not opened:
        return [Obstacle(Section.THEMES, _("Choisissez au moins un thème du plan."))]
    if call.plan_version.is_draft:
        return [Obstacle(Section.THEMES, _("Le plan n’est pas publié : publiez-le d’abord."))]
    choices = theme_choices(call.plan_version, opened)
    return [Obstacle(Section.THEMES, one.refusal) for one in choices if one.is_open and one.refusal]


def _of_contents(call: Call) -> list[Obstacle]:
    found = []
    if not call.areas.exists():
        found.append(Obstacle(Section.AREAS, _("Choisissez au moins un territoire.")))
    if not call.envelopes.filter(amount_cents__gt=0).exists():
        found.append(Obstacle(Section.ENVELOPES, _("Ajoutez au moins une enveloppe.")))
    lists = call.questions.filter(kind__in=[QuestionKind.CHOICE, QuestionKind.CHOICES])
    found += [
        Obstacle(
            Section.QUESTIONS,
            _("« %(question)s » demande au moins deux choix.") % {"question": question},
        )
        for question in lists
        if len(question.options) < 2
    ]
    return found


def _of_dates(call: Call, at: datetime.datetime | None) -> list[Obstacle]:
    if call.opens_at is None or call.closes_at is None:
        return [Obstacle(Section.CALENDAR, _("Dites quand l’appel ouvre et quand il ferme."))]
    sentences = []
    if at is not None and call.closes_at <= at:
        sentences.append(_("L’appel fermerait avant d’être publié : reculez sa fermeture."))
    closes_on = timezone.localdate(call.closes_at)
    if call.opinions_due_on and call.opinions_due_on < closes_on:
        sentences.append(_("Les avis sont attendus avant la fermeture de l’appel."))
    if call.decided_on and call.decided_on < (call.opinions_due_on or closes_on):
        sentences.append(_("La réponse est annoncée avant les avis ou avant la fermeture."))
    if call.actions_end_on < closes_on:
        sentences.append(_("Les actions finissent avant la fermeture de l’appel."))
    return [Obstacle(Section.CALENDAR, sentence) for sentence in sentences]
