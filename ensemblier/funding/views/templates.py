"""The templates of letters and agreements: list, help, preview on a real line, upload."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ensemblier.contracts.models import Contract
from ensemblier.contracts.permissions import can_edit_contract, contracts_for, require_edit
from ensemblier.contracts.queries import contract_for
from ensemblier.core.docx import render_docx
from ensemblier.core.exceptions import Refused
from ensemblier.core.http import do_in_form, do_with_message, download, filename
from ensemblier.files.views import serve
from ensemblier.funding.documents.defaults import default_template
from ensemblier.funding.documents.fields import fields_for, told_by
from ensemblier.funding.documents.pdf import pdf_of
from ensemblier.funding.documents.samples import sample_context
from ensemblier.funding.enums import TemplateKind
from ensemblier.funding.forms.small import FileForm
from ensemblier.funding.forms.templates import TemplateForm
from ensemblier.funding.models import DocumentTemplate
from ensemblier.funding.operations import templates as operations
from ensemblier.funding.queries.awards import awards_seen_by, with_line
from ensemblier.funding.queries.templates import content_of, templates_by_kind, templates_of
from ensemblier.funding.views.following import (
    CURRENT,
    FORM_METHODS,
    crumbs,
    for_followers,
    section_context,
)
from ensemblier.ui.pages import confirm_page, form_page, found_by

SECTION = "templates"
AWARDS_OFFERED = 100
View = Callable[..., HttpResponseBase]


@require_safe
@for_followers
def templates(request: HttpRequest) -> HttpResponse:
    """The contracts whose templates the person reads; the only one is opened at once."""
    contracts = list(contracts_for(request.user).order_by("-starts_on", "name"))
    if len(contracts) == 1:
        return redirect("funding:contract_templates", contracts[0].slug)
    context = section_context(SECTION, contracts=contracts)
    return render(request, "funding/template_contracts.html", context)


of_contract = found_by(contract_for, "slug")
to_write = found_by(contract_for, "slug", require_edit)


def _address(contract: Contract) -> str:
    return reverse("funding:contract_templates", args=[contract.slug])


def _crumbs(contract: Contract, here: Any = "") -> list[tuple[Any, str]]:
    places = [(contract.name, _address(contract))]
    return crumbs(SECTION, *places, *([(here, "")] if here else []))


@require_safe
@of_contract
def contract_templates(request: HttpRequest, contract: Contract) -> HttpResponse:
    context = section_context(
        SECTION,
        contract=contract,
        kinds=templates_by_kind(contract.pk),
        can_edit=can_edit_contract(request.user, contract),
    )
    context["breadcrumb"] = _crumbs(contract)
    return render(request, "funding/templates.html", context)


@require_safe
@of_contract
def kind(request: HttpRequest, contract: Contract, kind: str) -> HttpResponse:
    """The fields of one sort of document, as they read on the line that is chosen."""
    label = _label(kind)
    award = _chosen_award(request, contract, kind)
    sample, is_real = sample_context(kind, award, timezone.localdate())
    context = section_context(
        SECTION,
        contract=contract,
        kind=kind,
        kind_label=label,
        award=award,
        is_real=is_real,
        awards=_awards(request, contract, kind)[:AWARDS_OFFERED],
        fields=[(field, told_by(sample, field.name)) for field in fields_for(kind)],
        templates=templates_of(contract.pk).filter(kind=kind),
    )
    context["breadcrumb"] = _crumbs(contract, label)
    return render(request, "funding/template_kind.html", context)


@require_safe
@of_contract
def default(request: HttpRequest, contract: Contract, kind: str) -> HttpResponse:
    """The template that everybody starts from, to edit in a word processor."""
    name = filename(_label(kind), extension="docx")
    return download(default_template(kind), name)


@require_safe
@of_contract
def preview(request: HttpRequest, contract: Contract, kind: str, fmt: str) -> HttpResponse:
    """`?modele=` chooses a template, else the default one; `?financement=` a real line."""
    label = _label(kind)
    chosen = request.GET.get("modele", "")
    template = None
    if chosen:
        rows = templates_of(contract.pk).filter(kind=kind)
        template = get_object_or_404(rows, pk=chosen if chosen.isdecimal() else 0)
    sample, _is_real = sample_context(
        kind, _chosen_award(request, contract, kind), timezone.localdate()
    )
    try:
        content = render_docx(content_of(template, kind), sample)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("funding:template_kind", contract.slug, kind)
    if fmt == "docx":
        return download(content, filename(label, extension="docx"))
    if fmt != "pdf":
        raise Http404
    pdf = pdf_of([content], title=label, author=contract.name)
    return download(pdf, filename(label, extension="pdf"), inline=True)


@require_http_methods(FORM_METHODS)
@to_write
def add(request: HttpRequest, contract: Contract) -> HttpResponse:
    initial = {"kind": request.GET.get("sorte", TemplateKind.GRANT_LETTER)}
    form = TemplateForm(
        request.POST or None, request.FILES or None, contract_id=contract.pk, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        done = do_in_form(
            form,
            operations.add_template,
            contract=contract,
            uploaded=values.pop("file"),
            by=request.user,
            at=timezone.now(),
            **values,
        )
        if done is not None:
            messages.success(request, _("Le modèle est en service."))
            return redirect("funding:template_kind", contract.slug, done.kind)
    title = _("Ajouter un modèle")
    return form_page(
        request,
        form,
        title=title,
        lead=_(
            "Partez du modèle fourni\u00a0: téléchargez-le, changez ses phrases, gardez les champs "
            "entre accolades que vous voulez."
        ),
        back=_address(contract),
        breadcrumb=_crumbs(contract, title),
        submit=_("Ajouter le modèle"),
        current=CURRENT,
        contract=contract,
    )


def _template(contract: Contract, pk: int) -> DocumentTemplate:
    return get_object_or_404(templates_of(contract.pk), pk=pk)


@require_safe
@of_contract
def file(request: HttpRequest, contract: Contract, pk: int) -> HttpResponseBase:
    return serve(_template(contract, pk).file, request)


@require_http_methods(FORM_METHODS)
@to_write
def replace(request: HttpRequest, contract: Contract, pk: int) -> HttpResponse:
    template = _template(contract, pk)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        done = do_in_form(
            form,
            operations.replace_template,
            template=template,
            uploaded=form.cleaned_data["file"],
            by=request.user,
            at=timezone.now(),
        )
        if done is not None:
            messages.success(request, _("Le modèle est remplacé."))
            return redirect(_address(contract))
    title = _("Remplacer «\u00a0%(name)s\u00a0»") % {"name": template.name}
    return form_page(
        request,
        form,
        title=title,
        back=_address(contract),
        breadcrumb=_crumbs(contract, title),
        submit=_("Remplacer le fichier"),
        current=CURRENT,
        contract=contract,
    )


@require_POST
@to_write
def switch(request: HttpRequest, contract: Contract, pk: int) -> HttpResponse:
    template = _template(contract, pk)
    do_with_message(
        request,
        operations.switch_template,
        template=template,
        is_active=not template.is_active,
        by=request.user,
        at=timezone.now(),
        done=_("Le modèle n’est plus en service.")
        if template.is_active
        else _("Le modèle est en service."),
    )
    return redirect(_address(contract))


@require_http_methods(FORM_METHODS)
@to_write
def remove(request: HttpRequest, contract: Contract, pk: int) -> HttpResponse:
    template = _template(contract, pk)
    if request.method == "POST":
        do_with_message(
            request,
            operations.remove_template,
            template=template,
            by=request.user,
            at=timezone.now(),
            done=_("Le modèle est supprimé."),
        )
        return redirect(_address(contract))
    title = _("Supprimer «\u00a0%(name)s\u00a0»\u00a0?") % {"name": template.name}
    return confirm_page(
        request,
        title=title,
        text=_("Le fichier est détruit. Les documents déjà faits avec lui restent."),
        back=_address(contract),
        breadcrumb=_crumbs(contract, title),
        submit=_("Supprimer le modèle"),
        current=CURRENT,
        contract=contract,
    )


def _label(kind: str) -> str:
    if kind not in TemplateKind.values:
        raise Http404
    return str(TemplateKind(kind).label)


def _awards(request: HttpRequest, contract: Contract, kind: str) -> Any:
    """The lines that such a document might be about, the last decided first."""
    rows = awards_seen_by(request.user).filter(contract=contract, decided_on__isnull=False)
    if kind in {TemplateKind.REFUSAL_LETTER, TemplateKind.POSTPONEMENT_LETTER}:
        rows = rows.exclude(granted_cents__gt=0)
    else:
        rows = rows.filter(granted_cents__gt=0)
    return with_line(rows).order_by("-decided_on", "-pk")


def _chosen_award(request: HttpRequest, contract: Contract, kind: str) -> Any:
    """The line asked for, else the last that was decided; None when there is none."""
    rows = _awards(request, contract, kind)
    asked = request.GET.get("financement", "")
    return rows.filter(pk=asked).first() if asked.isdecimal() else rows.first()
