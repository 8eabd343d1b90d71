"""Calls and the bodies around them."""

from __future__ import annotations

import datetime

from django.utils import timezone

from ensemblier.calls.queries import open_calls
from tests.journeys.site.ground import ALES, Addresses, Ground


class Calls(Ground):
    """The call that is open."""

    def open_call(self) -> None:
        """The call that is open, with one of each row, and who sits around it."""
        self.call = open_calls(timezone.now()).get(contract=self.contract)
        self.question = self.call.questions.create(kind="text", label="Depuis quand ?", rank=99)
        self.paper_wanted = self.call.wanted_attachments.create(
            label="Budget", template=self.upload("modele.txt"), rank=99
        )
        self.rule = self.call.rules.update_or_create(
            code="report_months", defaults={"value": 6, "source": "Cerfa 12156"}
        )[0]
        self.grace = self.call.graces.create(
            organization=self.association,
            until=self.call.closes_at,
            reason="Incendie",
            given_by=self.administrator,
            given_at=timezone.now(),
        )
        self.body = self.contract.bodys.earliest("pk")
        self.seat = self.body.seats.earliest("pk")
        self.session = self.body.sessions.create(
            contract=self.contract, starts_at=timezone.now() + datetime.timedelta(days=30)
        )
        self.council = self.contract.councils.earliest("pk")
        self.mandate = self.council.mandates.earliest("pk")

    def about_calls(self) -> Addresses:
        call, row = (self.call.pk,), (self.call.pk, "questions", self.question.pk)
        body = (self.body.pk,)
        return {
            "calls:add_row": (self.call.pk, "pieces"),
            "calls:archive": call,
            "calls:areas": call,
            "calls:calendar": call,
            "calls:copy": call,
            "calls:create": (ALES,),
            "calls:detail": call,
            "calls:drop_rule": (self.call.pk, self.rule.code),
            "calls:edit_row": row,
            "calls:edit_rule": (self.call.pk, self.rule.code),
            "calls:give_grace": call,
            "calls:graces": call,
            "calls:list": (),
            "calls:note": call,
            "calls:presentation": call,
            "calls:publish": call,
            "calls:remove": call,
            "calls:remove_row": row,
            "calls:reopen": call,
            "calls:rows": (self.call.pk, "enveloppes"),
            "calls:rules": call,
            "calls:take_grace_back": (self.call.pk, self.grace.pk),
            "calls:themes": call,
            "calls:unpublish": call,
            "governance:add_seat": body,
            "governance:body": body,
            "governance:cancel_session": (self.body.pk, self.session.pk),
            "governance:create": (ALES,),
            "governance:edit": body,
            "governance:edit_seat": (self.body.pk, self.seat.pk),
            "governance:edit_session": (self.body.pk, self.session.pk),
            "governance:end_seat": (self.body.pk, self.seat.pk),
            "governance:list": (),
            "governance:plan_session": body,
        }
