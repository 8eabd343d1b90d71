"""What a person finds, by kind. A visitor finds what the public site shows; the team, more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, F, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Concat, StrIndex
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from ensemblier.accounts.models import User
from ensemblier.applications.models import Action, Application
from ensemblier.calls.enums import CallState
from ensemblier.calls.models import Call
from ensemblier.contracts.models import Contract, ContractDocument
from ensemblier.contracts.permissions import contracts_for, is_administrator
from ensemblier.core.permissions import holds_a_role
from ensemblier.core.text import highlighted, search_terms
from ensemblier.councils.models import Council, Minutes
from ensemblier.organizations.models import Organization
from ensemblier.outcomes.queries.figures import public_requests
from ensemblier.plans.enums import VersionState
from ensemblier.plans.models import Node
from ensemblier.plans.queries import versions_in_force
from ensemblier.territories.models import Area

OVERVIEW_SIZE = 5
PAGE_SIZE = 25


@dataclass(frozen=True)
class Hit:
    title: SafeString
    url: str
    detail: str
    excerpt: SafeString | str = ""


@dataclass(frozen=True)
class Scope:
    """Who searches, and in which contract if they chose one."""

    user: Any
    contract: Contract | None

    @property
    def is_team(self) -> bool:
        return self.user.is_authenticated and holds_a_role(self.user)

    def contracts(self) -> QuerySet[Contract]:
        """Those that this person may read, within the one chosen."""
        found = searchable_contracts(self.user)
        return found.filter(pk=self.contract.pk) if self.contract else found


@dataclass(frozen=True)
class Kind:
    """One group of results. `code_fields` hold what a typed code must equal to come first."""

    key: str
    label: str | Promise
    rows: Callable[[Scope], QuerySet[Any]]
    hit: Callable[[Any, list[str], Scope], Hit]
    code_fields: tuple[str, ...] = ()
    for_team: bool = False


@dataclass(frozen=True)
class Group:
    kind: Kind
    count: int
    hits: list[Hit]


@dataclass(frozen=True)
class Results:
    terms: list[str]
    groups: list[Group]
    page: Page | None

    @property
    def count(self) -> int:
        return sum(group.count for group in self.groups)


def searchable_contracts(user: Any) -> QuerySet[Contract]:
    if is_administrator(user):
        return Contract.objects.all()
    if user.is_authenticated:
        return Contract.objects.filter(Q(is_public=True) | Q(pk__in=contracts_for(user)))
    return Contract.objects.filter(is_public=True)


def search(
    typed: str, *, user: Any, contract: Contract | None = None, kind: str = "", page: str = "1"
) -> Results:
    """Every kind with its count and first hits, or one kind page by page."""
    terms = search_terms(typed)
    scope = Scope(user, contract)
    if not terms:
        return Results([], [], None)
    groups: list[Group] = []
    chosen: Page | None = None
    for one in kinds_for(scope):
        found = ranked(one.rows(scope), one, typed, terms)
        if one.key == kind:
            chosen = Paginator(found, PAGE_SIZE).get_page(page)
            count, rows = chosen.paginator.count, chosen.object_list
        else:
            count = found.count()
            rows = found[:OVERVIEW_SIZE] if count and not kind else ()
        groups.append(Group(one, count, [one.hit(row, terms, scope) for row in rows]))
    return Results(terms, groups, chosen)


def kinds_for(scope: Scope) -> list[Kind]:
    return [kind for kind in KINDS if scope.is_team or not kind.for_team]


def ranked(rows: QuerySet[Any], kind: Kind, typed: str, terms: list[str]) -> QuerySet[Any]:
    """Rows that hold every term at the start of a word: exact code, then terms met early.

    A search text starts with the code and the title, so what is met early is in the title.
    """
    rows = rows.annotate(
        _words=Concat(Value(" "), F("search_text"), output_field=TextField()),
        _place=reduce(add, (StrIndex(F("_words"), Value(f" {term}")) for term in terms)),
    )
    for term in terms:
        rows = rows.filter(_words__contains=f" {term}")
    code = typed.strip().replace("\x00", "")[:60]
    exact = reduce(
        lambda condition, field: condition | Q(**{f"{field}__iexact": code}),
        kind.code_fields,
        Q(pk__in=[]),
    )
    rank = Case(When(exact, then=0), default=1, output_field=IntegerField())
    return rows.annotate(_rank=rank).order_by("_rank", "_place", "pk")


def excerpt(text: str, terms: list[str], width: int = 180) -> SafeString | str:
    """The part of `text` around the first term found in it, or nothing when none is."""
    marked = highlighted(text, terms)
    place = marked.find("<mark>")
    if place < 0:
        return ""
    start = text.rfind(" ", 0, max(0, place - width // 3)) + 1
    cut = text[start : start + width]
    if start + width < len(text):
        cut = f"{cut.rsplit(' ', 1)[0]}…"
    return highlighted(f"… {cut}" if start else cut, terms)


def _contracts(scope: Scope) -> QuerySet[Contract]:
    return scope.contracts().select_related("bearer")


def _contract_hit(row: Contract, terms: list[str], _scope: Scope) -> Hit:
    period = f"{row.starts_on.year}-{row.ends_on.year}"
    return Hit(
        highlighted(row.name, terms),
        row.get_absolute_url(),
        f"{row.bearer.label}, {period}",
        excerpt(row.summary, terms),
    )


def _nodes(scope: Scope) -> QuerySet[Node]:
    versions = versions_in_force().filter(contract__in=scope.contracts())
    return Node.objects.filter(version__in=versions).select_related("version__plan", "contract")


def _node_hit(row: Node, terms: list[str], _scope: Scope) -> Hit:
    plan = row.version.plan
    address = [row.contract.slug, plan.slug, row.theme_id]
    longer = " ".join(part for part in (row.title, row.description) if part != row.short_title)
    return Hit(
        highlighted(str(row), terms),
        reverse("portal:node", args=address),
        f"{plan.name} – {row.contract.name}",
        excerpt(longer, terms),
    )


def _calls(scope: Scope) -> QuerySet[Call]:
    """Published calls; a member also finds those that their own contracts prepare."""
    rows = Call.objects.filter(contract__in=scope.contracts())
    shown = ~Q(state=CallState.DRAFT)
    if scope.is_team:
        shown |= Q(contract__in=contracts_for(scope.user))
    return rows.filter(shown).select_related("contract")


def _call_hit(row: Call, terms: list[str], _scope: Scope) -> Hit:
    is_draft = row.state == CallState.DRAFT
    return Hit(
        highlighted(row.name, terms),
        reverse("calls:detail", args=[row.pk]) if is_draft else row.get_absolute_url(),
        f"{row.get_state_display()} – {row.contract.name}",
        excerpt(row.summary, terms),
    )


def _drafts(scope: Scope) -> QuerySet[Node]:
    mine = contracts_for(scope.user)
    if scope.contract:
        mine = mine.filter(pk=scope.contract.pk)
    return Node.objects.filter(version__state=VersionState.DRAFT, contract__in=mine).select_related(
        "version__plan", "contract"
    )


def _draft_hit(row: Node, terms: list[str], _scope: Scope) -> Hit:
    plan = row.version.plan
    return Hit(
        highlighted(str(row), terms),
        reverse("plans:detail", args=[row.contract.slug, plan.slug]),
        f"{plan.name} – {row.contract.name}",
        excerpt(row.title if row.title != row.short_title else "", terms),
    )


def _areas(scope: Scope) -> QuerySet[Area]:
    if scope.contract:
        return Area.objects.filter(contract_areas__contract=scope.contract)
    return Area.objects.all()


def _area_hit(row: Area, terms: list[str], _scope: Scope) -> Hit:
    detail = " ".join(
        str(part) for part in (row.get_kind_display(), row.get_generation_display()) if part
    )
    return Hit(highlighted(f"{row.name} {row.code}".strip(), terms), row.get_absolute_url(), detail)


def _organizations(scope: Scope) -> QuerySet[Organization]:
    """The team finds every structure; a visitor, those that a contract they read names."""
    rows = Organization.objects.filter(is_active=True)
    if scope.contract or not scope.is_team:
        contracts = scope.contracts().values("pk")
        rows = rows.filter(
            pk__in=Organization.objects.filter(
                Q(signatures__contract__in=contracts)
                | Q(contracts_borne__in=contracts)
                | Q(contracts_managed__in=contracts)
            ).values("pk")
        )
    return rows.select_related("commune").prefetch_related("signatures__contract")


def _organization_hit(row: Organization, terms: list[str], scope: Scope) -> Hit:
    """The team opens the file; a visitor, the signatories among which it stands."""
    signed = [one.contract for one in row.signatures.all() if one.contract.is_public]
    url = ""
    if scope.is_team:
        url = reverse("organizations:detail", args=[row.pk])
    elif signed:
        url = f"{reverse('portal:signatories', args=[signed[0].slug])}#structure-{row.pk}"
    place = row.commune.name if row.commune else ""
    title = f"{row.name} ({row.short_name})" if row.short_name else row.name
    detail = ", ".join(str(part) for part in (row.get_kind_display(), place) if part)
    return Hit(highlighted(title, terms), url, detail)


def _documents(scope: Scope) -> QuerySet[ContractDocument]:
    """Public papers; a member also finds the team's papers of their own contracts."""
    rows = ContractDocument.objects.filter(contract__in=scope.contracts())
    public = Q(is_public=True, file__is_public=True)
    if scope.is_team:
        public |= Q(contract__in=contracts_for(scope.user))
    return rows.filter(public).select_related("contract", "file")


