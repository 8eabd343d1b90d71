"""Letters to the box of a council, which some members read without an account."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from ensemblier.councils.models import Consultation
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
