"""Preparing consultations, about a call, an application or anything, and sending them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from ensemblier.applications.models import Application
from ensemblier.appraisal.forms import (
    ConsultationForm,
    DraftForm,
    PapersForm,
)
from ensemblier.appraisal.operations import consultations as operations
from ensemblier.appraisal.queries.consultations import (
    councils_of_application,
    councils_of_call,
)
from ensemblier.appraisal.views.common import FORM_METHODS, acting, of_file_team
from ensemblier.appraisal.views.consultations.common import (
    CURRENT,
    address,
    answer_form,
    ask,
    crumbs,
    of_call_team,
    of_consultation_team,
)
from ensemblier.calls.models import Call
from ensemblier.contracts.models import Contract
from ensemblier.contracts.permissions import (
    contracts_for,
    require_edit,
)
from ensemblier.core.http import do_in_form, do_with_message
from ensemblier.councils.deadlines import earliest_due
from ensemblier.councils.enums import ConsultationState, Matter
from ensemblier.councils.models import Consultation, Council
from ensemblier.councils.operations import consultations as drafts
from ensemblier.councils.rules import CONSULTATION_RULES
from ensemblier.councils.sentences import silence_in_words
from ensemblier.ui.pages import form_page

FREE_MATTERS = [(one.value, one.label) for one in (Matter.REPORT, Matter.OTHER)]


@require_http_methods(FORM_METHODS)
@login_required
def prepare(request: HttpRequest, slug: str) -> HttpResponseBase:
    """About the annual report or anything that is no call and no application."""
    contract = contracts_for(request.user).filter(slug=slug).first()
    if contract is None:
        raise Http404
    require_edit(request.user, contract)
    councils = Council.objects.filter(contract=contract, is_active=True).order_by("name", "pk")
    return _prepare(request, contract, councils, {"councils": councils}, matters=FREE_MATTERS)


@require_http_methods(FORM_METHODS)
@of_call_team
def prepare_call(request: HttpRequest, call: Call) -> HttpResponseBase:
    everyone = Council.objects.filter(contract=call.contract, is_active=True)
    initial = {
        "councils": councils_of_call(call),
        "title": call.name,
        "question": _("Que pense votre conseil de cet appel à projets\u00a0?"),
    }
    return _prepare(request, call.contract, everyone.order_by("name", "pk"), initial, call=call)


@require_http_methods(FORM_METHODS)
@of_file_team
def prepare_application(request: HttpRequest, application: Application) -> HttpResponseBase:
    everyone = Council.objects.filter(contract=application.contract, is_active=True)
    initial = {
        "councils": councils_of_application(application),
        "title": f"{application.reference} – {application.title}"[:250],
        "question": _("Que pense votre conseil de cette action dans votre quartier\u00a0?"),
    }
    return _prepare(
        request,
        application.contract,
        everyone.order_by("name", "pk"),
        initial,
        application=application,
    )


def _prepare(
    request: HttpRequest,
    contract: Contract,
    councils: Any,
    initial: Mapping[str, Any],
    *,
    matters: Any = (),
    call: Call | None = None,
    application: Application | None = None,
) -> HttpResponseBase:
    matter = Matter.CALL if call else Matter.APPLICATION if application else Matter.REPORT
    rule = CONSULTATION_RULES[matter]
    due_on = earliest_due(rule, timezone.localdate())
    form = ConsultationForm(
        request.POST or None,
        request.FILES or None,
        councils=councils,
        matters=matters,
        initial={"due_on": due_on, **initial},
    )
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        prepared = do_in_form(
            form,
            operations.consult,
            contract=contract,
            call=call,
            application=application,
            councils=list(values.pop("councils")),
            papers=values.pop("papers"),
            send_now=values.pop("send_now"),
            matter=values.pop("matter", matter),
            values=values,
            by=acting(request),
            at=timezone.now(),
        )
        if prepared:
            return _to_prepared(request, prepared)
    title = _("Consulter des conseils citoyens")
    return form_page(
        request,
        form,
        title=title,
        lead=_rules_in_words(matters) if matters else _rule_in_words(matter),
        back=reverse("appraisal:consultations"),
        breadcrumb=crumbs(None, title),
        submit=_("Enregistrer"),
        current=CURRENT,
        contract=contract,
    )


def _to_prepared(request: HttpRequest, prepared: list[Consultation]) -> HttpResponse:
    if prepared[0].state == ConsultationState.SENT:
        done = ngettext(
            "%(count)d conseil est consulté.", "%(count)d conseils sont consultés.", len(prepared)
        )
    else:
        done = ngettext(
            "%(count)d consultation est prête à envoyer.",
            "%(count)d consultations sont prêtes à envoyer.",
            len(prepared),
        )
    messages.success(request, done % {"count": len(prepared)})
    if len(prepared) == 1:
        return redirect(address(prepared[0]))
    return redirect(reverse("appraisal:consultations"))


def _rules_in_words(matters: Any) -> str:
    return " ".join(_rule_in_words(Matter(matter)) for matter, _label in matters)


def _rule_in_words(matter: Matter) -> str:
    rule = CONSULTATION_RULES[matter]
    if rule.months:
        length = ngettext("%(count)d mois", "%(count)d mois", rule.months) % {"count": rule.months}
    else:
        length = ngettext("%(count)d jour", "%(count)d jours", rule.days) % {"count": rule.days}
    return _("%(matter)s\u00a0: au moins %(length)s (%(source)s). %(silence)s") % {
        "matter": str(matter.label).capitalize(),
        "length": length,
        "source": rule.source,
        "silence": silence_in_words(rule.silence),
    }


@require_http_methods(FORM_METHODS)
@of_consultation_team
def edit(request: HttpRequest, consultation: Consultation) -> HttpResponseBase:
    initial = {name: getattr(consultation, name) for name in drafts.FIELDS}
    return answer_form(
        request,
        DraftForm(request.POST or None, initial=initial),
        drafts.update_consultation,
        lambda values: {"consultation": consultation, "values": values},
        consultation=consultation,
        title=_("Modifier la consultation"),
        lead=_rule_in_words(Matter(consultation.matter)),
        submit=_("Enregistrer"),
        done=_("C’est enregistré."),
    )


@require_http_methods(FORM_METHODS)
@of_consultation_team
def add_papers(request: HttpRequest, consultation: Consultation) -> HttpResponseBase:
    return answer_form(
        request,
        PapersForm(request.POST or None, request.FILES or None),
        drafts.add_papers,
        lambda values: {"consultation": consultation, **values},
        consultation=consultation,
        title=_("Ajouter des papiers"),
        submit=_("Ajouter"),
        done=_("Les papiers sont ajoutés."),
    )


@require_POST
@of_consultation_team
def remove_paper(
    request: HttpRequest, consultation: Consultation, paper_pk: int
) -> HttpResponseBase:
    paper = get_object_or_404(
        consultation.papers.select_related("file", "consultation__contract"), pk=paper_pk
    )
    do_with_message(
        request,
        drafts.remove_paper,
        done=_("Le papier est retiré."),
        paper=paper,
        by=acting(request),
        at=timezone.now(),
    )
    return redirect(address(consultation))


@require_http_methods(FORM_METHODS)
@of_consultation_team
def send(request: HttpRequest, consultation: Consultation) -> HttpResponseBase:
    return ask(
        request,
        partial(operations.send, consultation=consultation),
        consultation=consultation,
        title=_("Envoyer la consultation\u00a0?"),
        text=_(
            "Les membres de «\u00a0%(council)s\u00a0» sont prévenus et le temps commence à courir. "
            "La question et les papiers ne changeront plus."
        )
        % {"council": consultation.council.name},
        submit=_("Envoyer"),
        done=_("La consultation est envoyée."),
        submit_kind="primary",
    )


@require_http_methods(FORM_METHODS)
@of_consultation_team
def discard(request: HttpRequest, consultation: Consultation) -> HttpResponseBase:
    return ask(
        request,
        partial(drafts.discard_consultation, consultation=consultation),
        consultation=consultation,
        title=_("Supprimer ce brouillon\u00a0?"),
        text=_("La question et les papiers seront effacés. Personne ne les a reçus."),
        submit=_("Supprimer le brouillon"),
        done=_("Le brouillon est supprimé."),
        after=reverse("appraisal:consultations"),
    )
