"""Asking opinions, giving them one by one or many at once, reminding."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ensemblier.accounts.models import User
from ensemblier.applications.enums import LineState
from ensemblier.applications.exchange import followers_of
from ensemblier.applications.models import Application, Request
from ensemblier.applications.operations.states import move_request
from ensemblier.appraisal.enums import OpinionSource, OpinionValue
from ensemblier.appraisal.models import Opinion
from ensemblier.appraisal.operations.base import Outcome, each, require_manage
from ensemblier.appraisal.permissions import DISCUSSED, can_give_opinion, require_not_recused
from ensemblier.appraisal.queries.consultations import consultation_of
from ensemblier.audit.operations import record
from ensemblier.calls.enums import RuleCode
from ensemblier.calls.models import Call
from ensemblier.calls.queries import rules_of
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.core.typography import euros
from ensemblier.councils.models import Council
from ensemblier.councils.operations.answers import take_opinion
from ensemblier.notices.operations import notify
from ensemblier.organizations.models import Organization

# An opinion that is not plainly favourable says why.
TO_EXPLAIN = {OpinionValue.RESERVED, OpinionValue.REWORK, OpinionValue.UNFAVOURABLE}


def usual_due_date(call: Call, at: datetime.datetime) -> datetime.date:
    """The day of the call, or its number of days from now where that is later."""
    days = rules_of(call)[RuleCode.OPINION_DAYS]
    today = timezone.localdate(at)
    if call.opinions_due_on and call.opinions_due_on > today:
        return call.opinions_due_on
    return today + datetime.timedelta(days=days)


@transaction.atomic
def ask_usual_opinions(
    *, application: Application, by: User, at: datetime.datetime
) -> list[Opinion]:
    """Of every funder with a request and every council of its areas, those asked already aside."""
    funders = Organization.objects.filter(requests__application=application).order_by("pk")
    councils = Council.objects.filter(
        contract=application.contract_id,
        is_active=True,
        areas__in=application.areas.values("area"),
    ).distinct()
    return ask_opinions(
        application=application, organizations=funders, councils=councils, by=by, at=at
    )


@transaction.atomic
def ask_opinions(
    *,
    application: Application,
    organizations: Collection[Organization] = (),
    councils: Collection[Council] = (),
    due_on: datetime.date | None = None,
    by: User,
    at: datetime.datetime,
) -> list[Opinion]:
    """The new ones; who was asked already is left alone. Raises Refused, NotAllowed."""
    require_manage(by, application)
    Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if application.call is None:
        raise Refused(_("Ce dossier n’est encore dans aucun appel."))
    if due_on and due_on < timezone.localdate(at):
        raise InvalidInput(_("Choisissez un jour à venir."), field="due_on")
    due_on = due_on or usual_due_date(application.call, at)
    new = _not_asked_yet(application, organizations, councils)
    for opinion in new:
        opinion.asked_at, opinion.due_on = at, due_on
    Opinion.objects.bulk_create(new)
    if new:
        record(
            action="appraisal.ask_opinions",
            summary=_("Dossier %(reference)s\u00a0: avis demandé à %(whom)s.")
            % {
                "reference": application.reference,
                "whom": ", ".join(str(opinion.author) for opinion in new),
            },
            by=by,
            at=at,
            target=application,
            changes={"due_on": ["", str(due_on)]},
        )
    return new


def _not_asked_yet(
    application: Application,
    organizations: Collection[Organization],
    councils: Collection[Council],
) -> list[Opinion]:
    known = list(application.opinions.all())
    asked_organizations = {opinion.organization_id for opinion in known}
    asked_councils = {opinion.council_id for opinion in known}
    funders = set(application.requests.values_list("funder_id", flat=True))
    common = {"application": application, "contract_id": application.contract_id}
    new = [
        Opinion(
            organization=organization,
            source=OpinionSource.FUNDER if organization.pk in funders else OpinionSource.SERVICE,
            **common,
        )
        for organization in organizations
        if organization.pk not in asked_organizations
    ]
    return new + [
        Opinion(council=council, source=OpinionSource.COUNCIL, **common)
        for council in councils
        if council.pk not in asked_councils
    ]


@transaction.atomic
def withdraw_opinion(*, opinion: Opinion, by: User, at: datetime.datetime) -> None:
    """No longer wait for an opinion that was not given."""
    opinion = _locked(opinion)
    require_manage(by, opinion.application)
    if opinion.value:
        raise Refused(_("Cet avis est donné\u00a0: il reste dans le dossier."))
    record(
        action="appraisal.withdraw_opinion",
        summary=_("Dossier %(reference)s\u00a0: l’avis de %(whom)s n’est plus attendu.")
        % {"reference": opinion.application.reference, "whom": opinion.author},
        by=by,
        at=at,
        target=opinion,
    )
    opinion.delete()


@dataclass(frozen=True)
class Typed:
    """An opinion as somebody typed it, on top of the edition that they were reading."""

    opinion: Opinion
    value: str
    amount_cents: int | None
    comment: str
    edition: int

    @property
    def is_new(self) -> bool:
        kept = self.opinion
        return (self.value, self.amount_cents, self.comment.strip()) != (
            kept.value,
            kept.amount_cents,
            kept.comment,
        )


@transaction.atomic
def give_opinion(*, typed: Typed, by: User, at: datetime.datetime) -> Opinion:
    """Give it or change it, as long as the application is being discussed.

    Refused when a colleague changed it since `typed.edition`, which says what they wrote. Raises
    NotAllowed, InvalidInput (fields «value», «amount», «comment»), Refused.
    """
    opinion = _locked(typed.opinion)
    application = opinion.application
    require_not_recused(by, application)
    if not can_give_opinion(by, opinion):
        raise NotAllowed(
            _("Cet avis est donné par %(whom)s, ou noté par l’équipe du contrat.")
            % {"whom": opinion.author}
        )
    if application.state not in DISCUSSED:
        raise Refused(
            _("Le dossier est «\u00a0%(state)s\u00a0»\u00a0: les avis ne changent plus.")
            % {"state": application.get_state_display()}
        )
    if opinion.edition != typed.edition:
        raise _overwrites(opinion)
    request = _request_of(opinion)
    _check(typed, request)
    before = _words(opinion)
    opinion.value, opinion.amount_cents = typed.value, typed.amount_cents
    opinion.comment = typed.comment.strip()
    opinion.given_by, opinion.given_at = by, at
    opinion.edition += 1
    opinion.save()
    if request and request.state == LineState.REQUESTED:
        move_request(request=request, transition="give_opinion", by=by, at=at)
    record(
        action="appraisal.give_opinion",
        summary=_("Dossier %(reference)s\u00a0: avis de %(whom)s, %(value)s.")
        % {
            "reference": application.reference,
            "whom": opinion.author,
            "value": opinion.get_value_display(),
        },
        by=by,
        at=at,
        target=opinion,
        changes={"opinion": [before, _words(opinion)]},
    )
    if not before:
        _tell_followers(opinion)
    _answer_consultation(opinion, by, at)
    return opinion


def give_opinions(*, typed: Sequence[Typed], by: User, at: datetime.datetime) -> Outcome[Typed]:
    """Many at once: every good row is saved, each of the others comes back with its reason."""
    return each(typed, lambda one: give_opinion(typed=one, by=by, at=at))


@transaction.atomic
def postpone_opinion(
    *, opinion: Opinion, due_on: datetime.date, by: User, at: datetime.datetime
) -> Opinion:
    """More time for one author."""
    opinion = _locked(opinion)
    require_manage(by, opinion.application)
    if due_on < timezone.localdate(at):
        raise InvalidInput(_("Choisissez un jour à venir."), field="due_on")
    before, opinion.due_on = opinion.due_on, due_on
    opinion.save(update_fields=["due_on"])
    record(
        action="appraisal.postpone_opinion",
        summary=_("Dossier %(reference)s\u00a0: nouveau délai pour l’avis de %(whom)s.")
        % {"reference": opinion.application.reference, "whom": opinion.author},
        by=by,
        at=at,
        target=opinion,
        changes={"due_on": [str(before or ""), str(due_on)]},
    )
    return opinion


def _locked(opinion: Opinion) -> Opinion:
    return (
        Opinion.objects.select_for_update(of=("self",))
        .select_related("application__action__bearer", "organization", "council", "given_by")
        .get(pk=opinion.pk)
    )


def _request_of(opinion: Opinion) -> Request | None:
    if opinion.organization_id is None:
        return None
    return opinion.application.requests.filter(funder=opinion.organization_id).first()


def _check(typed: Typed, request: Request | None) -> None:
    if typed.value not in OpinionValue.values:
        raise InvalidInput(_("Choisissez un avis."), field="value")
    if typed.value in TO_EXPLAIN and not typed.comment.strip():
        raise InvalidInput(
            _("Dites pourquoi en quelques mots\u00a0: les autres financeurs vous lisent."),
            field="comment",
        )
    if typed.amount_cents is None:
        return
    if request is None:
        raise InvalidInput(
            _("Rien n’est demandé à cette structure\u00a0: laissez le montant vide."),
            field="amount",
        )
    if typed.amount_cents > request.amount_cents:
        raise InvalidInput(
            _("C’est plus que les %(asked)s demandés.") % {"asked": euros(request.amount_cents)},
            field="amount",
        )


def _overwrites(opinion: Opinion) -> Refused:
    return Refused(
        _(
            "%(who)s vient de changer cet avis\u00a0: «\u00a0%(what)s\u00a0». Relisez-le\u00a0; "
            "le vôtre n’est pas enregistré."
        )
        % {"who": opinion.given_by or _("Quelqu’un"), "what": _words(opinion)}
    )


def _words(opinion: Opinion) -> str:
    """«favorable, 1 500 €, Action utile»; nothing while it is not given."""
    if not opinion.value:
        return ""
    amount = euros(opinion.amount_cents) if opinion.amount_cents is not None else ""
    parts = (str(opinion.get_value_display()), amount, opinion.comment)
    return ", ".join(part for part in parts if part)


def _answer_consultation(opinion: Opinion, by: User, at: datetime.datetime) -> None:
    """The consultation that asks for the opinion says the same."""
    asked = consultation_of(opinion)
    if asked is not None and (asked.value, asked.text) != (opinion.value, opinion.comment):
        take_opinion(consultation=asked, value=opinion.value, text=opinion.comment, by=by, at=at)


def _tell_followers(opinion: Opinion) -> None:
    application = opinion.application
    for person in followers_of(application).filter(assignments__application=application):
        if person.pk != opinion.given_by_id:
            notify(
                user=person,
                kind="appraisal.opinion_given",
                text=format_lazy(
                    gettext_lazy("{who} a donné son avis sur le dossier {what}\u00a0: {value}."),
                    who=str(opinion.author),
                    what=str(application),
                    value=opinion.get_value_display(),
                ),
                url=reverse("appraisal:file", args=[application.pk]),
                at=opinion.given_at or opinion.asked_at,
            )
