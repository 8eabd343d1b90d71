"""The rules of a call, and more time for one organization."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ensemblier.calls import operations
from ensemblier.calls.enums import Section
from ensemblier.calls.exports import export_of_graces
from ensemblier.calls.forms import GraceForm, RuleForm
from ensemblier.calls.models import Call
from ensemblier.calls.permissions import can_edit_call
from ensemblier.calls.queries import effective_rules, graces_of
from ensemblier.calls.views.common import (
    CURRENT,
    FORM_METHODS,
    address,
    answer_form,
    answer_question,
    crumbs,
    of_call,
    step_context,
    to_write,
)
from ensemblier.contracts.exports import response_of
from ensemblier.contracts.permissions import can_view_contract
from ensemblier.ui.pages import View


@require_safe
@of_call
def rules(request: HttpRequest, call: Call) -> HttpResponse:
    context = step_context(request, call, Section.RULES, rules=effective_rules(call))
    return render(request, "calls/rules.html", context)


@require_http_methods(FORM_METHODS)
@to_write
def edit_rule(request: HttpRequest, call: Call, code: str) -> HttpResponse:
    rule = next((one for one in effective_rules(call) if one.code == code), None)
    if rule is None:
        raise Http404
    back = address("rules", call)
    return answer_form(
        request,
        RuleForm(request.POST or None, rule=rule),
        operations.set_rule,
        lambda values: {"call": call, "code": code, **values},
        call=call,
        back=back,
        breadcrumb=crumbs(call, (Section.RULES.label, back), (rule.label, "")),
        title=_("Règle : %(rule)s") % {"rule": rule.label},
        submit=_("Enregistrer"),
        done=_("La règle est enregistrée."),
    )


@require_http_methods(FORM_METHODS)
@to_write
def drop_rule(request: HttpRequest, call: Call, code: str) -> HttpResponse:
    rule = get_object_or_404(call.rules, code=code)
    return answer_question(
        request,
        operations.drop_rule,
        {"rule": rule},
        call=call,
        back=address("rules", call),
        title=_("Remettre la règle à l’usage ?"),
        text=_("La valeur et la source que vous avez saisies seront effacées."),
        submit=_("Remettre à l’usage"),
        done=_("La règle est remise à l’usage."),
    )


def for_the_team(view: View) -> View:
    """Why somebody was given more time is told to the team, not to the funders."""

    @of_call
    @wraps(view)
    def guarded(request: HttpRequest, call: Call, **kwargs: Any) -> HttpResponseBase:
        if not can_view_contract(request.user, call.contract):
            raise Http404
        return view(request, call, **kwargs)

    return guarded


@require_safe
@for_the_team
def graces(request: HttpRequest, call: Call) -> HttpResponse:
    title = _("Délais accordés")
    context = {
        "call": call,
        "contract": call.contract,
        "rows": graces_of(call),
        "title": title,
        "breadcrumb": crumbs(call, (title, "")),
        "can_edit": can_edit_call(request.user, call),
        "current": CURRENT,
    }
    return render(request, "calls/graces.html", context)


@require_safe
@for_the_team
def export_graces(request: HttpRequest, call: Call, fmt: str) -> HttpResponse:
    return response_of(export_of_graces(graces_of(call)), fmt, call.slug, _("délais"))


@require_http_methods(FORM_METHODS)
@to_write
def give_grace(request: HttpRequest, call: Call) -> HttpResponse:
    back = address("graces", call)
    title = _("Accorder un délai")
    return answer_form(
        request,
        GraceForm(request.POST or None),
        operations.give_grace,
        lambda values: {"call": call, **values},
        call=call,
        back=back,
        breadcrumb=crumbs(call, (_("Délais accordés"), back), (title, "")),
        title=title,
        lead=_("À une seule structure, avec un motif. Ses membres sont prévenus."),
        submit=_("Accorder le délai"),
        done=_("Le délai est accordé."),
    )


@require_http_methods(FORM_METHODS)
@to_write
def take_grace_back(request: HttpRequest, call: Call, grace_pk: int) -> HttpResponse:
    grace = get_object_or_404(graces_of(call), pk=grace_pk)
    return answer_question(
        request,
        operations.take_grace_back,
        {"grace": grace},
        call=call,
        back=address("graces", call),
        title=_("Reprendre le délai de %(organization)s ?")
        % {"organization": grace.organization.label},
        text=_("Un dossier déjà déposé le reste."),
        submit=_("Reprendre le délai"),
        done=_("Le délai est repris."),
    )
