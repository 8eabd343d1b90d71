"""What is read about consultations."""

from __future__ import annotations

import datetime
from collections import Counter
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from ensemblier.accounts.models import User
from ensemblier.contracts.enums import ContractRoleKind
from ensemblier.contracts.models import ContractRole
from ensemblier.contracts.permissions import contracts_for
from ensemblier.councils.enums import ConsultationState
from ensemblier.councils.models import Consultation, ConsultationRecusal, Council, Mandate
from ensemblier.councils.permissions import councils_of

SENT = ConsultationState.SENT


def consultations_for(user: Any) -> QuerySet[Consultation]:
    """Those of the contracts that `user` opens, and those sent to a council of theirs; `is_out`
    on those from which they stay out."""
    mine = Q(council__in=councils_of(user)) & ~Q(state=ConsultationState.DRAFT)
    recused = ConsultationRecusal.objects.filter(consultation=OuterRef("pk"), user=user.pk)
    return (
        Consultation.objects.filter(Q(contract__in=contracts_for(user).values("pk")) | mine)
        .select_related("council", "contract", "given_by")
        .annotate(is_out=Exists(recused))
        .order_by("-due_on", "council__name", "pk")
    )


def awaited_from(user: Any) -> QuerySet[Consultation]:
    """Those that a council of `user` has still to answer, recused ones aside."""
    return (
        Consultation.objects.filter(council__in=councils_of(user), state=SENT)
        .exclude(recusals__user=user)
        .select_related("council", "contract")
        .order_by("due_on", "pk")
    )


def seats_on(consultation: Consultation, day: datetime.date) -> QuerySet[Mandate]:
    """Who sits in the council that day, recused members aside."""
    recused = consultation.recusals.values("user")
    return (
        Mandate.objects.on(day)
        .filter(council=consultation.council_id)
        .exclude(user__in=recused)
        .select_related("user")
        .order_by("-college", "user__full_name", "pk")
    )


def members_told(consultation: Consultation, day: datetime.date) -> list[User]:
    seats = seats_on(consultation, day).filter(user__is_active=True)
    return list(User.objects.filter(pk__in=seats.order_by().values("user")).order_by("pk"))


def team_of(consultation: Consultation, day: datetime.date) -> list[User]:
    """Who prepared it, as long as they open the contract, and its administrators."""
    held = ContractRole.objects.on(day).filter(contract=consultation.contract_id)
    wanted = Q(kind=ContractRoleKind.ADMINISTRATOR) | Q(user=consultation.created_by_id)
    people = held.filter(wanted, user__is_active=True)
    return list(User.objects.filter(pk__in=people.order_by().values("user")).order_by("pk"))


def presence(consultation: Consultation) -> list[tuple[str, int]]:
    """How many members were present, by college."""
    return sorted(Counter(mandate.college for mandate in consultation.present.all()).items())


def published_opinions(council: Council) -> QuerySet[Consultation]:
    """What a council chose to say to everybody, the latest first."""
    return (
        Consultation.objects.filter(council=council, published_at__isnull=False)
        .prefetch_related("present")
        .order_by("-given_at", "pk")
    )
