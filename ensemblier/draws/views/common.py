"""Who comes in, the way back up, one form, one question."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from ensemblier.draws.models import Draw, Pool
from ensemblier.draws.permissions import require_team
from ensemblier.draws.queries.draws import draw_for
from ensemblier.draws.queries.pools import entrant_for, list_for, pool_for
from ensemblier.ui import pages
from ensemblier.ui.pages import found_by

CURRENT = "draws"
FORM_METHODS = ["GET", "HEAD", "POST"]

# For people who may not see it, the pool does not exist.
of_pool = found_by(pool_for)
of_draw = found_by(draw_for)
to_keep = found_by(pool_for, require=require_team)
to_run = found_by(draw_for, require=require_team)
to_read_list = found_by(list_for, require=require_team)
to_read_person = found_by(entrant_for, require=require_team)


def pool_address(pool: Pool, name: str = "pool", *args: object) -> str:
    return reverse(f"draws:{name}", args=[pool.pk, *args])


def draw_address(draw: Draw, name: str = "draw", *args: object) -> str:
    return reverse(f"draws:{name}", args=[draw.pk, *args])


def crumbs(
    pool: Pool | None = None, draw: Draw | None = None, here: Any = ""
) -> list[tuple[Any, str]]:
    items: list[tuple[Any, str]] = [(_("Tirages au sort"), reverse("draws:list"))]
    if pool is not None:
        items.append((pool.name, pool_address(pool)))
    if draw is not None:
        items.append((draw.name, draw_address(draw)))
    return [*items, (here, "")] if here else [*items[:-1], (items[-1][0], "")]


def answer_form(request: HttpRequest, *asked: Any, **page: Any) -> HttpResponse:
    """`pages.answer_form`, among the draws."""
    return pages.answer_form(request, *asked, current=CURRENT, **page)


def answer_question(request: HttpRequest, *asked: Any, **page: Any) -> HttpResponse:
    """`pages.answer_question`, among the draws."""
    return pages.answer_question(request, *asked, current=CURRENT, **page)
