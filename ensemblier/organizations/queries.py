"""What is read about organizations. Each function owns its prefetches."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import ForeignObjectRel, ManyToOneRel, Q, QuerySet
from django.utils.translation import gettext as _

from ensemblier.core.models import matching
from ensemblier.core.permissions import sees_contract
from ensemblier.core.text import searchable
from ensemblier.organizations.enums import JoinState, MembershipRole
from ensemblier.organizations.identifiers import (
    compact,
    validate_rna,
    validate_siren,
    validate_siret,
)
from ensemblier.organizations.models import (
    JoinRequest,
    Membership,
    Organization,
    OrganizationDocument,
    OrganizationImport,
)


def listed_organizations() -> QuerySet[Organization]:
    """Merged duplicates aside."""
    return (
        Organization.objects.filter(merged_into__isnull=True)
        .select_related("commune")
        .order_by("name", "pk")
    )


def choosable_organizations() -> QuerySet[Organization]:
    """What a form offers when a structure is asked for."""
    return Organization.objects.filter(is_active=True).order_by("name", "pk")


def with_identifier(
    field: str, value: str, *, but: Organization | None = None
) -> Organization | None:
    if not value:
        return None
    rows = Organization.objects.filter(**{field: value})
    return rows.exclude(pk=but.pk).first() if but and but.pk else rows.first()


def same_name(name: str, commune_id: int | None = None) -> Organization | None:
    """A file of the same name, accents and case aside; in the same commune when both are known."""
    plain = searchable(name)
    if not plain:
        return None
    candidates = Organization.objects.filter(
        merged_into__isnull=True, search_text__startswith=plain
    )
    if commune_id:
        candidates = candidates.filter(Q(commune=commune_id) | Q(commune=None))
    return next((row for row in candidates[:50] if searchable(row.name) == plain), None)


# Six digits or more, or what a spreadsheet made of them.
LIKE_A_SIRET = re.compile(r"[0-9]{6}|[0-9](,?[0-9]+)?E\+?[0-9]+$")


def found_to_join(typed: str) -> list[Organization]:
    """Open files that a SIRET, a SIREN, an RNA number or words of the name find, ten at most.

    Raises ValidationError with a sentence for a number that cannot exist or for too little.
    """
    rows = Organization.objects.filter(is_active=True, merged_into__isnull=True)
    rows = rows.select_related("commune").order_by("name", "pk")
    plain = compact(typed)
    if plain.isdecimal() and len(plain) == 9:
        validate_siren(plain)
        rows = rows.filter(siren=plain)
    elif LIKE_A_SIRET.match(plain):
        validate_siret(plain)
        rows = rows.filter(siret=plain)
    elif re.match(r"W[0-9]", plain):
        validate_rna(plain)
        rows = rows.filter(rna=plain)
    elif len(searchable(typed)) < 3:
        raise ValidationError(_("Écrivez un SIRET, un numéro RNA, ou au moins trois lettres."))
    else:
        rows = rows.filter(matching(typed))
    return list(rows[:10])


def waiting_requests() -> QuerySet[JoinRequest]:
    """What somebody has to answer or to check, the oldest first."""
    return (
        JoinRequest.objects.filter(state__in=[JoinState.PENDING, JoinState.PROVISIONAL])
        .select_related("user", "organization__commune")
        .order_by("asked_at", "pk")
    )


def requests_of(user: Any) -> QuerySet[JoinRequest]:
    """Those that `user` made and that did not end in a place."""
    return (
        JoinRequest.objects.filter(user=user)
        .exclude(state__in=[JoinState.ACCEPTED, JoinState.WITHDRAWN])
        .select_related("organization")
    )


def places_of(user: Any, on: datetime.date) -> list[Membership]:
    """The places that `user` holds as one of the organization's own."""
    rows = Membership.objects.on(on).filter(user=user)
    rows = rows.exclude(role=MembershipRole.OFFICER)
    return list(rows.select_related("organization__commune").order_by("organization__name", "pk"))


@dataclass
class OrganizationFile:
    """All that the page of an organization shows, on one day."""

    organization: Organization
    on: datetime.date
    people: list[Membership]
    past_people: list[Membership]
    documents: list[OrganizationDocument]
    signatures: list[Any]
    contracts_borne: list[Any]
    contracts_managed: list[Any]
    merged_duplicates: list[Organization]
    waiting_requests: list[JoinRequest]

    @property
    def dated_documents(self) -> list[tuple[OrganizationDocument, str]]:
        """Each with what it is worth on that day: outdated, future or good."""
        return [(document, self._worth(document)) for document in self.documents]

    def _worth(self, document: OrganizationDocument) -> str:
        if document.is_outdated_on(self.on):
            return "outdated"
        return "future" if document.valid_from > self.on else "good"

    @property
    def outdated_documents(self) -> list[OrganizationDocument]:
        return [document for document in self.documents if document.is_outdated_on(self.on)]


def organization_file(organization: Organization, user: Any, on: datetime.date) -> OrganizationFile:
    """Contracts that `user` may not see are left out."""
    people = list(organization.memberships.select_related("user").order_by("-starts_on", "pk"))
    documents = organization.documents.select_related("file").order_by("kind", "-valid_from", "-pk")
    signatures = organization.signatures.select_related("contract").order_by(
        "-contract__starts_on", "pk"
    )
    return OrganizationFile(
        organization=organization,
        on=on,
        people=[membership for membership in people if membership.holds_on(on)],
        past_people=[membership for membership in people if not membership.holds_on(on)],
        documents=list(documents),
        signatures=[row for row in signatures if sees_contract(user, row.contract)],
        contracts_borne=_seen(user, organization.contracts_borne.all()),
        contracts_managed=_seen(user, organization.contracts_managed.all()),
        merged_duplicates=list(organization.merged_duplicates.all()),
        waiting_requests=list(waiting_requests().filter(organization=organization)),
    )


def _seen(user: Any, contracts: Iterable[Any]) -> list[Any]:
    return [contract for contract in contracts if sees_contract(user, contract)]


def pointing_relations() -> list[ManyToOneRel]:
    """Every foreign key to an organization, in whatever room."""
    relations: list[ForeignObjectRel] = Organization._meta.get_fields(include_hidden=True)  # type: ignore[assignment]
    return [relation for relation in relations if isinstance(relation, ManyToOneRel)]


def rows_pointing_to(organization: Organization) -> list[tuple[str, int]]:
    """(what, how many), for the page that asks before a merge."""
    counts = []
    for relation in pointing_relations():
        model = relation.related_model
        count = model._base_manager.filter(**{relation.field.name: organization}).count()
        if count:
            counts.append((str(model._meta.verbose_name_plural), count))
    return counts


def possible_duplicates(organization: Organization) -> QuerySet[Organization]:
    """Other files that share a word of the name, by name."""
    words = [word for word in searchable(organization.name).split() if len(word) > 3]
    condition = Q(pk__in=[])
    for word in words:
        condition |= Q(search_text__contains=word)
    return (
        Organization.objects.filter(condition, merged_into__isnull=True)
        .exclude(pk=organization.pk)
        .order_by("name", "pk")
    )


def last_imports() -> QuerySet[OrganizationImport]:
    """The twenty last, with who sent them; the reports are left in the database."""
    return OrganizationImport.objects.select_related("created_by").defer("report")[:20]
