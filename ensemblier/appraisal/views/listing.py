"""The list of what is to be appraised, and what is done to many files at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ensemblier.applications.exchange import team_of
from ensemblier.appraisal.exports import export_of_applications
from ensemblier.appraisal.filters import AppraisalFilter
from ensemblier.appraisal.operations.assignments import assign_applications, assign_automatically
from ensemblier.appraisal.operations.files import appraise_applications
from ensemblier.appraisal.operations.reminders import remind_now
from ensemblier.appraisal.permissions import can_appraise_call
from ensemblier.appraisal.queries.committees import examined_by, proposed_assignments
from ensemblier.appraisal.queries.listing import (
    applications_to_appraise,
    calls_appraised_by,
    latest_with_applications,
    progress_of,
    with_list_details,
)
from ensemblier.appraisal.views.common import (
    CURRENT,
    FORM_METHODS,
    acting,
    crumbs,
    list_url,
    number_in,
    numbers_in,
    of_call_team,
    tell_outcome,
)
from ensemblier.calls.models import Call
from ensemblier.calls.permissions import can_view_call
from ensemblier.contracts.exports import response_of
from ensemblier.contracts.permissions import can_edit_contract, can_view_contract, has_any_role
from ensemblier.core.exceptions import Refused
from ensemblier.core.pagination import page_of
from ensemblier.councils.permissions import councils_of
from ensemblier.organizations.permissions import funders_served_by
from ensemblier.ui.pages import confirm_page

NOT_FILTERS = {"page", "appel"}


def _call_of(request: HttpRequest) -> Call | None:
    """The one asked for, else the latest with something to read. Raises Http404."""
    calls = calls_appraised_by(request.user)
    asked = request.GET.get("appel", "")
    if asked:
        return get_object_or_404(calls, pk=number_in(asked))
    return latest_with_applications(calls)


def _filtered(request: HttpRequest, call: Call, data: QueryDict) -> AppraisalFilter:
    rows = applications_to_appraise(request.user, call, timezone.localdate())
    return AppraisalFilter(data, rows, call=call, user=request.user)


@require_safe
@login_required
def list_applications(request: HttpRequest) -> HttpResponse:
    call = _call_of(request)
    calls = list(calls_appraised_by(request.user))
    if call is None:
        if not can_reach_appraisal(request.user):
            raise Http404
        return render(request, "appraisal/no_call.html", {"current": CURRENT})
    filtered = _filtered(request, call, request.GET)
    page = page_of(with_list_details(filtered.qs), request)
    rows = list(page.object_list)
    is_team = can_edit_contract(request.user, call.contract)
    everything = applications_to_appraise(request.user, call, timezone.localdate())
    context: dict[str, Any] = {
        "call": call,
        "contract": call.contract if can_view_contract(request.user, call.contract) else None,
        "calls": calls,
        "filter": filtered,
        "is_filtered": any(value for key, value in request.GET.items() if key not in NOT_FILTERS),
        "page": page,
        "rows": _with_committees(rows, call, filtered),
        "call_key": str(call.pk),
        "progress": progress_of(everything),
        "is_team": is_team,
        "sees_all": can_view_call(request.user, call),
        "team": list(team_of(call.contract_id)) if is_team else [],
        "today": timezone.localdate(),
        "query": request.GET.urlencode(),
        "current": CURRENT,
    }
    return render(request, "appraisal/list.html", context)


def _with_committees(rows: list[Any], call: Call, filtered: AppraisalFilter) -> list[Any]:
    committees = examined_by(call, rows, filtered.committees)
    for row in rows:
        row.committee = committees.get(row.pk)
    return rows


def can_reach_appraisal(user: Any) -> bool:
    """Somebody with a contract, a funder or a council, even before the first call."""
    return has_any_role(user) or bool(funders_served_by(user)) or bool(councils_of(user))


@require_safe
@login_required
def export(request: HttpRequest, fmt: str) -> HttpResponse:
    call = _call_of(request)
    if call is None or not can_appraise_call(request.user, call):
        raise Http404
    filtered = _filtered(request, call, request.GET)
    rows = list(with_list_details(filtered.qs))
    table = export_of_applications(rows, examined_by(call, rows, filtered.committees))
    return response_of(table, fmt, call.slug, _("dossiers à instruire"))


@require_POST
@of_call_team
def bulk(request: HttpRequest, call: Call) -> HttpResponseBase:
    """To the rows ticked, or to all those of the list as it is filtered."""
    filters = QueryDict(request.POST.get("query", ""))
    rows = _filtered(request, call, filters).qs.select_related("action__bearer", "contract")
    if not request.POST.get("all"):
        rows = rows.filter(pk__in=numbers_in(request.POST.getlist("pk")))
    applications = list(rows)
    back = redirect(f"{list_url(call).partition('?')[0]}?{filters.urlencode()}")
    if not applications:
        messages.error(request, _("Cochez au moins un dossier."))
        return back
    deed = request.POST.get("do")
    if deed == "appraise":
        opened = appraise_applications(
            applications=applications, by=acting(request), at=timezone.now()
        )
        done = ngettext(
            "%(count)d dossier est en instruction\u00a0; les avis sont demandés.",
            "%(count)d dossiers sont en instruction\u00a0; les avis sont demandés.",
            len(opened.done),
        )
        tell_outcome(request, opened, done % {"count": len(opened.done)})
        return back
    person = next(
        (one for one in team_of(call.contract_id) if str(one.pk) == request.POST.get("person")),
        None,
    )
    if person is None:
        messages.error(request, _("Choisissez à qui confier ces dossiers."))
        return back
    given = assign_applications(
        applications=applications, person=person, by=acting(request), at=timezone.now()
    )
    done = ngettext(
        "%(count)d dossier confié à %(who)s.",
        "%(count)d dossiers confiés à %(who)s.",
        len(given.done),
    )
    tell_outcome(request, given, done % {"count": len(given.done), "who": person})
    return back


@require_http_methods(FORM_METHODS)
@of_call_team
def assign_all(request: HttpRequest, call: Call) -> HttpResponseBase:
    """Show who would get the files that nobody follows, and why; then do it."""
    if request.method == "POST":
        outcome = assign_automatically(call=call, by=acting(request), at=timezone.now())
        done = ngettext(
            "%(count)d dossier confié.", "%(count)d dossiers confiés.", len(outcome.done)
        )
        tell_outcome(request, outcome, done % {"count": len(outcome.done)})
        return redirect(list_url(call))
    context = {
        "call": call,
        "contract": call.contract,
        "proposals": proposed_assignments(call),
        "breadcrumb": crumbs(call, (_("Répartir les dossiers"), "")),
        "current": CURRENT,
    }
    return render(request, "appraisal/assign_all.html", context)


@require_http_methods(FORM_METHODS)
@of_call_team
def remind(request: HttpRequest, call: Call) -> HttpResponseBase:
    if request.method == "POST":
        try:
            reminded = remind_now(call=call, by=acting(request), at=timezone.now())
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(list_url(call))
        sentence = ngettext(
            "%(people)d personne est relancée.", "%(people)d personnes sont relancées.",
            reminded.people,
        )  # fmt: skip
        messages.success(request, sentence % {"people": reminded.people})
        if reminded.unreachable:
            messages.warning(
                request,
                ngettext(
                    "Pour %(count)d avis, personne n’a de compte ici\u00a0: appelez.",
                    "Pour %(count)d avis, personne n’a de compte ici\u00a0: appelez.",
                    reminded.unreachable,
                )
                % {"count": reminded.unreachable},
            )
        return redirect(list_url(call))
    return confirm_page(
        request,
        title=_("Relancer les avis attendus\u00a0?"),
        text=_(
            "Chaque personne dont un avis est attendu reçoit un seul message, avec leur nombre. "
            "Les relances partent aussi d’elles-mêmes, trois jours avant la date puis chaque "
            "semaine."
        ),
        back=list_url(call),
        breadcrumb=crumbs(call, (_("Relancer"), "")),
        submit=_("Relancer"),
        submit_kind="primary",
        current=CURRENT,
        contract=call.contract,
    )
