"""Papers of associations, joined to applications and reports; all invented, and saying so."""

from __future__ import annotations

import datetime
import struct
import zlib

from django.core.files.base import ContentFile

from ensemblier.accounts.models import User
from ensemblier.applications.enums import RECEIVED
from ensemblier.applications.models import Application, Attachment
from ensemblier.calls.models import WantedAttachment
from ensemblier.contracts.models import Contract
from ensemblier.demo.loading.councils.papers import minutes_pdf
from ensemblier.demo.loading.programming.seasons import at
from ensemblier.files.models import StoredFile
from ensemblier.files.operations import store_upload
from ensemblier.organizations.enums import DocumentKind
from ensemblier.organizations.models import Organization, OrganizationDocument
from ensemblier.outcomes.enums import ReportFileKind, ReportState
from ensemblier.outcomes.models import Report, ReportFile

ASSOCIATIONS, REPORTS = 8, 10
INVENTED = "Document inventé pour la démonstration\u00a0: il n’engage personne."
STATUTES, BUDGET, INSURANCE, ATTENDANCE = (
    [
        INVENTED,
        "Article 1. L’association réunit des habitants et des habitantes du quartier.",
        "Article 2. Elle organise des activités ouvertes à toutes et à tous.",
        "Article 3. L’assemblée générale se réunit une fois par an.",
    ],
    [
        INVENTED,
        "Charges\u00a0: 24 000 €.",
        "Produits\u00a0: 24 000 €, dont 15 000 € de subventions.",
    ],
    [INVENTED, "L’assureur atteste que les activités de l’association sont assurées."],
    [INVENTED, *(f"{rank}. …………………………    signature\u00a0: ……………" for rank in range(1, 13))],
)
PAPERS = (
    (DocumentKind.STATUTES, "Statuts", STATUTES),
    (DocumentKind.ACCOUNTS, "Budget de l’année", BUDGET),
    (DocumentKind.INSURANCE, "Attestation d’assurance", INSURANCE),
)


def load_papers(
    contract: Contract, associations: list[Organization], by: User, today: datetime.date
) -> None:
    """Each kind is drawn once; each row keeps a file of its own, which may be removed alone."""
    since = datetime.date(today.year - 1, 1, 15)
    documents: dict[tuple[int, str], OrganizationDocument] = {}
    for kind, title, text in PAPERS:
        content = minutes_pdf(f"{title} (document inventé)", [text])
        for association in associations[:ASSOCIATIONS]:
            documents[association.pk, kind] = OrganizationDocument(
                organization=association,
                kind=kind,
                file=keep(content, f"{kind}.pdf", by, since),
                valid_from=since,
                valid_to=None
                if kind == DocumentKind.STATUTES
                else since.replace(year=today.year + 1),
            )
    OrganizationDocument.objects.bulk_create(documents.values())
    join_to_applications(contract, documents, by)
    join_to_reports(contract, by)


def keep(content: bytes, name: str, by: User, day: datetime.date) -> StoredFile:
    return store_upload(uploaded=ContentFile(content, name), by=by, at=at(day, 9))


def join_to_applications(
    contract: Contract, documents: dict[tuple[int, str], OrganizationDocument], by: User
) -> None:
    """What the call wants and the association has, in the applications that it sent."""
    wanted: dict[int, list[WantedAttachment]] = {}
    for paper in WantedAttachment.objects.filter(call__contract=contract):
        wanted.setdefault(paper.call_id, []).append(paper)
    sent = Application.objects.filter(
        contract=contract,
        state__in=RECEIVED,
        submitted_at__isnull=False,
        action__bearer__in={bearer for bearer, _kind in documents},
    )
    Attachment.objects.bulk_create(
        Attachment(
            application=application,
            wanted=paper,
            document=documents[bearer, paper.document_kind],
            added_by=by,
            added_at=application.submitted_at or application.created_at,
        )
        for application, bearer in (
            (one, one.action.bearer_id) for one in sent.select_related("action")
        )
        for paper in wanted.get(application.call_id or 0, [])
        if (bearer, paper.document_kind) in documents
    )


def join_to_reports(contract: Contract, by: User) -> None:
    sheet = minutes_pdf("Feuille d’émargement (document inventé)", [ATTENDANCE])
    pieces = (
        (ReportFileKind.ATTENDANCE, "Feuille d’émargement du 12 mars", sheet, "emargement.pdf"),
        (ReportFileKind.PHOTO, "La fête, dessinée (image inventée)", drawn_photo(), "photo.png"),
    )
    reports = Report.objects.filter(
        contract=contract,
        state__in=(ReportState.SUBMITTED, ReportState.TO_COMPLETE),
        submitted_at__isnull=False,
    )
    files = []
    for report in reports.order_by("pk")[:REPORTS]:
        moment = report.submitted_at or at(report.due_on, 17)
        for kind, caption, content, name in pieces:
            file = keep(content, name, by, moment.date())
            files.append(
                ReportFile(
                    report=report,
                    kind=kind,
                    caption=caption,
                    file=file,
                    added_by=by,
                    added_at=moment,
                )
            )
    ReportFile.objects.bulk_create(files)


def drawn_photo(width: int = 320, height: int = 200) -> bytes:
    """A sky, a hill and a sun, as a PNG."""
    rows = b"".join(
        b"\0" + b"".join(_color(x, y, width, height) for x in range(width)) for y in range(height)
    )
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def _color(x: int, y: int, width: int, height: int) -> bytes:
    if (x - width * 3 // 4) ** 2 + (y - height // 4) ** 2 < (height // 8) ** 2:
        return b"\xf4\xc5\x42"
    hill = height - height // 2 + (x - width // 2) ** 2 // width
    return b"\x5f\x8f\x5a" if y > hill else b"\xbf\xdd\xee"
