"""The lists of a call: envelopes, committees, dates, questions, papers, points to check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ensemblier.calls import operations
from ensemblier.calls.enums import Section
from ensemblier.calls.exports import EXPORTS
from ensemblier.calls.forms import ROW_FORMS
from ensemblier.calls.models import (
    Call,
    CallDate,
    ChecklistItem,
    Committee,
    Envelope,
    Question,
    WantedAttachment,
)
from ensemblier.calls.operations.parts import shown_values
from ensemblier.calls.queries import rows_of
from ensemblier.calls.views.common import (
    FORM_METHODS,
    answer_form,
    answer_question,
    crumbs,
    of_call,
    step_address,
    step_context,
    to_write,
)
from ensemblier.contracts.exports import response_of
from ensemblier.core.http import do_with_message
from ensemblier.core.lifecycle import Text


@dataclass(frozen=True)
class Kind:
    """The words of one kind of row."""

    model: type[models.Model]
    section: str
    add: Text
    edit: Text
    remove: Text
    empty_title: Text
    empty_text: Text
    template: str = ""


KINDS = {
    "enveloppes": Kind(
        Envelope,
        Section.ENVELOPES,
        gettext_lazy("Ajouter une enveloppe"),
        gettext_lazy("Modifier l’enveloppe"),
        gettext_lazy("Retirer l’enveloppe « %(row)s » ?"),
        gettext_lazy("Aucune enveloppe"),
        gettext_lazy("Dites ce que chaque financeur met dans l’appel, ligne par ligne."),
        "calls/rows_enveloppes.html",
    ),
    "comites": Kind(
        Committee,
        Section.COMMITTEES,
        gettext_lazy("Ajouter un comité"),
        gettext_lazy("Modifier le comité"),
        gettext_lazy("Retirer le comité « %(row)s » ?"),
        gettext_lazy("Aucun comité"),
        gettext_lazy("Dites quelle instance examine quelle partie de l’appel."),
        "calls/rows_comites.html",
    ),
    "dates": Kind(
        CallDate,
        Section.CALENDAR,
        gettext_lazy("Ajouter une date"),
        gettext_lazy("Modifier la date"),
        gettext_lazy("Retirer la date « %(row)s » ?"),
        gettext_lazy("Aucune autre date"),
        gettext_lazy("Une réunion d’information, une permanence, un comité."),
    ),
    "questions": Kind(
        Question,
        Section.QUESTIONS,
        gettext_lazy("Ajouter une question"),
        gettext_lazy("Modifier la question"),
        gettext_lazy("Retirer la question « %(row)s » ?"),
        gettext_lazy("Aucune question en plus"),
        gettext_lazy("Le formulaire suit le Cerfa 12156. Ajoutez ce qu’il ne demande pas."),
        "calls/rows_questions.html",
    ),
    "pieces": Kind(
        WantedAttachment,
        Section.ATTACHMENTS,
        gettext_lazy("Demander une pièce"),
        gettext_lazy("Modifier la pièce demandée"),
        gettext_lazy("Ne plus demander « %(row)s » ?"),
        gettext_lazy("Aucune pièce demandée"),
        gettext_lazy("Les pièces du dossier de la structure ne sont demandées qu’une fois."),
        "calls/rows_pieces.html",
    ),
    "verifications": Kind(
        ChecklistItem,
        Section.CHECKLIST,
        gettext_lazy("Ajouter un point à vérifier"),
        gettext_lazy("Modifier le point à vérifier"),
        gettext_lazy("Retirer le point « %(row)s » ?"),
        gettext_lazy("Aucun point à vérifier"),
        gettext_lazy("Ce que l’équipe vérifie dans chaque dossier, dans l’ordre."),
        "calls/rows_verifications.html",
    ),
}


def _kind(word: str) -> Kind:
    if word not in KINDS:
        raise Http404
    return KINDS[word]


def _row(call: Call, kind: Kind, row_pk: int) -> Any:
    return get_object_or_404(kind.model._default_manager.filter(call=call), pk=row_pk)


def _back(call: Call, kind: Kind) -> str:
    return step_address(kind.section, call)


def _crumbs(call: Call, kind: Kind, title: Any) -> list[tuple[Any, str]]:
    return crumbs(call, (Section(kind.section).label, _back(call, kind)), (title, ""))


@require_safe
@of_call
def list_rows(request: HttpRequest, call: Call, word: str) -> HttpResponse:
    kind = _kind(word)
    if kind.section == Section.CALENDAR:
        return redirect(_back(call, kind))
    rows = list(rows_of(call, kind.model))
    context = step_context(
        request, call, kind.section, rows=rows, word=word, kind=kind, last=len(rows) - 1
    )
    if kind.model is Envelope:
        context["total_cents"] = sum(row.amount_cents for row in rows)
    return render(request, kind.template, context)


@require_safe
@of_call
def export(request: HttpRequest, call: Call, word: str, fmt: str) -> HttpResponse:
    kind = _kind(word)
    return response_of(EXPORTS[kind.model](rows_of(call, kind.model)), fmt, call.slug, word)


@require_http_methods(FORM_METHODS)
@to_write
def add(request: HttpRequest, call: Call, word: str) -> HttpResponse:
    kind = _kind(word)
    form = ROW_FORMS[kind.model](request.POST or None, request.FILES or None, call=call)
    return answer_form(
        request,
        form,
        operations.add_part,
        lambda values: {"call": call, "model": kind.model, "values": values},
        call=call,
        back=_back(call, kind),
        breadcrumb=_crumbs(call, kind, kind.add),
        title=str(kind.add),
        submit=_("Ajouter"),
        done=_("C’est ajouté."),
    )


@require_http_methods(FORM_METHODS)
@to_write
def edit(request: HttpRequest, call: Call, word: str, row_pk: int) -> HttpResponse:
    kind = _kind(word)
    row = _row(call, kind, row_pk)
    form = ROW_FORMS[kind.model](
        request.POST or None, request.FILES or None, call=call, row=row, shown=shown_values(row)
    )
    return answer_form(
        request,
        form,
        operations.update_part,
        lambda values: {"row": row, "values": values},
        call=call,
        back=_back(call, kind),
        breadcrumb=_crumbs(call, kind, kind.edit),
        title=str(kind.edit),
        submit=_("Enregistrer"),
        done=_("C’est enregistré."),
    )


@require_POST
@to_write
def move(request: HttpRequest, call: Call, word: str, row_pk: int) -> HttpResponse:
    kind = _kind(word)
    row = _row(call, kind, row_pk)
    if kind.model is CallDate:
        raise Http404
    places = -1 if request.POST.get("sens") == "haut" else 1
    do_with_message(
        request,
        operations.move_part,
        row=row,
        places=places,
        by=request.user,
        at=timezone.now(),
    )
    return redirect(f"{_back(call, kind)}#rang-{row.pk}")


@require_http_methods(FORM_METHODS)
@to_write
def remove(request: HttpRequest, call: Call, word: str, row_pk: int) -> HttpResponse:
    kind = _kind(word)
    row = _row(call, kind, row_pk)
    return answer_question(
        request,
        operations.remove_part,
        {"row": row},
        call=call,
        back=_back(call, kind),
        title=str(kind.remove) % {"row": row},
        text=_("Pour le remettre, il faudra le saisir de nouveau."),
        submit=_("Retirer"),
        done=_("C’est retiré."),
    )
