"""The list of calls, and the summary, publication and copy of each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ensemblier.calls import operations
from ensemblier.calls.enums import Section
from ensemblier.calls.exports import export_of_calls
from ensemblier.calls.filters import CallFilter
from ensemblier.calls.forms import CopyForm, NewCallForm
from ensemblier.calls.lifecycle import CALL
from ensemblier.calls.models import Call
from ensemblier.calls.permissions import can_edit_call
from ensemblier.calls.queries import (
    calls_seen_by,
    consultations_about,
    listed_calls,
    standing_of,
)
from ensemblier.calls.views.common import (
    CURRENT,
    FORM_METHODS,
    address,
    answer_question,
    crumbs,
    of_call,
    step_address,
    steps,
    to_write,
)
from ensemblier.contracts.exports import response_of
from ensemblier.contracts.models import Contract
from ensemblier.contracts.permissions import (
    can_edit_contract,
    can_view_contract,
    contracts_for,
    has_any_role,
    require_edit,
)
from ensemblier.core.http import do_in_form, do_with_message
from ensemblier.core.pagination import page_of
from ensemblier.organizations.permissions import funders_served_by
from ensemblier.ui.pages import form_page, visible_to


def sees_calls(user: Any) -> bool:
    return has_any_role(user) or bool(funders_served_by(user))


def _filtered(request: HttpRequest) -> CallFilter:
    return CallFilter(request.GET, listed_calls(calls_seen_by(request.user)), request=request)


@require_safe
@visible_to(sees_calls)
def list_calls(request: HttpRequest) -> HttpResponse:
    filtered = _filtered(request)
    page = page_of(filtered.qs, request)
    now = timezone.now()
    context = {
        "filter": filtered,
        "page": page,
        "rows": [{"call": call, "standing": standing_of(call, now)} for call in page],
        "is_filtered": any(request.GET.get(name) for name in filtered.filters),
        "writable": _writable(request.user),
        "current": CURRENT,
    }
    return render(request, "calls/list.html", context)


def _writable(user: Any) -> list[Contract]:
    return [contract for contract in contracts_for(user) if can_edit_contract(user, contract)]


@require_safe
@visible_to(sees_calls)
def export(request: HttpRequest, fmt: str) -> HttpResponse:
    return response_of(export_of_calls(_filtered(request).qs), fmt, _("appels"))


@require_http_methods(FORM_METHODS)
@login_required
def create(request: HttpRequest, slug: str) -> HttpResponse:
    contract = contracts_for(request.user).filter(slug=slug).first()
    if contract is None:
        raise Http404
    require_edit(request.user, contract)
    form = NewCallForm(request.POST or None, contract=contract, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        made = do_in_form(
            form,
            operations.create_call,
            contract=contract,
            plan_version=values.pop("plan_version"),
            values=values,
            by=request.user,
            at=timezone.now(),
        )
        if made:
            messages.success(request, _("L’appel est créé. Choisissez maintenant ses thèmes."))
            return redirect(step_address(Section.THEMES, made))
    back = reverse("calls:list")
    return form_page(
        request,
        form,
        title=_("Nouvel appel à projets"),
        lead=_("Il reste caché tant que vous ne le publiez pas. Tout pourra encore changer."),
        back=back,
        breadcrumb=[(_("Appels à projets"), back), (_("Nouvel appel à projets"), "")],
        submit=_("Créer l’appel"),
        current=CURRENT,
        contract=contract,
    )


@require_safe
@of_call
def detail(request: HttpRequest, call: Call) -> HttpResponse:
    counted: Any = listed_calls(Call.objects.filter(pk=call.pk)).get()
    listed = steps(call)
    context = {
        "call": call,
        "contract": call.contract,
        "standing": standing_of(call, timezone.now()),
        "total_cents": counted.total_cents,
        "application_count": counted.application_count,
        "theme_count": call.themes.count(),
        "steps": listed,
        "is_ready": not any(step["sentences"] for step in listed),
        "can_edit": can_edit_call(request.user, call),
        "transitions": [one.name for one in CALL.open_to(call, request.user)],
        "grace_count": call.graces.count(),
        "is_team": can_view_contract(request.user, call.contract),
        "consultations": consultations_about(call),
        "breadcrumb": crumbs(call),
        "current": CURRENT,
    }
    return render(request, "calls/detail.html", context)


@require_http_methods(FORM_METHODS)
@to_write
def copy(request: HttpRequest, call: Call) -> HttpResponse:
    form = CopyForm(request.POST or None, call=call)
    title = _("Copier pour une autre année")
    if request.method == "POST" and form.is_valid():
        made = do_in_form(
            form,
            operations.copy_call,
            call=call,
            year=form.cleaned_data["year"],
            by=request.user,
            at=timezone.now(),
        )
        if made:
            messages.success(
                request, _("L’appel est copié, dates décalées. Relisez les étapes marquées.")
            )
            return redirect(address("detail", made))
    return form_page(
        request,
        form,
        title=title,
        lead=_(
            "Thèmes, territoires, enveloppes, questions, pièces, règles et comités sont repris ; "
            "les dates avancent d’autant d’années. Ce qui est à relire sera marqué."
        ),
        back=address("detail", call),
        breadcrumb=crumbs(call, (title, "")),
        submit=_("Copier l’appel"),
        current=CURRENT,
        contract=call.contract,
    )


@require_http_methods(FORM_METHODS)
@to_write
def publish(request: HttpRequest, call: Call) -> HttpResponse:
    return answer_question(
        request,
        operations.publish_call,
        {"call": call},
        call=call,
        back=address("detail", call),
        title=_("Publier l’appel ?"),
        text=_(
            "Tout le monde pourra le lire, et les associations y répondre dès son ouverture. "
            "Les financeurs et l’équipe sont prévenus. Vous pourrez le retirer tant que "
            "personne n’a commencé de dossier."
        ),
        submit=_("Publier l’appel"),
        submit_kind="primary",
        done=_("L’appel est publié."),
    )


@require_http_methods(FORM_METHODS)
@to_write
def unpublish(request: HttpRequest, call: Call) -> HttpResponse:
    return answer_question(
        request,
        operations.unpublish_call,
        {"call": call},
        call=call,
        back=address("detail", call),
        title=_("Retirer l’appel du site ?"),
        text=_("Les liens déjà partagés ne mèneront plus à rien. Vous pourrez le republier."),
        submit=_("Retirer l’appel"),
        done=_("L’appel n’est plus public."),
    )


@require_http_methods(FORM_METHODS)
@to_write
def archive(request: HttpRequest, call: Call) -> HttpResponse:
    return answer_question(
        request,
        operations.archive_call,
        {"call": call},
        call=call,
        back=address("detail", call),
        title=_("Archiver l’appel ?"),
        text=_("Il restera lisible et ne changera plus. Vous pourrez le désarchiver."),
        submit=_("Archiver l’appel"),
        done=_("L’appel est archivé."),
    )


@require_http_methods(FORM_METHODS)
@to_write
def reopen(request: HttpRequest, call: Call) -> HttpResponse:
    return answer_question(
        request,
        operations.reopen_call,
        {"call": call},
        call=call,
        back=address("detail", call),
        title=_("Désarchiver l’appel ?"),
        text=_("Il pourra de nouveau être modifié. Ses dates disent toujours s’il est ouvert."),
        submit=_("Désarchiver l’appel"),
        submit_kind="primary",
        done=_("L’appel n’est plus archivé."),
    )


@require_http_methods(FORM_METHODS)
@to_write
def remove(request: HttpRequest, call: Call) -> HttpResponse:
    return answer_question(
        request,
        operations.remove_call,
        {"call": call},
        call=call,
        back=address("detail", call),
        title=_("Supprimer l’appel « %(call)s » ?") % {"call": call},
        text=_("Ses enveloppes, ses questions et tout le reste disparaissent avec lui."),
        submit=_("Supprimer l’appel"),
        done=_("L’appel est supprimé."),
        after=reverse("calls:list"),
    )


@require_POST
@to_write
def review(request: HttpRequest, call: Call, section: str) -> HttpResponse:
    if section not in Section.values:
        raise Http404
    do_with_message(
        request,
        operations.mark_reviewed,
        done=_("Relu."),
        call=call,
        section=section,
        by=request.user,
        at=timezone.now(),
    )
    return redirect(address("detail", call))
