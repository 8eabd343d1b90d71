"""What the team and the funders do meanwhile, while a journey follows somebody else."""

from __future__ import annotations

import datetime

from django.utils import timezone

from ensemblier.accounts.models import User
from ensemblier.applications.models import Application
from ensemblier.applications.operations.messages import ask_completion
from ensemblier.appraisal.operations.files import appraise_application
from ensemblier.calls.models import Call
from ensemblier.funding.enums import Verdict
from ensemblier.funding.operations.decisions import Decided, close_settled, decide_lines


def ask_for(application: Application, text: str, *, by: User) -> None:
    now = timezone.now()
    due_on = timezone.localdate() + datetime.timedelta(days=5)
    ask_completion(application=application, text=text, due_on=due_on, by=by, at=now)


def grant_all(application: Application, call: Call, *, by: User) -> None:
    """Everything that was asked, decided today."""
    now = timezone.now()
    application.refresh_from_db()
    appraise_application(application=application, by=by, at=now)
    decide_lines(
        call=call,
        decisions=[
            Decided(row.pk, Verdict.GRANT, row.amount_cents) for row in application.requests.all()
        ],
        decided_on=timezone.localdate(),
        by=by,
        at=now,
    )
    close_settled(call=call, by=by, at=now)
