from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ensemblier.core.http import filename
from ensemblier.core.text import search_terms
from ensemblier.core.typography import euros
from ensemblier.plans.enums import Breakdown
from ensemblier.plans.exports import export_version
from ensemblier.plans.models import Node, Plan, PlannedIndicator, PlanVersion
from ensemblier.plans.queries import NodePage, compare_versions, heirs_of, node_page
from ensemblier.plans.queries.trees import level_name
from ensemblier.portal import trees
from ensemblier.portal.fingerprints import public_fingerprint
from ensemblier.portal.money import PublicMoney, granted_by_node, money_of_node
from ensemblier.portal.pages import kept_file, kept_page, settled_page, visitor_page
from ensemblier.portal.queries import Shelf
from ensemblier.portal.views.access import readable_shelf

OPEN_TO = ("0", "1", "2", "3", "4", "5", "6")
DEFAULT_OPEN_TO = 1
THREAD_LENGTH = 6
EXPORT_FORMATS = [("xlsx", "Excel"), ("csv", "CSV"), ("json", "JSON")]


@dataclass(frozen=True)
class Place:
    """A plan, the version of it that is read, and what stands beside it."""

    shelf: Shelf
    plan: Plan
    version: PlanVersion
    in_force: PlanVersion | None

    @property
    def is_in_force(self) -> bool:
        return self.version == self.in_force

    @property
    def query(self) -> str:
        """What links add to their address to stay in this version."""
        return "" if self.is_in_force else f"?version={self.version.number}"

    @property
    def versions(self) -> list[PlanVersion]:
        """Newest first."""
        return self.shelf.versions[self.plan.pk]

    @property
    def other_plans(self) -> list[Plan]:
        return [plan for plan in self.shelf.plans if plan != self.plan]


def place_of(request: HttpRequest, contract_slug: str, plan_slug: str) -> Place:
    """`?version=` reads another published version than the one in force."""
    shelf = readable_shelf(request, contract_slug)
    plan = next((one for one in shelf.plans if one.slug == plan_slug), None)
    if plan is None:
        raise Http404(_("Ce plan n’existe pas."))
    in_force = shelf.version_in_force(plan, timezone.localdate())
    asked = request.GET.get("version", "")
    version = in_force
    if asked:
        version = next((v for v in shelf.versions[plan.pk] if str(v.number) == asked), None)
    if version is None:
        raise Http404(_("Cette version du plan n’existe pas."))
    return Place(shelf, plan, version, in_force)


def breadcrumb_in(place: Place, *rest: tuple[str, str]) -> list[tuple[str, str]]:
    contract = place.shelf.contract
    plan_url = place.plan.get_absolute_url() if rest else ""
    return [(contract.name, contract.get_absolute_url()), (place.plan.name, plan_url), *rest]


@visitor_page
def plan(request: HttpRequest, contract_slug: str, plan_slug: str) -> HttpResponse:
    asked = request.GET
    plain = not asked.keys() - {"niveau", "version"} and asked.get("niveau", "") in ("", *OPEN_TO)
    shown = public_fingerprint(contract_slug) if plain else None
    if shown is None:
        return plan_page(request, contract_slug, plan_slug)
    return kept_page(
        request,
        ("plan", plan_slug, asked.get("niveau"), asked.get("version"), timezone.localdate(), shown),
        lambda: plan_page(request, contract_slug, plan_slug),
    )


def plan_page(request: HttpRequest, contract_slug: str, plan_slug: str) -> HttpResponse:
    place = place_of(request, contract_slug, plan_slug)
    typed = request.GET.get("q", "")[:200].replace("\x00", "").strip()
    level = request.GET.get("niveau", "")
    open_to = int(level) if level in OPEN_TO else DEFAULT_OPEN_TO
    context = {
        "contract": place.shelf.contract,
        "place": place,
        "plan": place.plan,
        "tree": trees.plan_tree(place.version, search_terms(typed), granted_by_node(place.version)),
        "typed": typed,
        "open_to": len(OPEN_TO) if typed else open_to,
        "breadcrumb": breadcrumb_in(place),
        "version_query": place.query,
        "formats": EXPORT_FORMATS,
        "current": "plan",
    }
    return render(request, "portal/plan.html", context)


@settled_page
def node(request: HttpRequest, contract_slug: str, plan_slug: str, theme_id: int) -> HttpResponse:
    """A theme keeps its address through all versions; one that is gone says what became of it."""
    place = place_of(request, contract_slug, plan_slug)
    if theme_id > BigIntegerField.MAX_BIGINT:
        raise Http404(_("Cet élément du plan n’existe pas."))
    try:
        page = node_page(place.version, theme_id)
    except Node.DoesNotExist:
        return gone_node(request, place, theme_id)
    ancestors = [(str(one), node_url(place, one)) for one in page.ancestors]
    money = money_of_node(page.node, place.version, timezone.localdate())
    context = {
        "contract": place.shelf.contract,
        "place": place,
        "plan": place.plan,
        "page": page,
        "node": page.node,
        "base_url": place.plan.get_absolute_url(),
        "version_query": place.query,
        "breadcrumb": breadcrumb_in(place, *ancestors, (str(page.node), "")),
        "indicators": [(one, breakdown_labels(one)) for one in page.indicators],
        "thread": thread_of(place, page, money),
        "money": money,
        "current": "plan",
    }
    return render(request, "portal/node.html", context)