def _document_hit(row: ContractDocument, terms: list[str], _scope: Scope) -> Hit:
    return Hit(
        highlighted(row.title, terms),
        reverse("files:download", args=[row.file.key]),
        f"{row.get_kind_display()} – {row.contract.name}",
    )


def _councils(scope: Scope) -> QuerySet[Council]:
    return Council.objects.filter(contract__in=scope.contracts()).select_related("contract")


def _council_hit(row: Council, terms: list[str], _scope: Scope) -> Hit:
    return Hit(
        highlighted(row.name, terms),
        row.get_absolute_url(),
        row.contract.name,
        excerpt(row.description, terms),
    )


def _minutes(scope: Scope) -> QuerySet[Minutes]:
    """Published ones; a member also finds those that their own contracts keep."""
    rows = Minutes.objects.filter(contract__in=scope.contracts())
    shown = Q(published_at__isnull=False)
    if scope.is_team:
        shown |= Q(contract__in=contracts_for(scope.user))
    return rows.filter(shown).select_related("council__contract")


def _minutes_hit(row: Minutes, terms: list[str], _scope: Scope) -> Hit:
    workspace = reverse("councils:one_minutes", args=[row.council_id, row.pk])
    return Hit(
        highlighted(str(row), terms),
        row.get_absolute_url() if row.is_published else workspace,
        f"{row.council.name} – {row.month_name}",
        excerpt(" ".join(row.text.split()), terms),
    )


