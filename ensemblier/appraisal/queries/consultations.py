"""What councils are consulted about, seen from the calls and the applications."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from ensemblier.applications.models import Application
from ensemblier.appraisal.models import ConsultationSubject, Opinion
from ensemblier.appraisal.permissions import recused_from
from ensemblier.calls.models import Call
from ensemblier.councils.enums import UNDER_WAY, ConsultationState
from ensemblier.councils.models import Consultation, Council
from ensemblier.councils.queries.consultations import awaited_from, consultations_for


def consultations_seen_by(user: Any) -> QuerySet[Consultation]:
    """`consultations_for`, with what each is about; those about an application from which `user`
    stays out are `is_out` too."""
    closed = Application.objects.filter(recused_from(user))
    subject = ConsultationSubject.objects.filter(consultation=OuterRef("pk"))
    return (
        consultations_for(user)
        .select_related(
            "subject__call__contract",
            "subject__application__action__bearer",
            "subject__application__call",
        )
        .annotate(is_closed_to=Exists(subject.filter(application__in=closed.values("pk"))))
    )


def consultation_seen_by(user: Any, pk: int) -> Consultation | None:
    return consultations_seen_by(user).select_related("minutes").filter(pk=pk).first()


def consultations_awaited_from(user: Any) -> QuerySet[Consultation]:
    """Those that `user` may answer for a council of theirs."""
    closed = Application.objects.filter(recused_from(user))
    return awaited_from(user).exclude(subject__application__in=closed.values("pk"))


def under_consultation() -> Exists:
    """Opinions of a council that a consultation asks for, reminds and answers."""
    return Exists(
        ConsultationSubject.objects.filter(
            application=OuterRef("application"),
            consultation__council=OuterRef("council"),
            consultation__state__in=UNDER_WAY,
        )
    )


def consultations_about(application: Application) -> QuerySet[Consultation]:
    return (
        Consultation.objects.filter(subject__application=application)
        .exclude(state=ConsultationState.DRAFT)
        .select_related("council")
        .order_by("council__name", "pk")
    )


def consultation_of(opinion: Opinion) -> Consultation | None:
    """The one that asks for this opinion, called-off ones aside."""
    if opinion.council_id is None:
        return None
    return (
        Consultation.objects.filter(
            subject__application=opinion.application_id,
            council=opinion.council_id,
            state__in=UNDER_WAY,
        )
        .order_by("-pk")
        .first()
    )


def councils_of_call(call: Call) -> QuerySet[Council]:
    """Those whose areas the call covers and those of the whole territory; all of the contract's
    when it names no area."""
    rows = Council.objects.filter(contract=call.contract_id, is_active=True)
    if call.areas.exists():
        rows = rows.filter(Q(areas__in=call.areas.all()) | Q(is_wide=True)).distinct()
    return rows.order_by("name", "pk")


def councils_of_application(application: Application) -> QuerySet[Council]:
    """Those of its areas and those of the whole territory."""
    covers = Q(areas__in=application.areas.values("area")) | Q(is_wide=True)
    rows = Council.objects.filter(covers, contract=application.contract_id, is_active=True)
    return rows.distinct().order_by("name", "pk")
