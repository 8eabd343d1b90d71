"""The formats that an upload may have, and the groups that rooms ask for by name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Format:
    """A format as people name it. `nature` decides how its content is checked."""

    extension: str
    content_type: str
    label: str
    nature: str


PDF, IMAGE, OFFICE, TEXT = "pdf", "image", "office", "text"

FORMATS = {
    known.extension: known
    for known in (
        Format("pdf", "application/pdf", "PDF", PDF),
        Format("png", "image/png", "PNG", IMAGE),
        Format("jpg", "image/jpeg", "JPEG", IMAGE),
        Format("webp", "image/webp", "WebP", IMAGE),
        Format(
            "docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "Word (docx)",
            OFFICE,
        ),
        Format(
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "Excel (xlsx)",
            OFFICE,
        ),
        Format("odt", "application/vnd.oasis.opendocument.text", "LibreOffice (odt)", OFFICE),
        Format(
            "ods", "application/vnd.oasis.opendocument.spreadsheet", "LibreOffice (ods)", OFFICE
        ),
        Format("csv", "text/csv", "CSV", TEXT),
        Format("txt", "text/plain", "texte", TEXT),
        Format("md", "text/markdown", "Markdown", TEXT),
        Format("geojson", "application/geo+json", "GeoJSON", TEXT),
        Format("json", "application/json", "JSON", TEXT),
    )
}
SAME_AS = {"jpeg": "jpg", "markdown": "md"}

IMAGES = ("png", "jpg", "webp")
TEXTS = ("txt", "md")
TABLES = ("csv", "xlsx", "ods")
MAPS = ("geojson", "json")
DOCUMENTS = ("pdf", "docx", "odt", *TABLES, *TEXTS, *IMAGES)
ALL = tuple(FORMATS)
