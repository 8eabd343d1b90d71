"""Letters to the members of a council, and to its box, which some read without an account."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from ensemblier.accounts.models import User
from ensemblier.councils.models import Consultation, Meeting
from ensemblier.notices.emails import absolute


def letter_about(consultation: Consultation) -> EmailMessage:
    """In French: a council has one box and no language of its own."""
    with translation.override("fr"):
        address = absolute(reverse("appraisal:consultation", args=[consultation.pk]))
        body = render_to_string(
            "councils/email/consultation.txt",
            {
                "consultation": consultation,
                "papers": list(consultation.papers.select_related("file")),
                "address": address,
                "installation_name": settings.INSTALLATION_NAME,
            },
        )
        subject = _("[{name}] Votre avis est demandé\u00a0: {title}").format(
            name=settings.INSTALLATION_NAME, title=" ".join(consultation.title.split())
        )
        return EmailMessage(subject=subject, body=body, to=[consultation.council.email])


@task()
def write_to_council(consultation_id: int) -> None:
    """Nothing once the consultation is called off or the council has no box."""
    found = Consultation.objects.select_related("council").filter(
        pk=consultation_id, state="sent", council__email__gt=""
    )
    for consultation in found:
        letter_about(consultation).send()


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
        template = (
            "councils/email/cancellation.txt"
            if meeting.is_cancelled
            else "councils/email/convocation.txt"
        )
        body = render_to_string(template, context)
        subject = (
            _("[{name}] Réunion annulée\u00a0: {council}")
            if meeting.is_cancelled
            else _("[{name}] Réunion du conseil\u00a0: {council}")
        ).format(name=settings.INSTALLATION_NAME, council=meeting.council)
        message = EmailMessage(
            subject=subject,
            body=body,
            to=[person.email or ""],
            headers={"Auto-Submitted": "auto-generated"},
        )
        message.attach("reunion.ics", calendar, "text/calendar")
        return message
