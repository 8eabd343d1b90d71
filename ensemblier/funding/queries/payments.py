"""Payments: expected, late, made; what stands in the way of one."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from ensemblier.contracts.models import Contract
from ensemblier.contracts.permissions import can_edit_contract, contracts_for
from ensemblier.funding.models import Award, Payment, Recovery
from ensemblier.funding.queries.awards import awards_seen_by, needs_agreement, signed_agreement
from ensemblier.organizations.enums import DocumentKind
from ensemblier.organizations.models import OrganizationDocument
from ensemblier.organizations.permissions import funders_served_by

WITH_LINE = (
    "award__request__funder",
    "award__request__application__action__bearer",
    "award__request__application__call",
)


def obstacles_to_payment(award: Award, on: datetime.date) -> list[str]:
    """Sentences that say what is missing before `award` may be paid on that day."""
    return [*obstacles_of_bearer(award, on), *obstacle_of_agreement(award)]


def obstacles_of_bearer(award: Award, on: datetime.date) -> list[str]:
    bearer = award.request.application.action.bearer
    obstacles = []
    if not bearer.can_be_paid:
        obstacles.append(
            _("«\u00a0%(name)s\u00a0» n’a pas de SIRET\u00a0: elle ne peut pas être payée.")
            % {"name": bearer.label}
        )
    if not has_bank_details(bearer.pk, on):
        obstacles.append(
            _(
                "Le relevé d’identité bancaire de «\u00a0%(name)s\u00a0» manque "
                "ou n’est plus valable."
            )
            % {"name": bearer.label}
        )
    return obstacles


def has_bank_details(organization_id: int, on: datetime.date) -> bool:
    return (
        OrganizationDocument.objects.filter(
            organization=organization_id, kind=DocumentKind.BANK, valid_from__lte=on
        )
        .filter(Q(valid_to=None) | Q(valid_to__gte=on))
        .exists()
    )


def obstacle_of_agreement(award: Award) -> list[str]:
    if not needs_agreement(award) or signed_agreement(award):
        return []
    return [
        _(
            "Une convention signée est obligatoire\u00a0: «\u00a0%(funder)s\u00a0» accorde plus "
            "que le seuil à cette structure dans l’année (loi 2000-321, article 10)."
        )
        % {"funder": award.request.funder.label}
    ]


def payments_seen_by(user: Any) -> QuerySet[Payment]:
    """Those that are awaited first, by day; then what was paid, the latest first."""
    rows = Payment.objects.filter(award__in=awards_seen_by(user).values("pk"))
    awaited_first = F("made_on").desc(nulls_first=True)
    return rows.select_related(*WITH_LINE).order_by(awaited_first, "expected_on", "pk")


def late_payments(today: datetime.date) -> QuerySet[Payment]:
    return Payment.objects.filter(made_on=None, expected_on__lt=today)


def sums_of(payments: QuerySet[Payment], today: datetime.date) -> dict[str, int]:
    """In cents: made, expected, and late among the expected."""
    sums = payments.order_by().aggregate(
        made=Sum("amount_cents", filter=Q(made_on__isnull=False)),
        expected=Sum("amount_cents", filter=Q(made_on=None)),
        late=Sum("amount_cents", filter=Q(made_on=None, expected_on__lt=today)),
    )
    return {name: value or 0 for name, value in sums.items()}


def recoveries_seen_by(user: Any) -> QuerySet[Recovery]:
    rows = Recovery.objects.filter(award__in=awards_seen_by(user).values("pk"))
    return (
        rows.select_related(*WITH_LINE)
        .prefetch_related("receipts")
        .annotate(left_cents=F("amount_cents") - F("received_cents"))
        .order_by("-asked_on", "pk")
    )


def contracts_paid_by(user: Any) -> list[Contract]:
    """Those where `user` may write payments down: as the team, or for a funder."""
    funded = Contract.objects.filter(envelopes__funder__in=funders_served_by(user))
    rows = (contracts_for(user) | funded).distinct().order_by("-starts_on", "name")
    served = set(funded.values_list("pk", flat=True))
    return [row for row in rows if row.pk in served or can_edit_contract(user, row)]


def awards_to_plan(user: Any) -> QuerySet[Award]:
    """Granted or under agreement, and no payment is expected yet."""
    return awards_seen_by(user).filter(
        request__state__in=["granted", "agreement"], granted_cents__gt=0, payments=None
    )
