"""What committees read on paper: sheets, packs, agendas and minutes. Plain data in, bytes out."""

from ensemblier.appraisal.documents.pack import Item, Pack
from ensemblier.appraisal.documents.writing import as_docx, as_pdf

__all__ = ["Item", "Pack", "as_docx", "as_pdf"]
