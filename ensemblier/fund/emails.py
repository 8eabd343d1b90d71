"""Answers sent to who asked, where they left an e-mail. They need no account to read them."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from ensemblier.fund.models import FundRequest
from ensemblier.fund.wording.requests import Answer, answer_of
from ensemblier.notices.emails import absolute

logger = logging.getLogger(__name__)


def follow_address(request: FundRequest) -> str:
    """Where the request is followed, with its secret; nothing where there is no public site."""
    try:
        return absolute(reverse("portal:fund_follow", args=[request.code]))
    except NoReverseMatch:
        return ""


def send_answer(request: FundRequest) -> None:
    """Once the transaction holds, tell what has become of the request."""
    if request.bearer.email:
        transaction.on_commit(lambda: email_answer.enqueue(request.pk))


def send_reminder(request: FundRequest) -> None:
    if request.bearer.email:
        transaction.on_commit(lambda: email_answer.enqueue(request.pk, is_reminder=True))


@task()
def email_answer(request_id: int, is_reminder: bool = False) -> None:
    rows = FundRequest.objects.select_related("bearer", "round__fund").filter(pk=request_id)
    request = rows.prefetch_related("decisions").first()
    if request is None or not request.bearer.email:
        return
    try:
        message_about(request, is_reminder=is_reminder).send()
    except (SMTPException, OSError) as failure:
        logger.error("E-mail about fund request %s failed: %s", request.pk, failure)


def message_about(request: FundRequest, *, is_reminder: bool = False) -> EmailMessage:
    """In the language in which the request was made."""
    with translation.override(request.language):
        answer = _reminder(request) if is_reminder else answer_of(request)
        context = {
            "request": request,
            "answer": answer,
            "address": follow_address(request),
            "fund": request.round.fund,
            "installation_name": settings.INSTALLATION_NAME,
        }
        return EmailMessage(
            subject=f"[{settings.INSTALLATION_NAME}] {request.reference} – {answer.title}",
            body=render_to_string("fund/email/answer.txt", context),
            to=[request.bearer.email],
            headers={"Auto-Submitted": "auto-generated"},
        )


def _reminder(request: FundRequest) -> Answer:
    told = answer_of(request)
    return Answer(_("Votre bilan est attendu."), told.sentences, told.quoted)
