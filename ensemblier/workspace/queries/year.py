"""What the programming year awaits from a person, on whichever side of the table they sit."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import Count, Max, Min, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ensemblier.accounts.models import User
from ensemblier.applications.enums import ApplicationState
from ensemblier.applications.models import Application, JointApplicant
from ensemblier.appraisal.models import Opinion
from ensemblier.appraisal.queries.consultations import under_consultation
from ensemblier.calls.models import Call
from ensemblier.contracts.models import Contract
from ensemblier.councils.permissions import councils_of
from ensemblier.funding.enums import AgreementState
from ensemblier.funding.models import Agreement, Payment
from ensemblier.governance.enums import SessionState
from ensemblier.governance.models import Session
from ensemblier.organizations.permissions import funders_served_by, organizations_of
from ensemblier.outcomes.enums import ReportState
from ensemblier.outcomes.models import Report
from ensemblier.workspace.queries.lines import HORIZON, SHOWN, Line

TO_WRITE = [ReportState.DUE, ReportState.DRAFT, ReportState.TO_COMPLETE]
TO_READ = [ApplicationState.SUBMITTED, ApplicationState.RESUBMITTED]


def for_applicants(user: User, today: datetime.date) -> Iterable[Line]:
    own = organizations_of(user)
    if own:
        yield from _applications(own, today)
        yield from _agreements_to_sign(own)
        yield from _consents(own)
        yield from _reports(own, today)


def _applications(own: set[int], today: datetime.date) -> Iterable[Line]:
    """Drafts of calls that still take them, and what is sent back to be completed."""
    rows = Application.objects.filter(action__bearer__in=own).filter(
        Q(state=ApplicationState.TO_COMPLETE)
        | Q(state=ApplicationState.DRAFT, call__closes_at__gte=timezone.now())
    )
    for application in rows.select_related("call", "contract").order_by("pk")[:SHOWN]:
        if application.state == ApplicationState.TO_COMPLETE:
            verb, due = _("Compléter le dossier"), application.completion_due_on
        else:
            closes = application.call.closes_at if application.call else None
            verb, due = _("Finir et déposer le dossier"), closes and timezone.localdate(closes)
        yield Line(
            verb=verb,
            what=application.title,
            url=reverse("applications:detail", args=[application.pk]),
            due=due,
            is_late=bool(due and due < today),
            contract=str(application.contract),
        )


def _consents(own: set[int]) -> Iterable[Line]:
    rows = JointApplicant.objects.filter(
        organization__in=own,
        signed_at=None,
        application__state__in=[ApplicationState.DRAFT, ApplicationState.TO_COMPLETE],
    )
    for joint in rows.select_related("application__action__bearer")[:SHOWN]:
        yield Line(
            verb=_("Donner l’accord de votre structure"),
            what=f"{joint.application.title} – {joint.application.action.bearer.label}",
            url=reverse("applications:detail", args=[joint.application_id]),
        )


def _agreements_to_sign(own: set[int]) -> Iterable[Line]:
    rows = Agreement.objects.filter(
        application__action__bearer__in=own, state=AgreementState.SENT, bearer_signed_on=None
    )
    for agreement in rows.select_related("application", "funder")[:SHOWN]:
        yield Line(
            verb=_("Signer la convention"),
            what=f"{agreement.application.title} – {agreement.funder.label}",
            url=reverse("funding:application", args=[agreement.application_id]),
        )


def _reports(own: set[int], today: datetime.date) -> Iterable[Line]:
    rows = Report.objects.filter(
        application__action__bearer__in=own, state__in=TO_WRITE, due_on__lte=today + HORIZON
    )
    for report in rows.select_related("application").order_by("due_on", "pk")[:SHOWN]:
        due = report.completion_due_on or report.due_on
        yield Line(
            verb=_("Faire le bilan"),
            what=f"{report.application.title} ({report.application.year})",
            url=reverse("outcomes:detail", args=[report.pk]),
            due=due,
            is_late=due < today,
        )


def for_opinions(user: User, today: datetime.date) -> Iterable[Line]:
    """One line for each call: opinions asked of the funders and councils of `user`, those of a
    consultation aside."""
    missing = Opinion.objects.filter(
        ~under_consultation(),
        Q(organization__in=funders_served_by(user)) | Q(council__in=councils_of(user)),
        value="",
        application__state__in=[ApplicationState.ADMISSIBLE, ApplicationState.IN_APPRAISAL],
    )
    for row in (
        missing.order_by()
        .values("application__call", "application__call__name")
        .annotate(count=Count("pk"), due=Min("due_on"))
        .order_by("due")
    ):
        yield Line(
            verb=_("Donner un avis"),
            what=_many(row["count"], row["application__call__name"]),
            url=f"{reverse('appraisal:list')}?appel={row['application__call']}",
            due=row["due"],
            is_late=bool(row["due"] and row["due"] < today),
        )


def for_the_team(contracts: QuerySet[Contract], today: datetime.date) -> Iterable[Line]:
    own = contracts.values("pk")
    yield from _received(own)
    yield from _reports_to_read(own)
    yield from _late_payments(own, today)
    yield from _sessions(own, today)
    yield from _calls_to_publish(own)


def _received(own: QuerySet) -> Iterable[Line]:
    rows = Application.objects.filter(contract__in=own, state__in=TO_READ, call__isnull=False)
    for row in _by_call(rows):
        yield Line(
            verb=_("Dire si c’est recevable"),
            what=_many(row["count"], row["call__name"]),
            url=f"{reverse('appraisal:list')}?appel={row['call']}",
        )


def _by_call(rows: QuerySet[Application]) -> QuerySet:
    return rows.order_by().values("call", "call__name").annotate(count=Count("pk")).order_by("call")


def _reports_to_read(own: QuerySet) -> Iterable[Line]:
    count = Report.objects.filter(contract__in=own, state=ReportState.SUBMITTED).count()
    if count:
        yield Line(
            verb=_("Relire"),
            what=ngettext("%(count)d bilan déposé", "%(count)d bilans déposés", count)
            % {"count": count},
            url=f"{reverse('outcomes:reports')}?etat=a-lire",
        )


def _late_payments(own: QuerySet, today: datetime.date) -> Iterable[Line]:
    late = Payment.objects.filter(contract__in=own, made_on=None, expected_on__lt=today)
    found = late.aggregate(count=Count("pk"), latest=Max("expected_on"))
    if found["count"]:
        yield Line(
            verb=_("Faire payer"),
            what=ngettext(
                "%(count)d versement en retard", "%(count)d versements en retard", found["count"]
            )
            % {"count": found["count"]},
            url=reverse("funding:payments"),
            due=found["latest"],
            is_late=True,
        )


def _sessions(own: QuerySet, today: datetime.date) -> Iterable[Line]:
    rows = Session.objects.filter(
        contract__in=own,
        state__in=[SessionState.PLANNED, SessionState.OPEN],
        starts_at__date__lte=today + HORIZON,
    )
    for session in rows.select_related("body", "contract").order_by("starts_at")[:SHOWN]:
        day = timezone.localdate(session.starts_at)
        yield Line(
            verb=_("Tenir la séance"),
            what=session.body.name,
            url=reverse("appraisal:session", args=[session.pk]),
            due=day,
            is_late=day < today,
            contract=str(session.contract),
        )


def _calls_to_publish(own: QuerySet) -> Iterable[Line]:
    rows = Call.objects.filter(contract__in=own, state="draft").select_related("contract")
    for call in rows.order_by("pk")[:SHOWN]:
        yield Line(
            verb=_("Achever et publier l’appel"),
            what=call.name,
            url=reverse("calls:detail", args=[call.pk]),
            due=call.opens_at and timezone.localdate(call.opens_at),
            contract=str(call.contract),
        )


def _many(count: int, call: str) -> str:
    return ngettext("%(count)d dossier – %(call)s", "%(count)d dossiers – %(call)s", count) % {
        "count": count,
        "call": call,
    }
