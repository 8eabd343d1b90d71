"""Everything that writes a plan. Edits of a draft take the `edition` that their page showed."""

from ensemblier.plans.operations.alignments import align_themes, unalign
from ensemblier.plans.operations.comments import add_comment, may_remove, remove_comment
from ensemblier.plans.operations.documents import save_parsed_plan
from ensemblier.plans.operations.drafting import StaleEdition, last_edit, undo_last_edit
from ensemblier.plans.operations.moves import (
    indent_node,
    lower_node,
    move_node,
    outdent_node,
    raise_node,
    reorder,
)
from ensemblier.plans.operations.nodes import (
    add_node,
    delete_node,
    renumber_codes,
    set_codes,
    update_node,
)
from ensemblier.plans.operations.pending_imports import (
    correct_import,
    drop_import,
    keep_import,
    save_import,
)
from ensemblier.plans.operations.plans import create_plan, delete_plan, update_plan
from ensemblier.plans.operations.successions import (
    Declaration,
    declare_fates,
    declare_succession,
    declare_successions,
    forget_succession,
)
from ensemblier.plans.operations.versions import (
    create_draft,
    discard_draft,
    publish_version,
    settle_pending,
)

__all__ = [
    "Declaration",
    "StaleEdition",
    "add_comment",
    "add_node",
    "align_themes",
    "correct_import",
    "create_draft",
    "create_plan",
    "declare_fates",
    "declare_succession",
    "declare_successions",
    "delete_node",
    "delete_plan",
    "discard_draft",
    "drop_import",
    "forget_succession",
    "indent_node",
    "keep_import",
    "last_edit",
    "lower_node",
    "may_remove",
    "move_node",
    "outdent_node",
    "publish_version",
    "raise_node",
    "remove_comment",
    "renumber_codes",
    "reorder",
    "save_import",
    "save_parsed_plan",
    "set_codes",
    "settle_pending",
    "unalign",
    "undo_last_edit",
    "update_node",
    "update_plan",
]
