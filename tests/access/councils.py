"""What the addresses of councils stand for: rows of `world`, and what their parameters name."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from ensemblier.accounts.models import User
from ensemblier.councils import operations
from ensemblier.councils.models import Council, Volunteer
from tests.factories import programming as make


def council_rows(council: Council, editor: User) -> dict[str, Any]:
    """One of each thing of a council: published minutes with their file, others that are not."""
    author = {"by": editor, "at": timezone.now()}

    def paper(name: str) -> SimpleUploadedFile:
        return SimpleUploadedFile(name, f"Le contenu de {name}.".encode())

    month = timezone.localdate().replace(day=1)
    return {
        "meeting": make.make_meeting(council),
        "council_document": operations.add_document(
            council=council,
            kind="charter",
            title="Charte",
            uploaded=paper("charte.txt"),
            dated=month,
            **author,
        ),
        "minutes": operations.add_minutes(
            council=council, month=month, uploaded=paper("cr.txt"), publish=True, **author
        ),
        "volunteer": Volunteer.objects.create(
            contract=council.contract,
            full_name="Vic Volontaire",
            email="vic@quartier.test",
            consented_at=timezone.now(),
        ),
        "minutes_upload": operations.prepare_minutes(
            council=council, files=[paper("cr janvier 2020.txt")], **author
        ),
    }


STANDS_FOR = {
    "councils:*.pk": "council.pk",
    "councils:*.volunteer_pk": "volunteer.pk",
    "portal:*.council_slug": "council.slug",
    "portal:*.minutes_pk": "minutes.pk",
    "councils:*.mandate_pk": "mandate.pk",
    "councils:*.meeting_pk": "meeting.pk",
    "councils:*.minutes_pk": "minutes.pk",
    "councils:*.upload_pk": "minutes_upload.pk",
    "councils:*.document_pk": "council_document.pk",
}
