"""The contract itself."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.audit.operations import record
from ensemblier.contracts.effects import follow_publication
from ensemblier.contracts.models import Contract
from ensemblier.contracts.operations.base import locked, set_values
from ensemblier.contracts.permissions import require_administration, require_installation
from ensemblier.core.changes import labels_of
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.files.models import StoredFile

EDITABLE_FIELDS = (
    "name",
    "generation",
    "bearer",
    "manager",
    "starts_on",
    "ends_on",
    "midterm_on",
    "summary",
)
SLUG_LENGTH = 80
# Words that open other pages beside those of contracts.
RESERVED_SLUGS = {"export", "nouveau"}


@transaction.atomic
def create_contract(
    *, values: Mapping[str, Any], by: User, at: datetime.datetime, slug: str = ""
) -> Contract:
    """`values` maps `EDITABLE_FIELDS`. The address comes from the name unless `slug` is given,
    and never changes afterwards. A new contract is not public yet."""
    require_installation(by)
    contract = Contract(is_public=False)
    contract.slug = _free_slug(slug, str(values.get("name", "")))
    set_values(contract, values, EDITABLE_FIELDS)
    contract.save()
    record(
        action="contracts.create_contract",
        summary=_("Contrat créé\u00a0: %(name)s") % {"name": contract.name},
        by=by,
        at=at,
        target=contract,
    )
    return contract


@transaction.atomic
def update_contract(
    *, contract: Contract, values: Mapping[str, Any], by: User, at: datetime.datetime
) -> Contract:
    """The end that an avenant fixed is changed by that avenant and not here."""
    contract = locked(contract, by)
    changes = set_values(contract, values, EDITABLE_FIELDS)
    if not changes:
        return contract
    if "ends_on" in changes and contract.amendments.filter(new_end__isnull=False).exists():
        raise InvalidInput(
            _("La fin du contrat vient d’un avenant\u00a0: modifiez l’avenant."), field="ends_on"
        )
    contract.save()
    record(
        action="contracts.update_contract",
        summary=_("Contrat modifié\u00a0: %(name)s (%(fields)s)")
        % {"name": contract.name, "fields": labels_of(Contract, changes)},
        by=by,
        at=at,
        target=contract,
        changes=changes,
    )
    return contract


@transaction.atomic
def publish_contract(*, contract: Contract, by: User, at: datetime.datetime) -> Contract:
    return _set_public(contract, True, _("Contrat publié\u00a0: %(name)s"), by, at)


@transaction.atomic
def unpublish_contract(*, contract: Contract, by: User, at: datetime.datetime) -> Contract:
    """Its pages and its public documents leave the public site at once."""
    return _set_public(contract, False, _("Contrat retiré du site public\u00a0: %(name)s"), by, at)


def _set_public(
    contract: Contract, is_public: bool, sentence: str, by: User, at: datetime.datetime
) -> Contract:
    contract = locked(contract, by, require_administration)
    if contract.is_public == is_public:
        raise Refused(
            _("Ce contrat est déjà public.") if is_public else _("Ce contrat n’est pas public.")
        )
    contract.is_public = is_public
    contract.save()
    public_documents = contract.contractdocuments.filter(is_public=True)
    StoredFile.objects.filter(pk__in=public_documents.values("file")).update(is_public=is_public)
    follow_publication(contract)
    record(
        action="contracts.publish_contract" if is_public else "contracts.unpublish_contract",
        summary=sentence % {"name": contract.name},
        by=by,
        at=at,
        target=contract,
        changes={"is_public": [not is_public, is_public]},
    )
    return contract


def _free_slug(slug: str, name: str) -> str:
    """`slug` if nobody has it; else refused with one that is free."""
    wanted = slugify(slug or name)[:SLUG_LENGTH].strip("-")
    if not wanted:
        raise InvalidInput(
            _("L’adresse se compose de lettres sans accent, de chiffres et de tirets."),
            field="slug" if slug else "name",
        )
    if wanted in RESERVED_SLUGS:
        raise InvalidInput(
            _("Ce mot est pris par le site\u00a0: choisissez-en un autre."), field="slug"
        )
    holder = Contract.objects.filter(slug=wanted).first()
    if holder is None:
        return wanted
    taken = set(
        Contract.objects.filter(slug__startswith=wanted[:70]).values_list("slug", flat=True)
    )
    free = next(
        candidate
        for number in range(2, len(taken) + 3)
        if (candidate := f"{wanted[:70]}-{number}") not in taken
    )
    raise InvalidInput(
        _(
            "L’adresse «\u00a0%(slug)s\u00a0» est celle du contrat «\u00a0%(name)s\u00a0». "
            "Celle-ci est libre\u00a0: %(free)s"
        )
        % {"slug": wanted, "name": holder.name, "free": free},
        field="slug",
    )
