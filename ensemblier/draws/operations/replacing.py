"""Who refuses, where no alternate fits, is replaced by a draw like the first: computed,
published, made in public.

Its quotas are what is missing from those of the first draw once the people who stay are
counted; quotas that cannot be met any more are named, and relaxed by a person.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.core.exceptions import Refused
from ensemblier.draws.composition import read_bounds, values_of
from ensemblier.draws.enums import DrawState
from ensemblier.draws.models import Draw, Entrant, Quota, Ticket
from ensemblier.draws.operations.base import locked_draw, note, open_pool
from ensemblier.draws.operations.draws import next_number
from ensemblier.draws.queries.calls import calls_of
from ensemblier.draws.queries.draws import leaving, sitting
from ensemblier.draws.queries.pools import WITH_LISTS

SAME = ("contract", "pool", "council", "audience", "neighborhood", "one_per_address", "age_bounds")


@transaction.atomic
def prepare_replacement(*, draw: Draw, by: User, at: datetime.datetime) -> Draw:
    """A draw of as many people as said no, among those who never came out. Alternates who fit
    come first."""
    first = locked_draw(draw.replaced or draw, by)
    open_pool(first.pool, by)
    if first.state != DrawState.DRAWN:
        raise Refused(_("Ce tirage n’est pas encore fait."))
    tickets = list(leaving(first))
    if not tickets:
        raise Refused(_("Personne n’est à remplacer\u00a0: notez d’abord qui refuse."))
    if any(call.alternate for call in calls_of(first)):
        raise Refused(_("Un suppléant peut entrer\u00a0: appelez d’abord les suppléants."))
    made = Draw(
        **{name: getattr(first, name) for name in SAME},
        replaced=first,
        number=next_number(first.pool),
        name=_("%(draw)s – remplacement %(rank)d")
        % {"draw": first.name[:120], "rank": first.replacements.count() + 1},
        seats=len(tickets),
        created_at=at,
    )
    made.save()
    Ticket.objects.filter(pk__in=[ticket.pk for ticket in tickets]).update(left_in=made)
    Quota.objects.bulk_create(missing_quotas(first, made))
    summary = _("Remplacement préparé\u00a0: %(draw)s") % {"draw": made}
    note("prepare_replacement", summary, made, by, at)
    return made


def missing_quotas(first: Draw, made: Draw) -> Iterator[Quota]:
    """What the quotas of the first draw ask for beyond the people who stay."""
    bounds = read_bounds(first.age_bounds)
    staying = Entrant.objects.filter(pk__in=sitting(first).values("entrant"))
    held = Counter(
        pair
        for person in staying.prefetch_related(*WITH_LISTS)
        for pair in values_of(person, first, bounds).items()
    )
    for quota in first.quotas.all():
        count = held[quota.feature, quota.value]
        yield Quota(
            contract_id=made.contract_id,
            draw=made,
            feature=quota.feature,
            value=quota.value,
            minimum=min(made.seats, max(0, quota.minimum - count)),
            maximum=min(made.seats, max(0, quota.maximum - count)),
            rank=quota.rank,
        )
