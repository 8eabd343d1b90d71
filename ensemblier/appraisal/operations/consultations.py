"""Consulting councils on calls and applications: docs/rules/consultations.md.

An opinion on an application is one row, whichever page it was given from.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.applications.models import Application
from ensemblier.appraisal.models import ConsultationSubject, Opinion
from ensemblier.appraisal.operations.base import require_manage
from ensemblier.appraisal.operations.opinions import (
    Typed,
    ask_opinions,
    give_opinion,
    postpone_opinion,
    withdraw_opinion,
)
from ensemblier.appraisal.permissions import (
    DISCUSSED,
    SETTLED,
    is_recused,
    require_not_recused,
)
from ensemblier.calls.models import Call
from ensemblier.contracts.models import Contract
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.councils.enums import ConsultationState, Matter
from ensemblier.councils.models import Consultation, ConsultationRecusal, Council
from ensemblier.councils.operations import answers
from ensemblier.councils.operations import consultations as drafts
from ensemblier.councils.operations.answers import Answer
from ensemblier.councils.queries.consultations import members_told


@transaction.atomic
def consult(
    *,
    contract: Contract,
    councils: Collection[Council],
    values: Mapping[str, Any],
    matter: str = Matter.OTHER,
    call: Call | None = None,
    application: Application | None = None,
    papers: Sequence[File[Any]] = (),
    send_now: bool = False,
    by: User,
    at: datetime.datetime,
) -> list[Consultation]:
    """One consultation for each council; about the call or the application when one is given."""
    if application is not None:
        _require_application(application, councils, by)
        matter = Matter.APPLICATION
    elif call is not None:
        matter = Matter.CALL
    prepared = drafts.prepare_consultations(
        contract=contract,
        councils=councils,
        matter=matter,
        values=values,
        papers=papers,
        by=by,
        at=at,
    )
    if call is not None or application is not None:
        ConsultationSubject.objects.bulk_create(
            ConsultationSubject(
                contract=contract, consultation=row, call=call, application=application
            )
            for row in prepared
        )
    if not send_now:
        return prepared
    return [send(consultation=row, by=by, at=at) for row in prepared]


@transaction.atomic
def send(*, consultation: Consultation, by: User, at: datetime.datetime) -> Consultation:
    """Members with a stake in an application stay out before anybody is told."""
    application = application_of(consultation)
    if application is not None:
        require_manage(by, application)
        _require_discussed(application)
        _keep_out(consultation, application, at)
    row = drafts.send_consultation(consultation=consultation, by=by, at=at)
    if application is not None:
        _await_opinion(row, application, by, at)
    return row


@transaction.atomic
def answer(
    *,
    consultation: Consultation,
    answer: Answer,
    minutes: File[Any] | None = None,
    by: User,
    at: datetime.datetime,
) -> Consultation:
    """Once the application is no longer discussed, the opinion stays in the consultation."""
    application = application_of(consultation)
    if application is not None:
        require_not_recused(by, application)
    row = answers.answer_consultation(
        consultation=consultation, answer=answer, minutes=minutes, by=by, at=at
    )
    if application is not None and application.state in DISCUSSED:
        opinion = opinion_asked_by(row, application)
        if opinion is not None and (opinion.value, opinion.comment) != (row.value, row.text):
            typed = Typed(opinion, row.value, opinion.amount_cents, row.text, opinion.edition)
            give_opinion(typed=typed, by=by, at=at)
    return row


@transaction.atomic
def extend(
    *, consultation: Consultation, due_on: datetime.date, by: User, at: datetime.datetime
) -> Consultation:
    row = drafts.extend_consultation(consultation=consultation, due_on=due_on, by=by, at=at)
    application = application_of(row)
    opinion = opinion_asked_by(row, application) if application else None
    if opinion is not None:
        postpone_opinion(opinion=opinion, due_on=due_on, by=by, at=at)
    return row


@transaction.atomic
def cancel(
    *, consultation: Consultation, reason: str, by: User, at: datetime.datetime
) -> Consultation:
    """The opinion on an application is no longer awaited either."""
    row = drafts.cancel_consultation(consultation=consultation, reason=reason, by=by, at=at)
    application = application_of(row)
    opinion = opinion_asked_by(row, application) if application else None
    if opinion is not None and not opinion.value:
        withdraw_opinion(opinion=opinion, by=by, at=at)
    return row


@transaction.atomic
def publish(
    *, consultation: Consultation, published: bool, by: User, at: datetime.datetime
) -> Consultation:
    """Nothing of an application is told before it is decided."""
    application = application_of(consultation)
    if application is not None:
        require_not_recused(by, application)
        if published and application.state not in SETTLED:
            raise Refused(
                _("Cet avis sera publié une fois le dossier décidé\u00a0: il est encore discuté.")
            )
    return answers.publish_answer(consultation=consultation, published=published, by=by, at=at)


def application_of(consultation: Consultation) -> Application | None:
    subject = (
        ConsultationSubject.objects.filter(consultation=consultation)
        .select_related("application__contract", "application__action__bearer", "application__call")
        .first()
    )
    return subject.application if subject else None


def opinion_asked_by(consultation: Consultation, application: Application) -> Opinion | None:
    return application.opinions.filter(council=consultation.council_id).first()


def _require_application(application: Application, councils: Collection[Council], by: User) -> None:
    require_manage(by, application)
    _require_discussed(application)
    given = application.opinions.filter(council__in=councils).exclude(value="")
    names = list(given.values_list("council__name", flat=True))
    if names:
        raise InvalidInput(
            _("A déjà donné son avis sur ce dossier : %(names)s.") % {"names": ", ".join(names)},
            field="councils",
        )
    known = ConsultationSubject.objects.filter(
        application=application, consultation__council__in=councils
    ).exclude(consultation__state=ConsultationState.CANCELLED)
    names = list(known.values_list("consultation__council__name", flat=True))
    if names:
        raise InvalidInput(
            _("Déjà consulté sur ce dossier\u00a0: %(names)s.") % {"names": ", ".join(names)},
            field="councils",
        )


def _require_discussed(application: Application) -> None:
    if application.state not in DISCUSSED:
        raise Refused(
            _("Le dossier est «\u00a0%(state)s\u00a0»\u00a0: on ne demande plus d’avis.")
            % {"state": application.get_state_display()}
        )


def _keep_out(consultation: Consultation, application: Application, at: datetime.datetime) -> None:
    members = members_told(consultation, timezone.localdate(at))
    reason = _("Lien avec %(who)s") % {"who": application.action.bearer.name}
    ConsultationRecusal.objects.bulk_create(
        ConsultationRecusal(
            consultation=consultation,
            user=person,
            reason=reason[:300],
            declared_by=None,
            declared_at=at,
        )
        for person in members
        if is_recused(person, application)
    )


def _await_opinion(
    row: Consultation, application: Application, by: User, at: datetime.datetime
) -> None:
    opinion = opinion_asked_by(row, application)
    if opinion is None:
        ask_opinions(
            application=application, councils=[row.council], due_on=row.due_on, by=by, at=at
        )
    elif not opinion.value:
        postpone_opinion(opinion=opinion, due_on=row.due_on, by=by, at=at)
