"""What the pages of the reports share: who comes in, where one is."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from ensemblier.core.exceptions import NotAllowed
from ensemblier.outcomes.enums import AWAITED
from ensemblier.outcomes.models import Report
from ensemblier.outcomes.permissions import can_view_report, is_examiner, is_reporter
from ensemblier.outcomes.queries.figures import contracts_with_figures
from ensemblier.outcomes.queries.reports import with_application
from ensemblier.ui.components.shell import address
from ensemblier.ui.pages import View

CURRENT = "reports"


def of_report(view: View) -> View:
    """The view gets the report; for people who may not see it, it does not exist."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponseBase:
        report = get_object_or_404(with_application(Report.objects.all()), pk=pk)
        if not can_view_report(request.user, report):
            raise Http404
        return view(request, report, **kwargs)

    return guarded


def to_write(view: View) -> View:
    """For those who report, as long as the report is awaited."""

    @wraps(view)
    def guarded(request: HttpRequest, report: Report, **kwargs: Any) -> HttpResponseBase:
        if not is_reporter(request.user, report):
            raise NotAllowed(_("Un bilan est rempli par la structure qui a mené l’action."))
        if report.state not in AWAITED:
            raise NotAllowed(
                _(
                    "Ce bilan est déposé\u00a0: il ne se modifie plus. "
                    "Écrivez à l’équipe du contrat."
                )
            )
        return view(request, report, **kwargs)

    return of_report(guarded)


def to_examine(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, report: Report, **kwargs: Any) -> HttpResponseBase:
        if not is_examiner(request.user, report):
            raise NotAllowed(_("Un bilan est examiné par l’équipe du contrat."))
        return view(request, report, **kwargs)

    return of_report(guarded)


def crumbs(report: Report | None = None, here: object = "") -> list[tuple[Any, str]]:
    items: list[tuple[Any, str]] = [(_("Bilans"), reverse("outcomes:reports"))]
    if report:
        items.append((report.application.title, report.get_absolute_url()))
    if here:
        items.append((here, ""))
    else:
        items[-1] = (items[-1][0], "")
    return items


def thread_of(report: Report, user: Any) -> dict[str, Any]:
    """Where the report comes from, and what it feeds: what everybody reads of it, for those to
    whom the figures of the contract are closed."""
    application = report.application
    before = [
        (
            application.title,
            address("applications:detail", application.pk),
            _("le dossier %(reference)s") % {"reference": application.reference},
        )
    ]
    after = []
    if contracts_with_figures(user).exists():
        after.append((_("Les chiffres du contrat"), address("outcomes:figures"), ""))
    elif application.contract.is_public:
        public = address("portal:actions", application.contract.slug)
        after.append((_("Les actions soutenues"), public, ""))
    return {
        "thread_before": [link for link in before if link[1]],
        "thread_after": [link for link in after if link[1]],
    }
