"""Where a node comes from and what it became, version after version."""

from __future__ import annotations

from dataclasses import dataclass, field

from ensemblier.plans.enums import SuccessionKind, VersionState
from ensemblier.plans.models import Node, PlanVersion, Succession, Theme


@dataclass
class Step:
    """What stands for the node in one version, and how it came there from the version before.

    `nodes` is empty where the thread ends: `kind` is then «dropped».
    """

    version: PlanVersion
    nodes: list[Node] = field(default_factory=list)
    kind: str = ""

    @property
    def label(self) -> str:
        return str(SuccessionKind(self.kind).label) if self.kind else ""


@dataclass(frozen=True)
class _Link:
    source: int
    source_version: int
    target: int | None
    target_version: int | None
    kind: str


def _links_of(plan_id: int) -> list[_Link]:
    rows = Succession.objects.filter(source__version__plan=plan_id).order_by("pk")
    columns = ("source", "source__version", "target", "target__version", "kind")
    return [_Link(*row) for row in rows.values_list(*columns)]


@dataclass
class _Thread:
    """The successions of a plan, to walk along by node number."""

    ahead: dict[int, list[_Link]]
    behind: dict[int, list[_Link]]

    @classmethod
    def of(cls, plan_id: int) -> _Thread:
        thread = cls({}, {})
        for link in _links_of(plan_id):
            thread.ahead.setdefault(link.source, []).append(link)
            if link.target is not None:
                thread.behind.setdefault(link.target, []).append(link)
        return thread

    def before(self, nodes: set[int]) -> list[_Link]:
        return [link for node in nodes for link in self.behind.get(node, [])]

    def after(self, nodes: set[int]) -> list[_Link]:
        return [link for node in nodes for link in self.ahead.get(node, [])]


def _steps(node: Node, versions: list[PlanVersion]) -> dict[int, tuple[str, set[int]]]:
    """By version: how the thread came there, and the numbers of the nodes that hold it."""
    thread = _Thread.of(node.version.plan_id)
    steps: dict[int, tuple[str, set[int]]] = {node.version_id: ("", {node.pk})}
    here, version = {node.pk}, node.version_id
    while links := thread.before(here):
        steps[version] = (links[0].kind, steps[version][1])
        here, version = {link.source for link in links}, links[0].source_version
        steps[version] = ("", here)
    here, version = {node.pk}, node.version_id
    while links := thread.after(here):
        here = {link.target for link in links if link.target is not None}
        reached = next((link.target_version for link in links if link.target_version), None)
        following = reached or next((v.pk for v in versions if v.based_on_id == version), None)
        if following is None:
            break
        version = following
        steps[version] = (links[0].kind, here)
    return steps


def theme_history(node: Node, *, public_only: bool = True) -> list[Step]:
    """One step per version that the thread of `node` goes through, oldest first, in three
    queries whatever the number of versions. `kind` says how the step came from the one before.
    """
    versions = list(PlanVersion.objects.filter(plan=node.version.plan_id).order_by("number"))
    steps = _steps(node, versions)
    wanted = {pk for _kind, nodes in steps.values() for pk in nodes}
    nodes = {one.pk: one for one in Node.objects.filter(pk__in=wanted).order_by("path")}
    return [
        Step(
            version, [nodes[pk] for pk in nodes if pk in steps[version.pk][1]], steps[version.pk][0]
        )
        for version in versions
        if version.pk in steps and (version.state == VersionState.PUBLISHED or not public_only)
    ]


def heirs_of(theme: Theme | int, version: PlanVersion) -> list[Node]:
    """The nodes of `version` that carry on a theme it no longer has: its own node when it
    still has it, the node it was merged into, the nodes it was split into; none when dropped."""
    theme_id = theme.pk if isinstance(theme, Theme) else theme
    held = Node.objects.filter(theme=theme_id, version__plan=version.plan_id)
    last = held.filter(version__number__lte=version.number).order_by("-version__number").first()
    if last is None:
        return []
    here, where = {last.pk}, last.version_id
    thread = _Thread.of(version.plan_id)
    while here and where != version.pk:
        links = thread.after(here)
        here = {link.target for link in links if link.target is not None}
        where = next((link.target_version for link in links if link.target_version), version.pk)
    return list(Node.objects.filter(pk__in=here, version=version).order_by("path"))
