"""The DOCX that a team writes its letters and agreements with."""

from __future__ import annotations

import datetime
import re
from typing import Any

from django.core.files import File
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.audit.operations import record
from ensemblier.contracts.models import Contract
from ensemblier.contracts.permissions import require_edit
from ensemblier.core.docx import missing_fields, read_docx_text, render_docx
from ensemblier.core.exceptions import InvalidInput
from ensemblier.core.validation import check_valid
from ensemblier.files.models import StoredFile
from ensemblier.files.operations import remove_file, store_upload
from ensemblier.funding.documents.fields import FIELDS, example_for
from ensemblier.funding.enums import TemplateKind
from ensemblier.funding.models import DocumentTemplate
from ensemblier.funding.queries.templates import content_of, template_for
from ensemblier.organizations.models import Organization

DOCX = ("docx",)
SINGLE_BRACES = re.compile(r"\{\s*([a-z_.]+)\s*\}")


@transaction.atomic
def add_template(
    *,
    contract: Contract,
    kind: str,
    name: str,
    uploaded: File[Any],
    by: User,
    at: datetime.datetime,
    funder: Organization | None = None,
) -> DocumentTemplate:
    """In service at once: letters made from now on use it. Raises InvalidInput."""
    require_edit(by, contract)
    template = DocumentTemplate(contract=contract, kind=kind, name=name.strip(), funder=funder)
    check_valid(template, exclude=["file"])
    template.file = _checked(uploaded, kind, by, at)
    template.save()
    _record("add_template", _("Modèle ajouté\u00a0: %(name)s"), template, by, at)
    return template


@transaction.atomic
def replace_template(
    *, template: DocumentTemplate, uploaded: File[Any], by: User, at: datetime.datetime
) -> DocumentTemplate:
    """Another file under the same name; what was made with the former one stays as it is."""
    template = _locked(template, by)
    former = template.file
    template.file = _checked(uploaded, template.kind, by, at)
    template.save(update_fields=["file"])
    _record("replace_template", _("Modèle remplacé\u00a0: %(name)s"), template, by, at)
    remove_file(stored=former)
    return template


@transaction.atomic
def switch_template(
    *, template: DocumentTemplate, is_active: bool, by: User, at: datetime.datetime
) -> DocumentTemplate:
    template = _locked(template, by)
    if template.is_active != is_active:
        template.is_active = is_active
        template.save(update_fields=["is_active"])
        sentence = (
            _("Modèle en service\u00a0: %(name)s")
            if is_active
            else _("Modèle hors service\u00a0: %(name)s")
        )
        _record("switch_template", sentence, template, by, at)
    return template


@transaction.atomic
def remove_template(*, template: DocumentTemplate, by: User, at: datetime.datetime) -> None:
    template = _locked(template, by)
    stored = template.file
    _record("remove_template", _("Modèle supprimé\u00a0: %(name)s"), template, by, at)
    template.delete()
    remove_file(stored=stored)


def make_document(
    *,
    kind: str,
    contract_id: int,
    funder_id: int,
    context: dict[str, Any],
    name: str,
    by: User,
    at: datetime.datetime,
) -> StoredFile:
    """A DOCX from the template that serves, kept. The caller records what it is for."""
    template = template_for(kind, contract_id, funder_id)
    try:
        content = render_docx(content_of(template, kind), context)
    except InvalidInput as refusal:
        raise InvalidInput(
            _("Le modèle «\u00a0%(name)s\u00a0» ne convient pas. %(why)s")
            % {"name": template or TemplateKind(kind).label, "why": refusal}
        ) from refusal
    return store_upload(uploaded=ContentFile(content, name), by=by, at=at, allowed=DOCX)


def check_fields(content: bytes, kind: str) -> None:
    """Raises InvalidInput when the template is no DOCX, is broken, or asks for unknown fields."""
    example = example_for(kind)
    unknown = missing_fields(content, example)
    if unknown:
        raise InvalidInput(
            _(
                "Ce modèle demande ce qui n’existe pas dans «\u00a0%(kind)s\u00a0»\u00a0: "
                "%(fields)s. Corrigez ces champs d’après la liste de cette page."
            )
            % {"kind": TemplateKind(kind).label, "fields": ", ".join(unknown)},
            field="file",
        )
    _refuse_single_braces(read_docx_text(render_docx(content, example)))


def _refuse_single_braces(text: str) -> None:
    """«{ structure.nom }» would go out as it stands, to the association."""
    found = SINGLE_BRACES.search(text)
    if found and found[1] in {field.shown for field in FIELDS}:
        raise InvalidInput(
            _(
                "«\u00a0%(found)s\u00a0» n’a qu’une accolade\u00a0: "
                "écrivez «\u00a0{{ %(name)s }}\u00a0»."
            )
            % {"found": found[0], "name": found[1]},
            field="file",
        )


def _checked(uploaded: File[Any], kind: str, by: User, at: datetime.datetime) -> StoredFile:
    stored = store_upload(uploaded=uploaded, by=by, at=at, allowed=DOCX)
    with stored.content.open("rb") as content:
        try:
            check_fields(content.read(), kind)
        except InvalidInput as refusal:
            raise InvalidInput(str(refusal), field="file") from refusal
    return stored


def _locked(template: DocumentTemplate, by: User) -> DocumentTemplate:
    require_edit(by, template.contract)
    rows = DocumentTemplate.objects.select_for_update(of=("self",))
    return rows.select_related("contract", "file").get(pk=template.pk)


def _record(
    action: str, sentence: str, template: DocumentTemplate, by: User, at: datetime.datetime
) -> None:
    record(
        action=f"funding.{action}",
        summary=sentence % {"name": template.name},
        by=by,
        at=at,
        target=template,
        changes={"file": [None, template.file.sha256]},
    )
