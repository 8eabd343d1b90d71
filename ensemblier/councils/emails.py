"""Letters to the members of a council."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.councils.models import Meeting


def convocation(meeting: Meeting, person: User, calendar: str) -> EmailMessage:
    """Where, when and what about, with the date for the person's agenda."""
    with translation.override(person.language):
        path = reverse("councils:meeting", args=[meeting.council_id, meeting.pk])
        context = {
            "meeting": meeting,
            "council": meeting.council,
            "person": person,
            "address": f"{settings.PUBLIC_URL}{path}",
            "installation_name": settings.INSTALLATION_NAME,
        }
        template = "cancellation" if meeting.is_cancelled else "convocation"
        body = render_to_string(f"councils/email/{template}.txt", context)
        subject = (
            _("[{name}] Réunion annulée : {council}")
            if meeting.is_cancelled
            else _("[{name}] Réunion du conseil : {council}")
        ).format(name=settings.INSTALLATION_NAME, council=meeting.council)
        message = EmailMessage(
            subject=subject,
            body=body,
            to=[person.email or ""],
            headers={"Auto-Submitted": "auto-generated"},
        )
        message.attach("reunion.ics", calendar, "text/calendar")
        return message
