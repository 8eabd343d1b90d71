"""What an address leads to, for the person who asks; what they may not read does not exist."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from ensemblier.contracts.models import Contract
from ensemblier.portal.permissions import can_read_contract
from ensemblier.portal.queries import Shelf, shelf_of


def readable_contract(request: HttpRequest, slug: str) -> Contract:
    contract = Contract.objects.filter(slug=slug).select_related("bearer", "manager").first()
    if contract is None or not can_read_contract(request.user, contract):
        raise Http404(_("Ce contrat n’existe pas."))
    return contract


def readable_shelf(request: HttpRequest, slug: str) -> Shelf:
    """The contract's published plans; 404 when it has none."""
    shelf = shelf_of(slug)
    if shelf is None or not can_read_contract(request.user, shelf.contract):
        raise Http404(_("Ce contrat n’existe pas."))
    return shelf