def breakdown_labels(indicator: PlannedIndicator) -> list[str]:
    return [str(label) for key, label in Breakdown.choices if key in indicator.breakdowns]


def gone_node(request: HttpRequest, place: Place, theme_id: int) -> HttpResponse:
    known = [version.pk for version in place.versions]
    last = (
        Node.objects.filter(theme=theme_id, version__in=known).order_by("-version__number").first()
    )
    if last is None:
        raise Http404(_("Cet élément du plan n’existe pas."))
    version = next(one for one in place.versions if one.pk == last.version_id)
    context = {
        "contract": place.shelf.contract,
        "place": place,
        "plan": place.plan,
        "node": last,
        "last_version": version,
        "heirs": heirs_of(theme_id, place.version),
        "base_url": place.plan.get_absolute_url(),
        "breadcrumb": breadcrumb_in(place, (str(last), "")),
        "current": "plan",
    }
    return render(request, "portal/node_gone.html", context)


def node_url(place: Place, node: Node) -> str:
    return f"{place.plan.get_absolute_url()}{node.theme_id}/{place.query}"


def thread_of(place: Place, page: NodePage, money: PublicMoney) -> dict[str, Any]:
    """Up to the contract and the document it was read from; down to what it is made of, and to
    the actions that money was granted to."""
    before = [(place.shelf.contract.name, place.shelf.contract.get_absolute_url(), "")]
    source = page.version.source_name
    before.append(
        (place.plan.name, place.plan.get_absolute_url(), _("d’après %s") % source if source else "")
    )
    if page.ancestors:
        parent = page.ancestors[-1]
        before.append((str(parent), node_url(place, parent), parent_label(page)))
    shown = page.children[:THREAD_LENGTH]
    after = [(str(child), node_url(place, child), "") for child in shown]
    if len(page.children) > THREAD_LENGTH:
        rest = len(page.children) - THREAD_LENGTH
        after.append((_("et %d autres") % rest, "#contenu", ""))
    if money:
        actions = ngettext("%d action soutenue", "%d actions soutenues", money.action_count)
        after.append((actions % money.action_count, "#argent", euros(money.money.granted)))
    return {"before": before, "here": str(page.node), "after": after}


def parent_label(page: NodePage) -> str:
    return level_name(page.version.plan, page.node.level - 1)


@visitor_page
def plan_compare(request: HttpRequest, contract_slug: str, plan_slug: str) -> HttpResponse:
    """Two published versions side by side: the last two unless others are asked for."""
    place = place_of(request, contract_slug, plan_slug)
    newest_first = place.versions
    numbers = {str(version.number): version for version in newest_first}
    after = numbers.get(request.GET.get("apres", ""), newest_first[0])
    earlier = [version for version in newest_first if version.number < after.number]
    before = numbers.get(request.GET.get("avant", ""), earlier[0] if earlier else after)
    pairs = compare_versions(before, after) if before != after else []
    context = {
        "contract": place.shelf.contract,
        "place": place,
        "plan": place.plan,
        "before": before,
        "after": after,
        "comparison": trees.comparison(pairs),
        "base_url": place.plan.get_absolute_url(),
        "breadcrumb": breadcrumb_in(place, (_("Versions"), "")),
        "current": "plan",
    }
    return render(request, "portal/plan_compare.html", context)


@visitor_page
def plan_pdf(request: HttpRequest, contract_slug: str, plan_slug: str) -> HttpResponse:
    return _plan_file(request, place_of(request, contract_slug, plan_slug), "pdf")


@visitor_page
def plan_export(request: HttpRequest, contract_slug: str, plan_slug: str, fmt: str) -> HttpResponse:
    place = place_of(request, contract_slug, plan_slug)
    if fmt not in dict(EXPORT_FORMATS):
        raise Http404(_("Ce plan ne se télécharge pas dans ce format."))
    return _plan_file(request, place, fmt)


def _plan_file(request: HttpRequest, place: Place, fmt: str) -> HttpResponse:
    contract, version = place.shelf.contract, place.version
    name = filename(contract.slug, place.plan.slug, version.number, extension=fmt)
    shown = (fmt, version.pk, version.published_at, contract.name, place.plan.name)
    return kept_file(request, shown, name, lambda: export_version(version, fmt))
