"""What the councils await: opinions to give, consultations to send, accounts to close."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.appraisal.queries.consultations import consultations_awaited_from
from ensemblier.contracts.models import Contract
from ensemblier.councils.enums import ConsultationState
from ensemblier.councils.models import Consultation
from ensemblier.councils.queries.running_grants import accounts_to_close
from ensemblier.workspace.queries.lines import HORIZON, SHOWN, Line


def for_members(user: User, today: datetime.date) -> Iterable[Line]:
    for consultation in consultations_awaited_from(user)[:SHOWN]:
        yield Line(
            verb=_("Donner l’avis du conseil"),
            what=consultation.title,
            url=reverse("appraisal:consultation", args=[consultation.pk]),
            due=consultation.due_on,
            is_late=consultation.due_on < today,
            contract=str(consultation.contract),
        )


def for_the_team(contracts: QuerySet[Contract]) -> Iterable[Line]:
    rows = Consultation.objects.filter(
        contract__in=contracts.values("pk"), state=ConsultationState.DRAFT
    )
    for draft in rows.select_related("council", "contract").order_by("due_on", "pk")[:SHOWN]:
        yield Line(
            verb=_("Relire et envoyer la consultation"),
            what=str(draft),
            url=reverse("appraisal:consultation", args=[draft.pk]),
            contract=str(draft.contract),
        )


def for_accounts(user: User, contracts: QuerySet[Contract], today: datetime.date) -> Iterable[Line]:
    for grant in accounts_to_close(user, contracts, today, HORIZON)[:SHOWN]:
        yield Line(
            verb=_("Rendre les comptes du conseil"),
            what=str(grant),
            url=reverse("councils:grant", args=[grant.council_id, grant.pk]),
            due=grant.report_due_on,
            is_late=grant.is_report_late(today),
            contract=str(grant.contract),
        )
