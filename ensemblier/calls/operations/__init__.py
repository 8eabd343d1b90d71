"""Every write on a call and on what hangs on it."""

from ensemblier.calls.operations.calls import (
    create_call,
    mark_reviewed,
    remove_call,
    set_areas,
    set_themes,
    update_call,
)
from ensemblier.calls.operations.copying import copy_call
from ensemblier.calls.operations.parts import (
    PARTS,
    Part,
    add_part,
    move_part,
    remove_part,
    update_part,
)
from ensemblier.calls.operations.publication import (
    archive_call,
    publish_call,
    reopen_call,
    unpublish_call,
)
from ensemblier.calls.operations.rules import (
    drop_rule,
    give_grace,
    set_rule,
    take_grace_back,
)

__all__ = [
    "PARTS",
    "Part",
    "add_part",
    "archive_call",
    "copy_call",
    "create_call",
    "drop_rule",
    "give_grace",
    "mark_reviewed",
    "move_part",
    "publish_call",
    "remove_call",
    "remove_part",
    "reopen_call",
    "set_areas",
    "set_rule",
    "set_themes",
    "take_grace_back",
    "unpublish_call",
    "update_call",
    "update_part",
]
