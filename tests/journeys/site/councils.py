"""The pages of councils, for the walk over every page of the site."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from ensemblier.councils import operations
from ensemblier.councils.models import Council, Mandate, Volunteer
from tests.journeys.site.ground import Addresses

LONG_AGO = datetime.date(2014, 1, 1)


def paper(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, f"Le contenu de {name}, inventé.".encode())


class CouncilSite:
    """A meeting to come, minutes hidden and published, a deposit to confirm, a volunteer."""

    def __init__(self, council: Council, mandate: Mandate, author: dict[str, Any]) -> None:
        self.council, self.mandate, self.author = council, mandate, author
        soon = timezone.now() + datetime.timedelta(days=9)
        self.meeting = operations.plan_meeting(
            council=council, values={"starts_at": soon, "agenda": "Le banc"}, **author
        )
        self.hidden = self.minutes("cr.txt", publish=False)
        self.shown = self.minutes("public.txt", publish=True)
        self.upload = operations.prepare_minutes(
            council=council, files=[paper("janvier 2014.txt"), paper("sans mois.txt")], **author
        )
        self.document = operations.add_document(
            council=council,
            kind="charter",
            title="Charte",
            uploaded=paper("charte.txt"),
            dated=LONG_AGO,
            **author,
        )
        self.volunteer = Volunteer.objects.create(
            contract=council.contract,
            full_name="Vic Volontaire",
            email="vic@quartier.test",
            consented_at=timezone.now(),
        )

    def minutes(self, name: str, *, publish: bool) -> Any:
        return operations.add_minutes(
            council=self.council,
            month=LONG_AGO,
            uploaded=paper(name),
            publish=publish,
            **self.author,
        )

    def public(self) -> Addresses:
        contract = self.council.contract.slug
        council = (contract, self.council.slug)
        return {
            "portal:council": council,
            "portal:council_minutes": council,
            "portal:councils": (contract,),
            "portal:minutes": (*council, self.shown.pk),
            "portal:volunteer": (contract,),
            "portal:volunteer_thanks": (contract,),
        }

    def working(self) -> Addresses:
        pk, contract = self.council.pk, self.council.contract.slug
        mandate, meeting = (pk, self.mandate.pk), (pk, self.meeting.pk)
        hidden, upload = (pk, self.hidden.pk), (pk, self.upload.pk)
        paper, volunteer = (pk, self.document.pk), (self.volunteer.pk,)
        return {
            "councils:add_document": (pk,),
            "councils:add_mandate": (pk,),
            "councils:add_many_minutes": (pk,),
            "councils:add_minutes": (pk,),
            "councils:cancel_meeting": meeting,
            "councils:convene": meeting,
            "councils:council": (pk,),
            "councils:create": (contract,),
            "councils:discard_upload": upload,
            "councils:documents": (pk,),
            "councils:edit": (pk,),
            "councils:edit_document": paper,
            "councils:edit_mandate": mandate,
            "councils:edit_meeting": meeting,
            "councils:edit_minutes": hidden,
            "councils:end_mandate": mandate,
            "councils:forget_volunteer": volunteer,
            "councils:list": (),
            "councils:meeting": meeting,
            "councils:meetings": (pk,),
            "councils:minutes": (pk,),
            "councils:minutes_upload": upload,
            "councils:one_minutes": hidden,
            "councils:plan_meeting": (pk,),
            "councils:presences": meeting,
            "councils:publish_minutes": hidden,
            "councils:remove_document": paper,
            "councils:remove_minutes": hidden,
            "councils:seat_volunteer": volunteer,
            "councils:type_text": hidden,
            "councils:undo_upload": upload,
            "councils:unpublish_minutes": (pk, self.shown.pk),
            "councils:volunteers": (),
        }

    def by_number(self) -> dict[str, Council]:
        """Addresses that answer with something else than a page, by what their number names."""
        names = ("document", "export_members", "export_meetings", "export_minutes", "minutes_file")
        more = ("export_documents", "order", "keep_for_draw", "decline_volunteer")
        return {f"councils:{name}": self.council for name in (*names, *more)}

    def parameters(self) -> dict[str, Any]:
        return {
            "council_slug": self.council.slug,
            "minutes_pk": self.hidden.pk,
            "volunteer_pk": self.volunteer.pk,
        }
