"""Every write on a contract and on what hangs on it directly; roles are in `contracts.roles`."""

from ensemblier.contracts.operations.amendments import (
    create_amendment,
    remove_amendment,
    update_amendment,
)
from ensemblier.contracts.operations.areas import add_area, change_standing, remove_area
from ensemblier.contracts.operations.calendar import (
    add_milestone,
    complete_milestone,
    remove_milestone,
    reopen_milestone,
    update_milestone,
)
from ensemblier.contracts.operations.contracts import (
    create_contract,
    publish_contract,
    unpublish_contract,
    update_contract,
)
from ensemblier.contracts.operations.documents import (
    add_document,
    remove_document,
    replace_document,
    update_document,
)
from ensemblier.contracts.operations.imports import (
    apply_signatories,
    discard_signatories,
    prepare_signatories,
    remap_signatories,
    undo_signatories,
)
from ensemblier.contracts.operations.signatories import (
    add_signatory,
    move_signatory,
    remove_signatory,
    update_signatory,
)

__all__ = [
    "add_area",
    "add_document",
    "add_milestone",
    "add_signatory",
    "apply_signatories",
    "change_standing",
    "complete_milestone",
    "create_amendment",
    "create_contract",
    "discard_signatories",
    "move_signatory",
    "prepare_signatories",
    "publish_contract",
    "remap_signatories",
    "remove_amendment",
    "remove_area",
    "remove_document",
    "remove_milestone",
    "remove_signatory",
    "reopen_milestone",
    "replace_document",
    "undo_signatories",
    "unpublish_contract",
    "update_amendment",
    "update_contract",
    "update_document",
    "update_milestone",
    "update_signatory",
]
