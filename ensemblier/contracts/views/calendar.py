"""The calendar of a contract, and the feed that agendas follow."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ensemblier.contracts import operations
from ensemblier.contracts.exports import export_of_milestones, response_of
from ensemblier.contracts.forms import DoneForm, MilestoneForm
from ensemblier.contracts.icalendar import calendar_text
from ensemblier.contracts.models import Contract, Milestone
from ensemblier.contracts.permissions import can_edit_contract, sees_contract
from ensemblier.contracts.queries import calendar_of, milestones_of
from ensemblier.contracts.views.common import (
    address,
    answer_form,
    answer_question,
    of_contract,
    section_context,
    to_write,
)
from ensemblier.core.http import download, filename

FORM_METHODS = ["GET", "HEAD", "POST"]


def _milestone(contract: Contract, pk: int) -> Milestone:
    return get_object_or_404(milestones_of(contract).select_related("contract"), pk=pk)


@require_safe
@of_contract
def calendar(request: HttpRequest, contract: Contract) -> HttpResponse:
    today = timezone.localdate()
    entries = calendar_of(contract, list(milestones_of(contract)))
    context = section_context(
        contract,
        "calendar",
        entries=[
            {
                "entry": entry,
                "is_late": entry.is_late_on(today),
                "is_past": entry.is_past_on(today),
            }
            for entry in entries
        ],
        can_edit=can_edit_contract(request.user, contract),
        feed_url=request.build_absolute_uri(address("calendar_feed", contract)),
    )
    return render(request, "contracts/calendar.html", context)


@require_safe
def feed(request: HttpRequest, slug: str) -> HttpResponse:
    """Open to everyone when the contract is public; to its team otherwise."""
    contract = get_object_or_404(Contract, slug=slug)
    if not sees_contract(request.user, contract):
        raise Http404
    text = calendar_text(
        contract,
        calendar_of(contract, list(milestones_of(contract))),
        host=request.get_host(),
        url=request.build_absolute_uri(contract.get_absolute_url()),
        at=timezone.now(),
    )
    return download(text, filename(contract.slug, extension="ics"), inline=True)


@require_safe
@of_contract
def export(request: HttpRequest, contract: Contract, fmt: str) -> HttpResponse:
    table = export_of_milestones(milestones_of(contract))
    return response_of(table, fmt, contract.slug, _("calendrier"))


@require_http_methods(FORM_METHODS)
@to_write
def add(request: HttpRequest, contract: Contract) -> HttpResponse:
    return answer_form(
        request,
        MilestoneForm(request.POST or None),
        operations.add_milestone,
        lambda values: {"contract": contract, **values},
        contract=contract,
        section="calendar",
        title=_("Ajouter une étape"),
        submit=_("Ajouter l’étape"),
        done=_("L’étape est au calendrier."),
    )


@require_http_methods(FORM_METHODS)
@to_write
def edit(request: HttpRequest, contract: Contract, pk: int) -> HttpResponse:
    milestone = _milestone(contract, pk)
    return answer_form(
        request,
        MilestoneForm(request.POST or None, milestone=milestone),
        operations.update_milestone,
        lambda values: {"milestone": milestone, "values": values},
        contract=contract,
        section="calendar",
        title=_("Modifier l’étape"),
        submit=_("Enregistrer"),
        done=_("Les changements sont enregistrés."),
    )


@require_http_methods(FORM_METHODS)
@to_write
def complete(request: HttpRequest, contract: Contract, pk: int) -> HttpResponse:
    milestone = _milestone(contract, pk)
    return answer_form(
        request,
        DoneForm(request.POST or None),
        operations.complete_milestone,
        lambda values: {"milestone": milestone, **values},
        contract=contract,
        section="calendar",
        title=_("Faite\u00a0: %(title)s") % {"title": milestone.title},
        submit=_("Marquer comme faite"),
        done=_("L’étape est faite."),
    )


@require_http_methods(FORM_METHODS)
@to_write
def reopen(request: HttpRequest, contract: Contract, pk: int) -> HttpResponse:
    milestone = _milestone(contract, pk)
    return answer_question(
        request,
        operations.reopen_milestone,
        {"milestone": milestone},
        contract=contract,
        section="calendar",
        title=_("Remettre à faire\u00a0: %(title)s\u00a0?") % {"title": milestone.title},
        text=_("La date à laquelle elle a été faite sera effacée\u00a0; le journal la garde."),
        submit=_("Remettre à faire"),
        done=_("L’étape est de nouveau à faire."),
    )


@require_http_methods(FORM_METHODS)
@to_write
def remove(request: HttpRequest, contract: Contract, pk: int) -> HttpResponse:
    milestone = _milestone(contract, pk)
    return answer_question(
        request,
        operations.remove_milestone,
        {"milestone": milestone},
        contract=contract,
        section="calendar",
        title=_("Supprimer l’étape «\u00a0%(title)s\u00a0»\u00a0?") % {"title": milestone.title},
        text=_(
            "Elle disparaît du calendrier et des agendas qui le suivent. "
            "Pour la remettre, il faudra la saisir de nouveau."
        ),
        submit=_("Supprimer l’étape"),
        done=_("L’étape est supprimée."),
    )
