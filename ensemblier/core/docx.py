"""Documents that people edit: a DOCX of theirs with fields, filled in.

A template comes from a person, so it is read as data. It may hold fields, loops over lists and
conditions; `ALLOWED` and `FILTERS` say all of it. No call, no arithmetic, no attribute of a
Python object: whatever else it holds is refused with a sentence, before anything is filled in.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import TemplateError, TemplateSyntaxError, UndefinedError, nodes
from jinja2.runtime import LoopContext, StrictUndefined, Undefined
from jinja2.sandbox import SandboxedEnvironment, SecurityError
from lxml import etree

from ensemblier.core.archives import UNREADABLE
from ensemblier.core.exceptions import InvalidInput
from ensemblier.core.typography import euros, long_date

MAX_UNZIPPED_BYTES = 64 * 1024 * 1024
ALLOWED = (
    nodes.Template | nodes.Output | nodes.TemplateData | nodes.Name | nodes.Const
    | nodes.Getattr | nodes.Getitem | nodes.Filter | nodes.Test | nodes.For | nodes.If
    | nodes.CondExpr | nodes.Compare | nodes.Operand | nodes.And | nodes.Or | nodes.Not
)  # fmt: skip
FILTERS = ("capitalize", "default", "first", "join", "last", "length", "lower", "upper")
LOOP_FIELDS = ("first", "index", "last", "length")
# What a filter or a test raises on a value that is not of its kind, among them.
UNFIT = (
    TemplateError, etree.XMLSyntaxError,
    TypeError, ValueError, AttributeError, ArithmeticError, LookupError,
)  # fmt: skip


def render_docx(template: bytes, context: Mapping[str, Any]) -> bytes:
    """The document, its fields replaced: `{{ organization.name }}`, `{% for line in lines %}`.

    `context` holds texts, numbers, dates, and dictionaries and lists of them. Raises
    InvalidInput when the template is no DOCX, is broken, or asks for a field that is not there.
    """
    document = _opened(template)
    try:
        document.render(dict(context), _Environment())
        filled = io.BytesIO()
        document.save(filled)
    except UndefinedError as error:
        raise _unknown_field(str(error)) from error
    except SecurityError as error:
        raise _forbidden() from error
    except UNFIT as error:
        raise _broken(error) from error
    return filled.getvalue()


def missing_fields(template: bytes, sample: Mapping[str, Any]) -> list[str]:
    """Fields that the template asks for and `sample`, an example of its context, has not.

    Sorted, as dotted names: «organization.nickname», «lines.amount» for a field of each line.
    """
    return sorted(field for field in fields_of(template) if not _is_in(sample, field.split(".")))


def fields_of(template: bytes) -> set[str]:
    """Every field that the template asks for, as dotted names. Raises InvalidInput."""
    document = _opened(template)
    environment = _Environment()
    fields: set[str] = set()
    for text in _texts(document):
        # One paragraph a line: a mistake is told with the words around it.
        lines = re.sub(r"(<w:p[ >])", r"\n\1", text)
        try:
            _collect(environment.parse(lines), {}, fields)
        except TemplateSyntaxError as error:
            around = re.sub(r"<[^>]*>", " ", lines).split("\n")[error.lineno - 1]
            raise _broken(error, around) from error
    return fields


def read_docx_text(content: bytes) -> str:
    """The paragraphs and cells of a document, one a line, in reading order, then its footers."""
    document = Document(io.BytesIO(content))
    parts = [document.element.body]
    for section in document.sections:
        parts += [section.header._element, section.footer._element]
    lines = (
        "".join(node.text or "" for node in paragraph.iter("{*}t"))
        for part in parts
        for paragraph in part.iter("{*}p")
    )
    return "\n".join(line for line in lines if line.strip())


class _Environment(SandboxedEnvironment):
    """Reads the items of dictionaries and lists, and nothing else of any value."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, finalize=_printable)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in FILTERS}
        self.filters |= {"euros": euros, "long_date": long_date}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node in tree.find_all(nodes.Node):
            named_self = isinstance(node, nodes.Name) and node.name == "self"
            if named_self or not isinstance(node, ALLOWED):
                raise TemplateSyntaxError(str(_forbidden()), getattr(node, "lineno", 0) or 1)
        return tree

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, LoopContext) and attribute in LOOP_FIELDS:
            return getattr(obj, attribute)
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, Mapping | list | tuple):
            try:
                return obj[argument]
            except (LookupError, TypeError):
                pass
        elif isinstance(obj, Undefined):
            return obj
        return self.undefined(obj=obj, name=argument)

    def is_safe_callable(self, obj: Any) -> bool:
        return False


