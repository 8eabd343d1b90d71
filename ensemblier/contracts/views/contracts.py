"""The list of contracts, and each one's summary, team and publication."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ensemblier.audit.queries import entries
from ensemblier.contracts import operations
from ensemblier.contracts.exports import export_of_contracts, response_of
from ensemblier.contracts.filters import ContractFilter
from ensemblier.contracts.forms import ContractForm, NewContractForm
from ensemblier.contracts.models import Contract
from ensemblier.contracts.permissions import (
    can_administer_contract,
    can_edit_contract,
    can_view_contract,
    has_any_role,
    is_administrator,
    require_installation,
)
from ensemblier.contracts.queries import contract_card, contracts_list, team_of
from ensemblier.contracts.views.common import (
    CURRENT,
    address,
    answer_form,
    answer_question,
    of_contract,
    section_context,
    to_administer,
    to_write,
)
from ensemblier.core.http import do_in_form
from ensemblier.core.pagination import page_of
from ensemblier.ui.pages import form_page, visible_to

FORM_METHODS = ["GET", "HEAD", "POST"]
LAST_DEEDS = 20


@require_safe
@visible_to(has_any_role)
def list_contracts(request: HttpRequest) -> HttpResponse:
    filtered = ContractFilter(request.GET, contracts_list(request.user), request=request)
    context = {
        "filter": filtered,
        "page": page_of(filtered.qs, request),
        "is_filtered": any(request.GET.get(name) for name in filtered.filters),
        "can_create": is_administrator(request.user),
        "today": timezone.localdate(),
        "current": CURRENT,
    }
    return render(request, "contracts/list.html", context)


@require_safe
@visible_to(has_any_role)
def export(request: HttpRequest, fmt: str) -> HttpResponse:
    filtered = ContractFilter(request.GET, contracts_list(request.user), request=request)
    return response_of(export_of_contracts(filtered.qs), fmt, _("contrats"))


@require_http_methods(FORM_METHODS)
@login_required
def create(request: HttpRequest) -> HttpResponse:
    if not has_any_role(request.user):
        raise Http404
    require_installation(request.user)
    form = NewContractForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        made = do_in_form(
            form,
            operations.create_contract,
            slug=values.pop("slug"),
            values=values,
            by=request.user,
            at=timezone.now(),
        )
        if made:
            messages.success(
                request,
                _("Le contrat est créé, pas encore public\u00a0: publiez-le quand il est prêt."),
            )
            return redirect(address("detail", made))
    return form_page(
        request,
        form,
        title=_("Nouveau contrat"),
        back=reverse("contracts:list"),
        breadcrumb=[(_("Contrats"), reverse("contracts:list")), (_("Nouveau contrat"), "")],
        submit=_("Créer le contrat"),
        current=CURRENT,
    )


@require_safe
@of_contract
def detail(request: HttpRequest, contract: Contract) -> HttpResponse:
    can_edit = can_edit_contract(request.user, contract)
    card = contract_card(contract, timezone.localdate(), request.user)
    context = section_context(
        contract,
        "detail",
        card=card,
        opened=[one for one in card.sister_contracts if can_view_contract(request.user, one)],
        entries=entries([contract.pk])[:LAST_DEEDS] if can_edit else [],
        can_edit=can_edit,
        can_administer=can_administer_contract(request.user, contract),
    )
    return render(request, "contracts/detail.html", context)


@require_http_methods(FORM_METHODS)
@to_write
def edit(request: HttpRequest, contract: Contract) -> HttpResponse:
    return answer_form(
        request,
        ContractForm(request.POST or None, contract=contract),
        operations.update_contract,
        lambda values: {"contract": contract, "values": values},
        contract=contract,
        section="detail",
        title=_("Modifier le contrat"),
        submit=_("Enregistrer"),
        done=_("Les changements sont enregistrés."),
    )


@require_http_methods(FORM_METHODS)
@to_administer
def publish(request: HttpRequest, contract: Contract) -> HttpResponse:
    return answer_question(
        request,
        operations.publish_contract,
        {"contract": contract},
        contract=contract,
        section="detail",
        title=_("Publier le contrat\u00a0?"),
        text=_(
            "Tout le monde verra le contrat, ses territoires, ses signataires, ses documents "
            "publics et son calendrier. Vous pourrez le retirer du site."
        ),
        submit=_("Publier le contrat"),
        submit_kind="primary",
        done=_("Le contrat est sur le site public."),
    )


@require_http_methods(FORM_METHODS)
@to_administer
def unpublish(request: HttpRequest, contract: Contract) -> HttpResponse:
    return answer_question(
        request,
        operations.unpublish_contract,
        {"contract": contract},
        contract=contract,
        section="detail",
        title=_("Retirer le contrat du site public\u00a0?"),
        text=_(
            "Ses pages et ses documents ne seront plus lisibles sans se connecter, et les liens "
            "déjà partagés ne mèneront plus à rien. Vous pourrez le publier de nouveau."
        ),
        submit=_("Retirer du site public"),
        done=_("Le contrat n’est plus sur le site public."),
    )


@require_safe
@of_contract
def team(request: HttpRequest, contract: Contract) -> HttpResponse:
    context = section_context(
        contract,
        "team",
        roles=team_of(contract, timezone.localdate()),
        can_administer=can_administer_contract(request.user, contract),
    )
    return render(request, "contracts/team.html", context)
