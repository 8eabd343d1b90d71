"""What the pages read of the plans. Each function costs the same for 3 nodes or 300."""

from ensemblier.plans.queries.alignments import (
    alignable_plans,
    alignments_between,
    alignments_of_plan,
)
from ensemblier.plans.queries.comments import comments_about, names_of_commented
from ensemblier.plans.queries.comparisons import Pair, changes_between, compare_versions
from ensemblier.plans.queries.history import Step, heirs_of, theme_history
from ensemblier.plans.queries.in_force import counts_by_version, versions_in_force
from ensemblier.plans.queries.nodes import AlignedNode, NodePage, node_page, search_nodes
from ensemblier.plans.queries.trees import (
    LevelCount,
    Tree,
    current_version,
    draft_of,
    latest_published,
    plan_counts,
    plans_of,
    public_versions,
    version_tree,
)

__all__ = [
    "AlignedNode",
    "LevelCount",
    "NodePage",
    "Pair",
    "Step",
    "Tree",
    "alignable_plans",
    "alignments_between",
    "alignments_of_plan",
    "changes_between",
    "comments_about",
    "compare_versions",
    "counts_by_version",
    "current_version",
    "draft_of",
    "heirs_of",
    "latest_published",
    "names_of_commented",
    "node_page",
    "plan_counts",
    "plans_of",
    "public_versions",
    "search_nodes",
    "theme_history",
    "version_tree",
    "versions_in_force",
]