def _people(scope: Scope) -> QuerySet[User]:
    """Those who hold a role in the same contracts; the administrator finds everyone."""
    if is_administrator(scope.user) and scope.contract is None:
        return User.objects.filter(is_active=True)
    mine = contracts_for(scope.user)
    if scope.contract:
        mine = mine.filter(pk=scope.contract.pk)
    return User.objects.filter(
        is_active=True, pk__in=User.objects.filter(contractroles__contract__in=mine).values("pk")
    )


def _person_hit(row: User, terms: list[str], _scope: Scope) -> Hit:
    return Hit(
        highlighted(str(row), terms), reverse("workspace:person", args=[row.pk]), row.email or ""
    )


def _actions(scope: Scope) -> QuerySet[Action]:
    """Actions that received money: what is only asked is nobody's business yet."""
    granted = public_requests().filter(contract__in=scope.contracts())
    return Action.objects.filter(pk__in=granted.values("application__action")).select_related(
        "bearer", "contract"
    )


def _action_hit(row: Action, terms: list[str], _scope: Scope) -> Hit:
    return Hit(
        highlighted(row.name, terms),
        reverse("portal:action", args=[row.contract.slug, row.number]),
        f"{row.bearer.label} – {row.contract.name}",
    )


def _applications(scope: Scope) -> QuerySet[Application]:
    """For the team: every application of its contracts."""
    mine = contracts_for(scope.user)
    if scope.contract:
        mine = mine.filter(pk=scope.contract.pk)
    return Application.objects.filter(contract__in=mine).select_related("action__bearer")


def _application_hit(row: Application, terms: list[str], _scope: Scope) -> Hit:
    return Hit(
        highlighted(row.title, terms),
        row.get_absolute_url(),
        f"{row.reference} – {row.action.bearer.label} – {row.get_state_display()}",
    )


KINDS = [
    Kind("contrats", _("Contrats de ville"), _contracts, _contract_hit),
    Kind("plans", _("Dans les plans"), _nodes, _node_hit, ("code",)),
    Kind("appels", _("Appels à projets"), _calls, _call_hit),
    Kind("actions", _("Actions soutenues"), _actions, _action_hit),
    Kind("territoires", _("Quartiers et territoires"), _areas, _area_hit, ("code",)),
    Kind("structures", _("Structures"), _organizations, _organization_hit, ("siret", "siren")),
    Kind("conseils", _("Conseils citoyens"), _councils, _council_hit),
    Kind("comptes-rendus", _("Comptes rendus des conseils"), _minutes, _minutes_hit),
    Kind("documents", _("Documents"), _documents, _document_hit),
    Kind("dossiers", _("Dossiers"), _applications, _application_hit, ("reference",), for_team=True),
    Kind("brouillons", _("Plans en préparation"), _drafts, _draft_hit, ("code",), for_team=True),
    Kind("personnes", _("Personnes"), _people, _person_hit, for_team=True),
]