def _printable(value: Any) -> Any:
    """No «None» on paper, and no character that a DOCX cannot hold."""
    if value is None:
        return ""
    if isinstance(value, str):
        return type(value)(re.sub(r"[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]", "", value))
    return value


def _opened(template: bytes) -> DocxTemplate:
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as archive:
            unzipped = sum(member.file_size for member in archive.infolist())
        if unzipped > MAX_UNZIPPED_BYTES:
            raise InvalidInput(_("Ce modèle est trop gros une fois ouvert."))
        document = DocxTemplate(io.BytesIO(template))
        document.init_docx()
        parts = list(document.get_docx().part.package.iter_parts())
    except (*UNREADABLE, AttributeError, PackageNotFoundError) as error:
        raise InvalidInput(
            _("Ce modèle n’est pas un document Word lisible : enregistrez-le au format .docx.")
        ) from error
    for part in parts:
        _refuse_active_content(part)
    return document


def _refuse_active_content(part: Any) -> None:
    """Macros, and templates or images fetched from elsewhere when the document is opened."""
    outside = any(
        link.is_external and link.reltype != RELATIONSHIP_TYPE.HYPERLINK
        for link in part.rels.values()
    )
    if outside or "vbaproject" in str(part.partname).lower():
        raise InvalidInput(
            _(
                "Ce modèle contient une macro ou va chercher un fichier ailleurs : retirez-les "
                "puis enregistrez-le de nouveau au format .docx."
            )
        )


def _texts(document: DocxTemplate) -> Iterator[str]:
    """What the template says, markers pieced together again, wherever fields are filled in."""
    yield document.patch_xml(document.get_xml())
    for uri in (document.HEADER_URI, document.FOOTER_URI):
        for _key, part in document.get_headers_footers(uri):
            yield document.patch_xml(document.get_part_xml(part))


def _collect(node: nodes.Node, loops: Mapping[str, str], fields: set[str]) -> None:
    """Add the fields under `node`; `loops` gives the list that each loop name walks through."""
    if isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem):
        name = _dotted(node, loops)
        if name and name.split(".")[0] != "loop":
            fields.add(name)
            return
    if isinstance(node, nodes.For):
        _collect(node.iter, loops, fields)
        source = _dotted(node.iter, loops)
        target = node.target.name if isinstance(node.target, nodes.Name) else ""
        loops = {**loops, target: source or target}
        children: list[nodes.Node] = [*node.body, *node.else_]
    else:
        children = list(node.iter_child_nodes())
    for child in children:
        _collect(child, loops, fields)


def _dotted(node: nodes.Node, loops: Mapping[str, str]) -> str:
    """`a.b.c` of a chain of fields; nothing for anything else."""
    if isinstance(node, nodes.Name):
        return loops.get(node.name, node.name)
    if isinstance(node, nodes.Getattr):
        before = _dotted(node.node, loops)
        return f"{before}.{node.attr}" if before else ""
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        before = _dotted(node.node, loops)
        return (
            f"{before}.{node.arg.value}" if before and isinstance(node.arg.value, str) else before
        )
    return ""


def _is_in(value: Any, path: list[str]) -> bool:
    while isinstance(value, list | tuple):
        if not value:
            return True
        value = value[0]
    if not path:
        return True
    return isinstance(value, Mapping) and path[0] in value and _is_in(value[path[0]], path[1:])


def _unknown_field(reason: str) -> InvalidInput:
    names = re.findall(r"'([^']+)'", reason)
    return InvalidInput(
        _("Le modèle demande « %(field)s », qui n’existe pas : corrigez ce champ dans le modèle.")
        % {"field": names[-1] if names else "?"}
    )


def _forbidden() -> InvalidInput:
    return InvalidInput(
        _(
            "Le modèle contient autre chose que des champs, des listes et des conditions : "
            "retirez ce qui est entre accolades et n’est pas dans l’aide."
        )
    )


def _broken(error: Exception, around: str = "") -> InvalidInput:
    if isinstance(error, TemplateSyntaxError) and error.message == str(_forbidden()):
        return _forbidden()
    context = getattr(error, "docx_context", None) or (around,)
    near = " ".join(" ".join(context).split())
    if near:
        return InvalidInput(
            _("Une accolade du modèle est mal écrite, près de « %(near)s ».") % {"near": near[:80]}
        )
    return InvalidInput(_("Une accolade du modèle est mal écrite : vérifiez chaque champ."))
