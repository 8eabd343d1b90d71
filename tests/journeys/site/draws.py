"""The pages of draws on the demonstration: one draw is made, one is in preparation."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from ensemblier.contracts.models import Contract
from ensemblier.draws.models import Draw
from ensemblier.draws.operations.lists import prepare_list
from tests.journeys.site.ground import Addresses

ROWS = "nom,prénom,naissance\nLoutre,Ana,1980\nHéron,,1990\n"


class DrawPages:
    def __init__(self, contract: Contract, author: dict[str, Any]) -> None:
        draws = Draw.objects.filter(contract=contract)
        self.slug = contract.slug
        self.drawn = draws.get(state="drawn")
        self.draw = draws.get(state="prepared")
        self.ticket = self.drawn.tickets.filter(rank=1).get()
        self.list = prepare_list(
            pool=self.draw.pool,
            uploaded=SimpleUploadedFile("jeunes.csv", ROWS.encode()),
            origin="youth",
            name="",
            notice="Liste inventée.",
            **author,
        )
        self.person = self.draw.pool.entrants.earliest("pk")

    def public(self) -> Addresses:
        return {
            "portal:draw": (self.slug, self.drawn.number),
            "portal:draw_code": (),
            "portal:draw_how": (),
            "portal:draws": (self.slug,),
        }

    def working(self) -> Addresses:
        pool, draw, drawn = (self.draw.pool_id,), (self.draw.pk,), (self.drawn.pk,)
        return {
            "draws:add_list": pool,
            "draws:answer": (self.ticket.pk,),
            "draws:call_alternates": drawn,
            "draws:cancel": draw,
            "draws:ceremony": drawn,
            "draws:commit": draw,
            "draws:create": (self.slug,),
            "draws:create_draw": pool,
            "draws:doubts": pool,
            "draws:draw": draw,
            "draws:edit": pool,
            "draws:edit_draw": draw,
            "draws:exclude": (self.person.pk,),
            "draws:list": (),
            "draws:list_preview": (self.list.pk,),
            "draws:list_undo": (self.list.pk,),
            "draws:mandates": drawn,
            "draws:people": pool,
            "draws:pool": pool,
            "draws:quotas_import": draw,
            "draws:replace": drawn,
        }

    def row_of(self, name: str) -> Any:
        """What `pk` stands for."""
        lists = ("draws:list_preview", "draws:list_refused", "draws:list_undo")
        rows = {
            **dict.fromkeys(lists, self.list),
            "draws:answer": self.ticket,
            "draws:exclude": self.person,
            "draws:export_drawn": self.drawn,
            "draws:quotas_export": self.draw,
        }
        return rows.get(name, self.draw.pool)
