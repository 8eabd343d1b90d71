"""One more year of an action in one click: what holds is carried over, the rest is marked."""

from __future__ import annotations

import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.applications.enums import RECEIVED, GrantNature
from ensemblier.applications.models import Application, Attachment, ExpectedIndicator
from ensemblier.applications.obstacles import obstacle_to_renewal
from ensemblier.applications.operations.starting import (
    check_may_start,
    new_application,
    refuse_second,
)
from ensemblier.applications.operations.values import Values, keeper_of, values_of
from ensemblier.audit.operations import record
from ensemblier.calls.deadlines import year_later
from ensemblier.calls.models import Call, Question
from ensemblier.contracts.models import Contract
from ensemblier.core.exceptions import Refused

# Said anew each year: who attests, and that it is true.
NEVER_CARRIED = {
    "attested_by",
    "attested_as",
    "attests_accuracy",
    "attests_duties",
    "attests_cer",
}
# Carried over, and to be looked at again because the year has changed.
LOOKED_AT_AGAIN = {"starts_on", "ends_on", "evaluation"}
SECTIONS_LOOKED_AT_AGAIN = {"audience", "budget", "request"}


@transaction.atomic
def renew_application(
    *,
    previous: Application,
    call: Call,
    by: User,
    at: datetime.datetime,
    token: UUID | None = None,
) -> Application:
    """The application of the same action for the year of `call`, filled in from `previous`."""
    Contract.objects.select_for_update().get(pk=call.contract_id)
    action = previous.action
    if token and (made := Application.objects.filter(client_token=token, action=action).first()):
        return made
    check_may_start(call=call, bearer=action.bearer, by=by, at=at)
    if previous.state not in RECEIVED:
        raise Refused(_("Seul un dossier qui a été déposé se renouvelle."))
    refuse_second(action, call.year)
    if sentence := obstacle_to_renewal(action, call):
        raise Refused(sentence)
    renewal = new_application(action, call, by, at)
    renewal.nature, renewal.renewed_from = GrantNature.RENEWAL, previous
    renewal.client_token = token
    renewal.save()
    dropped = _carry_over(previous, renewal, call)
    _join_valid_documents(previous, renewal, call, at)
    renewal.save()
    record(
        action="applications.renew_application",
        summary=_("Dossier %(reference)s commencé d’après %(previous)s")
        % {"reference": renewal.reference, "previous": previous.reference},
        by=by,
        at=at,
        target=renewal,
        changes={"renewed_from": [None, previous.pk], "dropped": [None, dropped]},
    )
    return renewal


def _carry_over(previous: Application, renewal: Application, call: Call) -> list[str]:
    """What had no place in the new call, by key."""
    dropped, review = [], []
    for key, value in _translated(previous, call, values_of(previous)).items():
        if key in NEVER_CARRIED:
            continue
        prefix = _carried(renewal, key, value)
        if prefix is None:
            dropped.append(key)
        elif key in LOOKED_AT_AGAIN or prefix in SECTIONS_LOOKED_AT_AGAIN:
            review.append(key)
    themes = set(renewal.nodes.values_list("theme_id", flat=True))
    for row in previous.expected.filter(indicator__theme__in=themes):
        ExpectedIndicator.objects.create(
            application=renewal,
            indicator_id=row.indicator_id,
            expected=row.expected,
            words=row.words,
        )
    if not renewal.nodes.filter(is_main=True).exists():
        review.append("node-main")
    lost = {key.partition("-")[0] for key in dropped if key.startswith(("area-", "request-"))}
    renewal.needs_review = [*review, *sorted(lost)]
    return dropped


def _carried(renewal: Application, key: str, value: object) -> str | None:
    """The prefix of the box, once it is written; None when the renewal has no such box."""
    box = keeper_of(renewal, key)
    if box is None:
        return None
    try:
        box[0].write(renewal, box[1], value)
    except Refused:
        return None
    return box[0].prefix


def _translated(previous: Application, call: Call, values: Values) -> Values:
    """As the new call knows them: themes by their identity, questions by their words, dates a
    year later."""
    values = dict(values)
    years = call.year - previous.year
    for key in ("starts_on", "ends_on"):
        if key in values:
            values[key] = year_later(values[key], years)
    nodes = _nodes_of_themes(previous, call)
    values.pop("node-main", None)
    values.pop("node-others", None)
    main = [pk for pk, is_main in nodes if is_main]
    others = [pk for pk, is_main in nodes if not is_main]
    # Themes first: the indicators are those that they propose.
    carried: Values = {"node-main": main[0]} if main else {}
    if others:
        carried["node-others"] = others
    for key, value in values.items():
        if key.startswith("planned-"):
            continue
        name = _same_question(key, call) if key.startswith("answer-") else key
        carried[name] = value
    return carried


def _nodes_of_themes(previous: Application, call: Call) -> list[tuple[int, bool]]:
    opened = dict(call.themes.values_list("theme_id", "node_id"))
    return [
        (opened[row.theme_id], row.is_main)
        for row in previous.nodes.all()
        if row.theme_id in opened
    ]


def _same_question(key: str, call: Call) -> str:
    old = Question.objects.get(pk=key.removeprefix("answer-"))
    new = call.questions.filter(label=old.label, kind=old.kind).first()
    return f"answer-{new.pk}" if new else key


def _join_valid_documents(
    previous: Application, renewal: Application, call: Call, at: datetime.datetime
) -> None:
    """The papers that the organization's file has and that still hold."""
    day = timezone.localdate(at)
    for wanted in call.wanted_attachments.exclude(document_kind=""):
        papers = previous.action.bearer.documents.filter(kind=wanted.document_kind)
        good = [paper for paper in papers if not paper.is_outdated_on(day)]
        if good:
            Attachment.objects.create(
                application=renewal,
                wanted=wanted,
                document=good[0],
                added_by=renewal.created_by,
                added_at=at,
            )
