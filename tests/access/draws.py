"""The rows that the addresses of draws stand for: for the access table."""

from __future__ import annotations

import datetime
from typing import Any

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Contract
from ensemblier.draws.models import Draw, Pool
from tests.draws.worlds import add, crowd, make_pool, prepare

LATER = datetime.datetime(2026, 4, 1, 18, tzinfo=datetime.UTC)
RESULT = {"min_chance": 0.5, "plain_min_chance": 0.25, "rounding_error": 0.0, "profiles": []}


def published(pool: Pool, number: int, **fields: Any) -> Draw:
    """A draw of which everyone reads the page; with its first person drawn."""
    draw = Draw.objects.create(
        contract=pool.contract,
        pool=pool,
        number=number,
        name=f"Tirage {number}",
        seats=1,
        created_at=LATER,
        committed_at=LATER,
        ceremony_at=LATER,
        commitment="{}",
        result=RESULT,
        **fields,
    )
    draw.tickets.create(
        contract=pool.contract,
        row=0,
        entrant=pool.entrants.earliest("pk"),
        fingerprint="f" * 64,
        code_digest="c" * 64,
        profile="F",
        panels=500,
        rank=1 if draw.digits else None,
    )
    return draw


def draw_rows(contract: Contract, editor: User) -> dict[str, Any]:
    """A pool that changes, a draw in preparation; a pool that was drawn from, and its draw."""
    pool = make_pool(contract, editor, name="Vivier ouvert")
    add(pool, editor, *crowd(4))
    pending = prepare(pool, editor, *crowd(2), origin="youth")
    prepared = Draw.objects.create(
        contract=contract, pool=pool, number=9, name="À préparer", seats=1, created_at=LATER
    )
    prepared.quotas.create(contract=contract, feature="sexe", value="F", minimum=0, maximum=1)
    over = make_pool(contract, editor, name="Vivier tiré")
    add(over, editor, *crowd(4))
    drawn = published(
        over, 1, state="drawn", digits="417", drawn_at=LATER, certificate='{"digits": "417"}'
    )
    return {
        "draw_pool": pool,
        "draw_list": pending,
        "draw_person": pool.entrants.earliest("pk"),
        "draw": prepared,
        "drawn": drawn,
        "draw_ticket": drawn.tickets.get(),
    }


STANDS_FOR = {
    "draws:list_preview.pk": "draw_list.pk",
    "draws:list_refused.pk": "draw_list.pk",
    "draws:list_undo.pk": "draw_list.pk",
    "draws:exclude.pk": "draw_person.pk",
    "draws:answer.pk": "draw_ticket.pk",
    "draws:call_alternates.pk": "drawn.pk",
    "draws:export_drawn.pk": "drawn.pk",
    "draws:mandates.pk": "drawn.pk",
    "draws:replace.pk": "drawn.pk",
    **{
        f"draws:{name}.pk": "draw.pk"
        for name in (
            *("draw", "edit_draw", "set_quotas", "propose", "quotas_export", "quotas_import"),
            *("compute", "relax", "reopen", "commit", "ceremony", "cancel"),
        )
    },
    "draws:*.pk": "draw_pool.pk",
}
