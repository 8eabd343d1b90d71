"""The opinion given, corrected, published; more time; who stays out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ensemblier.accounts.models import User
from ensemblier.appraisal.forms import (
    AnswerForm,
    CancelForm,
    ExtendForm,
    StakeForm,
)
from ensemblier.appraisal.operations import consultations as operations
from ensemblier.appraisal.views.common import FORM_METHODS, acting
from ensemblier.appraisal.views.consultations.common import (
    CURRENT,
    address,
    answer_form,
    crumbs,
    of_consultation,
    of_consultation_team,
    to_answer,
)
from ensemblier.contracts.permissions import (
    can_edit_contract,
    can_view_contract,
)
from ensemblier.core.http import do_in_form, do_with_message
from ensemblier.councils.models import Consultation
from ensemblier.councils.operations import answers
from ensemblier.councils.queries.consultations import seats_on
from ensemblier.ui.pages import form_page


@require_http_methods(FORM_METHODS)
@to_answer
def answer(request: HttpRequest, consultation: Consultation) -> HttpResponseBase:
    row = consultation
    initial = {
        "value": row.value,
        "text": row.text,
        "met_on": row.met_on,
        "present": row.present.all() if row.value else [],
        "others_present": row.others_present or None,
    }
    # Those who sat on any day since the sending: the operation checks the day of the meeting.
    since = timezone.localdate(row.sent_at) if row.sent_at else timezone.localdate()
    seats = seats_on(row, timezone.localdate()) | seats_on(row, since)
    form = AnswerForm(
        request.POST or None, request.FILES or None, seats=seats.distinct(), initial=initial
    )
    return answer_form(
        request,
        form,
        operations.answer,
        lambda values: _as_answer(row, values),
        consultation=row,
        title=_("Avis du conseil\u00a0: %(title)s") % {"title": row.title},
        lead=row.question,
        submit=_("Enregistrer l’avis"),
        done=_("L’avis est enregistré, l’équipe du contrat est prévenue."),
    )


def _as_answer(row: Consultation, values: dict[str, Any]) -> dict[str, Any]:
    minutes = values.pop("minutes")
    values["others_present"] = values["others_present"] or 0
    values["present"] = list(values["present"])
    return {"consultation": row, "answer": answers.Answer(**values), "minutes": minutes}


@require_POST
@of_consultation
def publish(request: HttpRequest, consultation: Consultation) -> HttpResponseBase:
    published = request.POST.get("published") == "1"
    done = _("L’avis est publié.") if published else _("L’avis n’est plus sur le site.")
    do_with_message(
        request,
        operations.publish,
        done=done,
        consultation=consultation,
        published=published,
        by=acting(request),
        at=timezone.now(),
    )
    return redirect(address(consultation))


@require_http_methods(FORM_METHODS)
@to_answer
def declare_stake(request: HttpRequest, consultation: Consultation) -> HttpResponseBase:
    """For oneself, or by the team for a member."""
    user, row = acting(request), consultation
    seats = seats_on(row, timezone.localdate())
    people = User.objects.filter(pk__in=seats.order_by().values("user")).order_by("full_name")
    if not can_edit_contract(user, row.contract):
        people = people.filter(pk=user.pk)
    form = StakeForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        declared = do_in_form(
            form,
            answers.declare_stake,
            consultation=row,
            by=user,
            at=timezone.now(),
            **form.cleaned_data,
        )
        if declared is not None:
            messages.success(request, _("Le déport est déclaré."))
            # Who has just stepped out reads the page no more.
            is_own = declared.user_id == user.pk
            return redirect(reverse("appraisal:consultations") if is_own else address(row))
    title = _("Se retirer de cette consultation")
    return form_page(
        request,
        form,
        title=title,
        lead=_(
            "Qui a un lien avec le sujet ne donne pas l’avis, n’est pas compté parmi les présents "
            "et ne reçoit plus rien. Seule l’équipe revient sur un déport."
        ),
        back=address(row),
        breadcrumb=crumbs(row, title),
        submit=_("Déclarer le déport"),
        current=CURRENT,
        contract=row.contract if can_view_contract(user, row.contract) else None,
    )


@require_POST
@of_consultation_team
def lift_stake(
    request: HttpRequest, consultation: Consultation, recusal_pk: int
) -> HttpResponseBase:
    recusal = get_object_or_404(
        consultation.recusals.select_related("consultation__contract"), pk=recusal_pk
    )
    do_with_message(
        request,
        answers.lift_stake,
        done=_("Le déport est levé."),
        recusal=recusal,
        by=acting(request),
        at=timezone.now(),
    )
    return redirect(address(consultation))


@require_http_methods(FORM_METHODS)
@of_consultation_team
def extend(request: HttpRequest, consultation: Consultation) -> HttpResponseBase:
    return answer_form(
        request,
        ExtendForm(request.POST or None, initial={"due_on": consultation.due_on}),
        operations.extend,
        lambda values: {"consultation": consultation, **values},
        consultation=consultation,
        title=_("Donner plus de temps"),
        submit=_("Donner ce temps"),
        done=_("Le conseil a plus de temps, ses membres sont prévenus."),
    )


@require_http_methods(FORM_METHODS)
@of_consultation_team
def cancel(request: HttpRequest, consultation: Consultation) -> HttpResponseBase:
    return answer_form(
        request,
        CancelForm(request.POST or None),
        operations.cancel,
        lambda values: {"consultation": consultation, **values},
        consultation=consultation,
        title=_("Annuler la consultation"),
        lead=_("Elle reste dans l’histoire du conseil, avec cette raison que ses membres lisent."),
        submit=_("Annuler la consultation"),
        done=_("La consultation est annulée, les membres sont prévenus."),
    )
