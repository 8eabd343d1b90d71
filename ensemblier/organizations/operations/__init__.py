"""Every write on an organization's file."""

from ensemblier.organizations.checks import EDITABLE_FIELDS, AlreadyKnown
from ensemblier.organizations.operations.documents import (
    add_document,
    expire_document,
    remove_document,
    replace_document,
)
from ensemblier.organizations.operations.files import (
    close_organization,
    create_organization,
    reopen_organization,
    update_organization,
)
from ensemblier.organizations.operations.imports import (
    apply_import,
    discard_import,
    prepare_import,
    remap_import,
    undo_import,
)
from ensemblier.organizations.operations.joining import (
    JOINABLE_ROLES,
    accept_request,
    ask_to_join,
    open_own_organization,
    refuse_request,
    withdraw_request,
)
from ensemblier.organizations.operations.merging import merge_organizations
from ensemblier.organizations.operations.people import add_member, add_membership, end_membership

__all__ = [
    "EDITABLE_FIELDS",
    "JOINABLE_ROLES",
    "AlreadyKnown",
    "accept_request",
    "add_document",
    "add_member",
    "add_membership",
    "apply_import",
    "ask_to_join",
    "close_organization",
    "create_organization",
    "discard_import",
    "end_membership",
    "expire_document",
    "merge_organizations",
    "open_own_organization",
    "prepare_import",
    "refuse_request",
    "remap_import",
    "remove_document",
    "reopen_organization",
    "replace_document",
    "undo_import",
    "update_organization",
    "withdraw_request",
]
