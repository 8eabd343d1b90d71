"""What an application still lacks, a sentence each, and the step where to look."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.applications.budget import percentage, problems
from ensemblier.applications.enums import ApplicationState
from ensemblier.applications.models import ALL_OF_IT, Application, Attachment, Request
from ensemblier.applications.obstacles import obstacle_to_renewal
from ensemblier.applications.queries.calls import call_of
from ensemblier.applications.sheets import asked_cents, planned_budget
from ensemblier.calls.enums import QuestionKind, RuleCode
from ensemblier.calls.models import Call
from ensemblier.calls.queries import is_open_for, rules_of
from ensemblier.core.typography import euros, long_date, number
from ensemblier.organizations.enums import DocumentKind, OrganizationKind
from ensemblier.organizations.models import OrganizationDocument
from ensemblier.territories.enums import AreaKind

STRUCTURE, ACTION, PUBLIC, BUDGET = "structure", "action", "public", "budget"
QUESTIONS, SUBMISSION = "questions", "depot"


@dataclass(frozen=True)
class Obstacle:
    """`key` is the box to fill in, when there is one."""

    step: str
    sentence: str
    key: str = ""


def obstacles_of(application: Application, at: datetime.datetime) -> list[Obstacle]:
    """All that keeps `application` from being submitted now, in the order of the form."""
    call = call_of(application)
    if call is None:
        return [Obstacle(SUBMISSION, _("Ce dossier n’a pas d’appel à projets."))]
    return [
        *_structure(application, at),
        *_action(application, call),
        *_public(application, call),
        *_budget(application, call),
        *_questions(application, call, at),
        *_submission(application, call, at),
    ]


def _structure(application: Application, at: datetime.datetime) -> Iterable[Obstacle]:
    bearer = application.action.bearer
    if not bearer.is_active:
        yield Obstacle(STRUCTURE, _("La structure est fermée."))
    for joint in application.joint_applicants.select_related("organization"):
        if joint.signed_at is None:
            yield Obstacle(
                STRUCTURE,
                _("%(name)s n’a pas encore donné son accord.") % {"name": joint.organization.label},
            )
    if bearer.kind == OrganizationKind.ASSOCIATION and (over := _outdated_cer(application, at)):
        yield Obstacle(
            STRUCTURE,
            _(
                "Le contrat d’engagement républicain du dossier de la structure n’est plus "
                "valable depuis le %(day)s. Déposez-en un nouveau."
            )
            % {"day": long_date(over)},
        )


def _outdated_cer(application: Application, at: datetime.datetime) -> datetime.date | None:
    """Since when, if the organization has one on file and none that still holds."""
    day = timezone.localdate(at)
    rows = OrganizationDocument.objects.filter(
        organization=application.action.bearer_id, kind=DocumentKind.CER
    )
    ends = [row.outdated_since for row in rows if row.is_outdated_on(day)]
    if not ends or any(not row.is_outdated_on(day) for row in rows):
        return None
    return max(end for end in ends if end)


def _action(application: Application, call: Call) -> Iterable[Obstacle]:
    wanted = {
        "title": _("Donnez un titre à l’action."),
        "objectives": _("Dites les objectifs de l’action."),
        "description": _("Décrivez l’action."),
        "starts_on": _("Indiquez quand l’action commence."),
        "ends_on": _("Indiquez quand l’action finit."),
    }
    for key, sentence in wanted.items():
        if not getattr(application, key):
            yield Obstacle(ACTION, sentence, key)
    if not any(row.is_main for row in application.nodes.all()):
        yield Obstacle(ACTION, _("Choisissez le thème principal."), "node-main")
    yield from _dates(application, call)
    yield from _shares(application, call)


def _dates(application: Application, call: Call) -> Iterable[Obstacle]:
    # The years of a series after the first have a call of their own later.
    if application.call_id is None or not application.starts_on or not application.ends_on:
        return
    is_inside = (
        call.actions_start_on <= application.starts_on
        and application.ends_on <= call.actions_end_on
    )
    if not is_inside:
        yield Obstacle(
            ACTION,
            _("L’appel demande des actions du %(start)s au %(end)s.")
            % {"start": long_date(call.actions_start_on), "end": long_date(call.actions_end_on)},
            "starts_on",
        )


def _shares(application: Application, call: Call) -> Iterable[Obstacle]:
    rows = list(application.areas.select_related("area"))
    total = sum(row.share for row in rows)
    if total != ALL_OF_IT:
        yield Obstacle(
            ACTION,
            _("Les parts des territoires font %(total)s\u00a0%%\u00a0: il faut 100\u00a0%%.")
            % {"total": number(total / 100)},
            "area",
        )
        return
    least = rules_of(call)[RuleCode.MIN_QPV_PERCENT]
    inside = sum(row.share for row in rows if row.area and row.area.kind == AreaKind.QPV)
    if inside < least * 100:
        yield Obstacle(
            ACTION,
            _(
                "L’appel demande qu’au moins %(least)d\u00a0%% du public habite un quartier "
                "prioritaire\u00a0; vous en comptez %(inside)s\u00a0%%."
            )
            % {"least": least, "inside": number(inside / 100)},
            "area",
        )


def _public(application: Application, call: Call) -> Iterable[Obstacle]:
    if not sum(row.number for row in application.audience.all()):
        yield Obstacle(PUBLIC, _("Indiquez combien de personnes vous attendez."), "audience")


def _budget(application: Application, call: Call) -> Iterable[Obstacle]:
    asked = asked_cents(application)
    budget = planned_budget(application)
    for sentence in problems(budget, asked=asked):
        yield Obstacle(BUDGET, sentence)
    if not asked:
        yield Obstacle(BUDGET, _("Indiquez au moins un financeur et le montant demandé."))
    rules = rules_of(call)
    for request in application.requests.all():
        yield from _limits(request, rules)
    share = percentage(budget.subsidies, budget.income)
    most = rules[RuleCode.MAX_SUBSIDY_PERCENT]
    if share is not None and share > most:
        yield Obstacle(
            BUDGET,
            _(
                "Les subventions font %(share)s\u00a0%% des produits\u00a0; l’appel en accepte "
                "%(most)d\u00a0%% au plus."
            )
            % {"share": number(share), "most": most},
        )


def _limits(request: Request, rules: dict[str, int]) -> Iterable[Obstacle]:
    least, most = rules[RuleCode.MIN_REQUEST_CENTS], rules[RuleCode.MAX_REQUEST_CENTS]
    names = {"funder": request.funder.label, "least": euros(least), "most": euros(most)}
    key = f"request-{request.funder_id}"
    if request.amount_cents < least:
        yield Obstacle(BUDGET, _("%(funder)s\u00a0: demandez %(least)s au moins.") % names, key)
    if request.amount_cents > most:
        yield Obstacle(BUDGET, _("%(funder)s\u00a0: demandez %(most)s au plus.") % names, key)


def _questions(application: Application, call: Call, at: datetime.datetime) -> Iterable[Obstacle]:
    answered = {row.question_id for row in application.answers.all()}
    joined = list(application.attachments.select_related("document"))
    answered |= {row.question_id for row in joined if row.question_id}
    for question in call.questions.filter(is_required=True):
        if question.pk not in answered:
            key = "" if question.kind == QuestionKind.FILE else f"answer-{question.pk}"
            sentence = _("Répondez à la question «\u00a0%(label)s\u00a0».")
            yield Obstacle(QUESTIONS, sentence % {"label": question.label}, key)
    day = timezone.localdate(at)
    good = {row.wanted_id for row in joined if _holds(row, day)}
    for wanted in call.wanted_attachments.filter(is_required=True):
        if wanted.pk not in good:
            sentence = _("Joignez la pièce «\u00a0%(label)s\u00a0».")
            yield Obstacle(QUESTIONS, sentence % {"label": wanted.label})


def _holds(attachment: Attachment, day: datetime.date) -> bool:
    return attachment.document is None or not attachment.document.is_outdated_on(day)


def _submission(application: Application, call: Call, at: datetime.datetime) -> Iterable[Obstacle]:
    if not application.attested_by:
        yield Obstacle(SUBMISSION, _("Indiquez qui atteste."), "attested_by")
    ticks = {
        "attests_accuracy": _("Attestez que les informations sont exactes."),
        "attests_duties": _("Attestez que la structure est à jour de ses obligations."),
    }
    if application.action.bearer.kind == OrganizationKind.ASSOCIATION:
        ticks["attests_cer"] = _(
            "Attestez que l’association a souscrit au contrat d’engagement républicain."
        )
    for key, sentence in ticks.items():
        if not getattr(application, key):
            yield Obstacle(SUBMISSION, sentence, key)
    is_first = application.state == ApplicationState.DRAFT
    if is_first and (late := _renewal(application, call)):
        yield Obstacle(SUBMISSION, late)
    if is_first and not is_open_for(call, application.action.bearer, at):
        yield Obstacle(
            SUBMISSION,
            _(
                "L’appel est fermé\u00a0: le dossier ne peut plus être déposé. "
                "L’équipe du contrat peut accorder un délai\u00a0: écrivez-lui."
            ),
        )


def _renewal(application: Application, call: Call) -> str | None:
    """A year after another is held to what a renewal is, however it was started."""
    before = Application.objects.filter(action=application.action_id, year__lt=application.year)
    return obstacle_to_renewal(application.action, call) if before.exists() else None
