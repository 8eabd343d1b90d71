"""Every write on an organization's file."""

from ensemblier.organizations.operations.documents import (
    add_document,
    expire_document,
    remove_document,
    replace_document,
)
from ensemblier.organizations.operations.files import (
    EDITABLE_FIELDS,
    AlreadyKnown,
    close_organization,
    create_organization,
    reopen_organization,
    update_organization,
)
from ensemblier.organizations.operations.merging import merge_organizations
from ensemblier.organizations.operations.people import add_member, add_membership, end_membership

__all__ = [
    "EDITABLE_FIELDS",
    "AlreadyKnown",
    "add_document",
    "add_member",
    "add_membership",
    "close_organization",
    "create_organization",
    "end_membership",
    "expire_document",
    "merge_organizations",
    "remove_document",
    "reopen_organization",
    "replace_document",
    "update_organization",
]
