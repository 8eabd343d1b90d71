"""Many minutes at once: dropped, looked over, kept or undone."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ensemblier.councils import operations
from ensemblier.councils.forms import ManyMinutesForm, MonthsForm
from ensemblier.councils.models import Council, MinutesUpload
from ensemblier.councils.views.common import (
    FORM_METHODS,
    address,
    answer_form,
    answer_question,
    to_write,
)


def _upload(council: Council, pk: int) -> MinutesUpload:
    upload = get_object_or_404(MinutesUpload, council=council, pk=pk)
    upload.council = council
    return upload


def _own_page(upload: MinutesUpload) -> str:
    return address(upload.council, "minutes_upload", upload.pk)


@require_http_methods(FORM_METHODS)
@to_write
def add_many_minutes(request: HttpRequest, council: Council) -> HttpResponse:
    return answer_form(
        request,
        ManyMinutesForm(request.POST or None, request.FILES or None),
        operations.prepare_minutes,
        lambda values: {"council": council, "files": values["dropped"]},
        council=council,
        contract=council.contract,
        section="minutes",
        title=_("Déposer plusieurs comptes rendus"),
        submit=_("Lire les fichiers"),
        done=_("Les fichiers sont lus. Vérifiez le mois de chacun."),
        after=_own_page,
    )


@require_http_methods(FORM_METHODS)
@to_write
def minutes_upload(request: HttpRequest, council: Council, upload_pk: int) -> HttpResponse:
    """The months to confirm; once kept, what may be undone."""
    upload = _upload(council, upload_pk)
    if upload.applied_at is not None:
        return redirect(address(council, "minutes"))
    form = MonthsForm(request.POST or None, items=upload.items)
    return answer_form(
        request,
        form,
        operations.apply_minutes,
        lambda _values: {"upload": upload, **form.as_arguments()},
        council=council,
        contract=council.contract,
        section="minutes",
        title=_("Vérifier les mois"),
        submit=_("Enregistrer les comptes rendus"),
        done=_("Les comptes rendus sont enregistrés."),
        more=_preview(form, upload),
    )


def _preview(form: MonthsForm, upload: MinutesUpload) -> dict[str, Any]:
    read = [
        {**upload.items[place], "field": form[f"month_{place}"], "count": _count(upload, place)}
        for place in form.places
    ]
    return {
        "template": "councils/minutes_upload.html",
        "upload": upload,
        "read": read,
        "refused": [item for item in upload.items if item.get("refusal")],
        "publish": form["publish"],
    }


def _count(upload: MinutesUpload, place: int) -> int:
    return len(upload.items[place]["pages"])


@require_http_methods(FORM_METHODS)
@to_write
def discard_upload(request: HttpRequest, council: Council, upload_pk: int) -> HttpResponse:
    upload = _upload(council, upload_pk)
    return answer_question(
        request,
        operations.discard_upload,
        {"upload": upload},
        council=council,
        section="minutes",
        title=_("Abandonner ce dépôt\u00a0?"),
        text=_("Les fichiers lus seront effacés. Rien n’avait été enregistré."),
        submit=_("Abandonner le dépôt"),
        done=_("Le dépôt est abandonné."),
        back=_own_page(upload),
    )


@require_http_methods(FORM_METHODS)
@to_write
def undo_upload(request: HttpRequest, council: Council, upload_pk: int) -> HttpResponse:
    upload = _upload(council, upload_pk)
    return answer_question(
        request,
        operations.undo_upload,
        {"upload": upload},
        council=council,
        section="minutes",
        title=_("Annuler ce dépôt\u00a0?"),
        text=_("Les comptes rendus de ce dépôt seront supprimés, s’ils ne sont pas publiés."),
        submit=_("Annuler le dépôt"),
        done=_("Le dépôt est annulé."),
    )
