"""The running grant of a council: its years, the ledger of each, the statement."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ensemblier.contracts.exports import response_of
from ensemblier.contracts.permissions import can_edit_contract
from ensemblier.core.exceptions import NotAllowed
from ensemblier.core.http import download, filename
from ensemblier.core.pagination import page_of
from ensemblier.councils.documents import statement_pdf
from ensemblier.councils.exports.grants import export_of_grants, export_of_ledger
from ensemblier.councils.forms.running_grants import CloseForm, CrossForm, EntryForm, GrantForm
from ensemblier.councils.models import Council, RunningGrant
from ensemblier.councils.operations import running_grants as operations
from ensemblier.councils.permissions import can_write_grant
from ensemblier.councils.queries.running_grants import (
    entries_of,
    grants_for,
    ledger_of,
    usual_grant,
)
from ensemblier.councils.views.common import (
    CURRENT,
    FORM_METHODS,
    address,
    answer_form,
    crumbs,
    of_council,
    section_context,
    to_edit,
)
from ensemblier.councils.views.councils import opens_councils
from ensemblier.files.views import serve
from ensemblier.ui.pages import visible_to

SECTION = "grants"


def _grant(request: HttpRequest, council: Council, grant_pk: int) -> RunningGrant:
    return get_object_or_404(grants_for(request.user), council=council, pk=grant_pk)


def _require_keeper(user: Any, council: Council) -> None:
    if not can_write_grant(user, council):
        raise NotAllowed(
            _(
                "La présidence et la trésorerie du conseil tiennent ces comptes, avec l’équipe "
                "du contrat."
            )
        )


@require_safe
@visible_to(opens_councils)
def list_grants(request: HttpRequest) -> HttpResponse:
    """Those of every council that the person opens."""
    today = timezone.localdate()
    page = page_of(grants_for(request.user), request)
    context = {
        "page": page,
        "rows": [(grant, grant.is_report_late(today)) for grant in page],
        "breadcrumb": crumbs(None, _("Dotations de fonctionnement")),
        "current": CURRENT,
    }
    return render(request, "councils/all_grants.html", context)


@require_safe
@visible_to(opens_councils)
def export_grants(request: HttpRequest, fmt: str) -> HttpResponse:
    table = export_of_grants(grants_for(request.user), timezone.localdate())
    return response_of(table, fmt, _("dotations"))


@require_safe
@of_council
def grants(request: HttpRequest, council: Council) -> HttpResponse:
    today = timezone.localdate()
    rows = [
        (grant, grant.is_report_late(today))
        for grant in grants_for(request.user).filter(council=council)
    ]
    context = section_context(request, council, SECTION, rows=rows)
    return render(request, "councils/grants.html", context)


@require_http_methods(FORM_METHODS)
@to_edit
def open_grant(request: HttpRequest, council: Council) -> HttpResponse:
    usual = usual_grant(council, timezone.localdate())
    return answer_form(
        request,
        GrantForm(request.POST or None, initial=vars(usual)),
        operations.open_grant,
        lambda values: {"council": council, **values},
        council=council,
        contract=council.contract,
        section=SECTION,
        title=_("Ouvrir une année"),
        lead=_("Le montant proposé est celui de la dernière dotation, ou l’usage."),
        submit=_("Ouvrir l’année"),
        done=_("L’année est ouverte."),
        after=lambda grant: address(council, "grant", grant.pk),
    )


@require_safe
@of_council
def grant(request: HttpRequest, council: Council, grant_pk: int) -> HttpResponse:
    row = _grant(request, council, grant_pk)
    context = section_context(
        request,
        council,
        SECTION,
        grant=row,
        lines=ledger_of(row),
        is_late=row.is_report_late(timezone.localdate()),
        can_read_receipts=can_write_grant(request.user, council),
        keeps=can_write_grant(request.user, council) and not row.is_closed,
    )
    context["section_title"] = str(row)
    context["breadcrumb"] = crumbs(council, str(row.year), SECTION)
    return render(request, "councils/grant.html", context)


@require_http_methods(FORM_METHODS)
@of_council
def add_entry(request: HttpRequest, council: Council, grant_pk: int) -> HttpResponse:
    _require_keeper(request.user, council)
    row = _grant(request, council, grant_pk)
    form = EntryForm(
        request.POST or None,
        request.FILES or None,
        with_income=can_edit_contract(request.user, council.contract),
    )
    return _answer(
        request,
        form,
        operations.add_entry,
        row,
        title=_("Écrire une ligne"),
        submit=_("Écrire cette ligne"),
        done=_("La ligne est écrite."),
    )


@require_http_methods(FORM_METHODS)
@of_council
def cross_entry(
    request: HttpRequest, council: Council, grant_pk: int, entry_pk: int
) -> HttpResponse:
    _require_keeper(request.user, council)
    row = _grant(request, council, grant_pk)
    entry = get_object_or_404(row.entries.select_related("grant"), pk=entry_pk)
    return answer_form(
        request,
        CrossForm(request.POST or None),
        operations.cross_out_entry,
        lambda values: {"entry": entry, **values},
        council=council,
        contract=council.contract,
        section=SECTION,
        title=_("Rayer «\u00a0%(label)s\u00a0»") % {"label": entry.label},
        lead=_("La ligne reste visible, rayée, et ne compte plus."),
        submit=_("Rayer la ligne"),
        done=_("La ligne est rayée."),
        after=lambda _entry: address(council, "grant", row.pk),
    )


@require_http_methods(FORM_METHODS)
@of_council
def close_grant(request: HttpRequest, council: Council, grant_pk: int) -> HttpResponse:
    _require_keeper(request.user, council)
    row = _grant(request, council, grant_pk)
    return _answer(
        request,
        CloseForm(request.POST or None, left=row.balance_cents > 0),
        operations.close_grant,
        row,
        title=_("Rendre les comptes de %(year)d") % {"year": row.year},
        submit=_("Clore l’année"),
        done=_("L’année est close."),
        on=timezone.localdate(),
        remainder="",
    )


def _answer(
    request: HttpRequest,
    form: Any,
    operation: Any,
    grant: RunningGrant,
    *,
    title: str,
    submit: str,
    done: str,
    **more: Any,
) -> HttpResponse:
    """`more` are arguments of the operation that the form does not ask for."""
    return answer_form(
        request,
        form,
        operation,
        lambda values: {"grant": grant, **more, **values},
        council=grant.council,
        contract=grant.contract,
        section=SECTION,
        title=title,
        submit=submit,
        done=done,
        after=lambda _result: address(grant.council, "grant", grant.pk),
    )


@require_safe
@of_council
def receipt(
    request: HttpRequest, council: Council, grant_pk: int, entry_pk: int
) -> HttpResponseBase:
    """Receipts bear names and addresses: for the team and those who keep the accounts."""
    _require_keeper(request.user, council)
    row = _grant(request, council, grant_pk)
    entry = get_object_or_404(entries_of(row), pk=entry_pk)
    if entry.receipt is None:
        raise Http404
    return serve(entry.receipt, request)


@require_safe
@of_council
def statement(request: HttpRequest, council: Council, grant_pk: int, fmt: str) -> HttpResponse:
    row = _grant(request, council, grant_pk)
    if fmt == "pdf":
        name = filename(_("comptes"), council.name, row.year, extension="pdf")
        return download(statement_pdf(row), name, inline=True)
    return response_of(export_of_ledger(ledger_of(row)), fmt, _("comptes"), council.name, row.year)
