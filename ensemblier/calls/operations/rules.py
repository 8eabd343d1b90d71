"""The figures that a call holds to, and more time for one organization."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ensemblier.accounts.models import User
from ensemblier.calls.enums import CallState, RuleCode, Section
from ensemblier.calls.models import Call, Grace, Rule
from ensemblier.calls.operations.base import note, to_change
from ensemblier.calls.operations.calls import review
from ensemblier.calls.queries import rules_of
from ensemblier.calls.rules import is_percentage
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.core.money import LARGEST
from ensemblier.core.typography import long_moment
from ensemblier.notices.operations import notify
from ensemblier.organizations.enums import MembershipRole
from ensemblier.organizations.models import Membership, Organization

LONGEST_GRACE = datetime.timedelta(days=366)


@transaction.atomic
def set_rule(
    *,
    call: Call,
    code: str,
    value: int,
    source: str,
    as_of: datetime.date | None,
    by: User,
    at: datetime.datetime,
) -> Rule:
    """`value` is in the unit that the code names; `source` says who decided it."""
    call = to_change(call, by)
    if code not in RuleCode.values:
        raise InvalidInput(_("Cette règle n’existe pas."), field="code")
    if not source.strip():
        raise InvalidInput(_("Dites d’où vient cette règle : une loi, le contrat."), field="source")
    if not 0 <= value <= LARGEST or (is_percentage(code) and value > 100):
        raise InvalidInput(_("Cette valeur n’est pas possible."), field="value")
    before = rules_of(call)[code]
    rule, _made = Rule.objects.update_or_create(
        call=call, code=code, defaults={"value": value, "source": source.strip(), "as_of": as_of}
    )
    _check_bounds(call)
    note(
        "set_rule",
        _("Règle de l’appel : %(rule)s") % {"rule": RuleCode(code).label},
        call,
        by,
        at,
        target=rule,
        changes={code: [before, value]},
    )
    review(call, Section.RULES, by, at)
    return rule


@transaction.atomic
def drop_rule(*, rule: Rule, by: User, at: datetime.datetime) -> None:
    """Back to the usual figure."""
    call = to_change(rule.call, by)
    note(
        "drop_rule",
        _("Règle de l’appel remise à l’usage : %(rule)s") % {"rule": RuleCode(rule.code).label},
        call,
        by,
        at,
        target=rule,
        changes={rule.code: [rule.value, None]},
    )
    rule.delete()
    _check_bounds(call)
    review(call, Section.RULES, by, at)


def _check_bounds(call: Call) -> None:
    rules = rules_of(Call.objects.get(pk=call.pk))
    if rules[RuleCode.MIN_REQUEST_CENTS] > rules[RuleCode.MAX_REQUEST_CENTS]:
        raise InvalidInput(_("Le plus petit montant dépasse le plus grand."), field="value")


@transaction.atomic
def give_grace(
    *,
    call: Call,
    organization: Organization,
    until: datetime.datetime,
    reason: str,
    by: User,
    at: datetime.datetime,
) -> Grace:
    """`organization` may submit until the end of that minute. Given again, it is moved."""
    call = to_change(call, by)
    if call.state != CallState.PUBLISHED or call.closes_at is None:
        raise Refused(_("Un délai se donne sur un appel publié."))
    if not reason.strip():
        raise InvalidInput(_("Dites pourquoi : le motif reste au journal."), field="reason")
    if until <= call.closes_at:
        raise InvalidInput(
            _("L’appel ferme le %(day)s : donnez un moment après.")
            % {"day": long_moment(call.closes_at)},
            field="until",
        )
    if until <= at:
        raise InvalidInput(_("Ce moment est déjà passé."), field="until")
    if until > call.closes_at + LONGEST_GRACE:
        raise InvalidInput(_("Un délai dure un an au plus."), field="until")
    former = Grace.objects.filter(call=call, organization=organization).first()
    grace, _made = Grace.objects.update_or_create(
        call=call,
        organization=organization,
        defaults={"until": until, "reason": reason.strip(), "given_by": by, "given_at": at},
    )
    note(
        "give_grace",
        _("Délai accordé à %(organization)s jusqu’au %(until)s : %(reason)s")
        % {
            "organization": organization.label,
            "until": date_format(timezone.localtime(until), "d/m/Y H:i"),
            "reason": grace.reason,
        },
        call,
        by,
        at,
        target=grace,
        changes={"until": [former and former.until.isoformat(), until.isoformat()]},
    )
    _tell(grace, call, at)
    return grace


@transaction.atomic
def take_grace_back(*, grace: Grace, by: User, at: datetime.datetime) -> None:
    """What was submitted in the meantime stays submitted."""
    call = to_change(grace.call, by)
    note(
        "take_grace_back",
        _("Délai repris à %(organization)s") % {"organization": grace.organization.label},
        call,
        by,
        at,
        target=grace,
        changes={"until": [grace.until.isoformat(), None]},
    )
    grace.delete()


def _tell(grace: Grace, call: Call, at: datetime.datetime) -> None:
    held = Membership.objects.on(timezone.localdate(at)).filter(organization=grace.organization)
    acting = held.exclude(role=MembershipRole.OFFICER).values("user")
    until = date_format(timezone.localtime(grace.until), "d/m/Y H:i")
    for person in User.objects.filter(pk__in=acting, is_active=True).order_by("pk"):
        notify(
            user=person,
            kind="calls.give_grace",
            text=format_lazy(
                gettext_lazy("« {call} » : votre structure peut déposer jusqu’au {until}."),
                call=call.name,
                until=until,
            ),
            url=reverse("portal:call", args=[call.contract.slug, call.slug]),
            at=at,
        )
