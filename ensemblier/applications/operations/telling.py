"""Telling the people of an application what happened to it."""

from __future__ import annotations

from typing import Any, cast

from django.utils.text import format_lazy

from ensemblier.applications.lifecycle import APPLICATION
from ensemblier.applications.models import Application, StateChange
from ensemblier.applications.queries.people import people_of
from ensemblier.notices.operations import notify

# Who acts is told too: it is their receipt.
RECEIPTS = {"submit", "resubmit"}


def tell_applicants(*, application: Application, change: StateChange) -> None:
    """The sentence that the life-cycle has for this step, to all on the applicant's side."""
    text = cast("Any", APPLICATION.transitions[change.transition].told)
    if not text:
        return
    for person in people_of(application):
        if person.pk == change.by_id and change.transition not in RECEIPTS:
            continue
        notify(
            user=person,
            kind=f"applications.{change.transition}",
            text=format_lazy(
                text,
                reference=application.reference,
                title=application.title,
                reason=change.reason or "–",
            ),
            url=application.get_absolute_url(),
            at=change.at,
        )
