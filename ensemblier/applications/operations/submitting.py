"""Submitting, completing, withdrawing: what the applicant does with the whole application."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.applications.checks import Obstacle, obstacles_of
from ensemblier.applications.enums import ApplicationState
from ensemblier.applications.models import Application
from ensemblier.applications.operations.messages import settle_completions
from ensemblier.applications.operations.series import fill_later_years, later_drafts
from ensemblier.applications.operations.states import move_application
from ensemblier.core.exceptions import Refused


class NotReady(Refused):
    """Something is missing; `obstacles` say what, step by step."""

    def __init__(self, obstacles: Sequence[Obstacle]) -> None:
        super().__init__(
            _("Le dossier ne peut pas encore être déposé\u00a0: %(first)s")
            % {"first": obstacles[0].sentence}
        )
        self.obstacles = list(obstacles)


@transaction.atomic
def submit_application(*, application: Application, by: User, at: datetime.datetime) -> Application:
    """Submit for the first time, or again after a completion. Done twice, it is done once."""
    locked = _locked(application)
    if locked.state in {ApplicationState.SUBMITTED, ApplicationState.RESUBMITTED}:
        return locked
    is_first = locked.state == ApplicationState.DRAFT
    if obstacles := obstacles_of(locked, at):
        raise NotReady(obstacles)
    following = later_drafts(locked) if is_first else []
    for year in fill_later_years(locked, following):
        if missing := obstacles_of(year, at):
            raise NotReady([_of_year(year, one) for one in missing])
    transition = "submit" if is_first else "resubmit"
    for each in (locked, *following):
        move_application(
            application=each,
            transition=transition,
            by=by,
            at=at,
            is_told=each.pk == locked.pk,
        )
    if not is_first:
        settle_completions(application=locked, at=at)
    application.state, application.submitted_at = locked.state, locked.submitted_at
    return locked


def _of_year(year: Application, obstacle: Obstacle) -> Obstacle:
    return Obstacle(
        obstacle.step,
        _("Année %(year)d\u00a0: %(sentence)s")
        % {"year": year.year, "sentence": obstacle.sentence},
        obstacle.key,
    )


@transaction.atomic
def withdraw_application(
    *, application: Application, reason: str, by: User, at: datetime.datetime
) -> Application:
    """Take it back, and the later years with it. What was typed stays."""
    locked = _locked(application)
    together = [locked]
    if locked.series and locked.series_rank == 1:
        rest = locked.series.applications.exclude(pk=locked.pk).select_related("action__bearer")
        together += [year for year in rest if year.state == locked.state]
    for each in together:
        move_application(
            application=each,
            transition="withdraw",
            by=by,
            at=at,
            reason=reason.strip(),
            is_told=each.pk == locked.pk,
        )
    return locked


@transaction.atomic
def resume_application(*, application: Application, by: User, at: datetime.datetime) -> Application:
    """A withdrawn application becomes a draft again."""
    locked = _locked(application)
    return move_application(application=locked, transition="resume", by=by, at=at)


def _locked(application: Application) -> Application:
    return (
        Application.objects.select_for_update(of=("self",))
        .select_related("action__bearer", "call", "series", "contract")
        .get(pk=application.pk)
    )
