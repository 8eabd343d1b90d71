"""An application as the Cerfa shows it: to print, to edit, to compute with."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ensemblier.applications.documents.cerfa import cerfa_form
from ensemblier.applications.documents.sheet import CerfaDocument
from ensemblier.applications.documents.workbook import as_xlsx
from ensemblier.applications.documents.writing import as_docx, as_pdf
from ensemblier.applications.models import Application
from ensemblier.applications.sheets import sheet_of
from ensemblier.applications.views.common import of_application
from ensemblier.core.http import download, filename

WRITERS: dict[str, Callable[[CerfaDocument], bytes]] = {
    "pdf": lambda sheet: as_pdf(cerfa_form(sheet)),
    "docx": lambda sheet: as_docx(cerfa_form(sheet)),
    "xlsx": as_xlsx,
}


@require_safe
@of_application
def cerfa(request: HttpRequest, application: Application, fmt: str) -> HttpResponse:
    """For whoever may read the application."""
    if fmt not in WRITERS:
        raise Http404
    name = filename(_("dossier"), application.reference, extension=fmt)
    return download(WRITERS[fmt](sheet_of(application)), name, inline=fmt == "pdf")
