"""Last year’s call, taken up again."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from ensemblier.accounts.models import User
from ensemblier.calls import operations
from ensemblier.calls.enums import CallState, QuestionKind
from ensemblier.calls.models import (
    Call,
    CallDate,
    ChecklistItem,
    Committee,
    Envelope,
    Question,
    WantedAttachment,
)
from ensemblier.calls.queries import rules_of
from ensemblier.plans.enums import SuccessionKind
from ensemblier.plans.models import Node, Succession
from ensemblier.territories.models import Area
from tests import factories
from tests.calls.drafts import NOW, paris, refusal
from tests.factories import programming as make


class TestCopying:
    def full(self, call: Call, by: User) -> Call:
        for model, values in (
            (Question, {"kind": QuestionKind.CHOICE, "label": "Où ?", "options": ["a", "b"]}),
            (WantedAttachment, {"label": "Budget", "template": factories.make_upload()}),
            (ChecklistItem, {"label": "Statuts à jour"}),
            (CallDate, {"title": "Réunion 2027", "day": datetime.date(2026, 10, 15)}),
            (Committee, {"body": make.make_body(call.contract), "themes": [], "areas": []}),
        ):
            operations.add_part(call=call, model=model, values=values, by=by, at=NOW)
        return call

    def test_everything_moves_by_a_year_at_the_same_hour(
        self, ready: Call, node: Node, area: Area, editor: User
    ) -> None:
        source = operations.publish_call(call=self.full(ready, editor), by=editor, at=NOW)
        Envelope.objects.update(committed_cents=1_000_00)

        made = operations.copy_call(call=source, year=2028, by=editor, at=NOW)

        assert (made.name, made.slug, made.year, made.state) == (
            "Appel à projets 2028",
            "appel-a-projets-2028",
            2028,
            CallState.DRAFT,
        )
        assert (made.opens_at, made.closes_at) == (
            paris(2027, 10, 1, 9),
            paris(2027, 12, 1, 12),
        )
        assert made.actions_start_on == datetime.date(2028, 1, 1)
        assert made.decided_on == datetime.date(2028, 3, 1)
        assert [row.node for row in made.themes.all()] == [node]
        assert list(made.areas.all()) == [area]
        envelope = made.envelopes.get()
        assert (envelope.amount_cents, envelope.committed_cents) == (50_000_00, 0)
        assert made.questions.get().options == ["a", "b"]
        assert made.wanted_attachments.get().template == source.wanted_attachments.get().template
        assert [(row.title, row.day) for row in made.dates.all()] == [
            ("Réunion 2028", datetime.date(2027, 10, 15))
        ]
        assert made.checklist.get().label == "Statuts à jour"
        assert made.committees.get().body == source.committees.get().body
        assert rules_of(made) == rules_of(source)
        assert made.copied_from == source
        assert made.needs_review == ["presentation", "envelopes", "calendar"]

    def test_hour_in_paris_survives_summer_time(self, ready: Call, editor: User) -> None:
        # 28 March 2027 is the night of the change; 28 March 2026 was still winter.
        Call.objects.filter(pk=ready.pk).update(
            opens_at=paris(2026, 3, 28, 9), closes_at=paris(2026, 12, 1, 12)
        )

        made = operations.copy_call(call=ready, year=2028, by=editor, at=NOW)

        assert made.opens_at is not None
        assert timezone.localtime(made.opens_at).isoformat() == "2027-03-28T09:00:00+02:00"

    def test_published_once_each_marked_step_is_looked_at(
        self, published: Call, editor: User
    ) -> None:
        made = operations.copy_call(call=published, year=2028, by=editor, at=NOW)
        assert refusal(operations.publish_call, call=made, by=editor) == (
            "Il manque encore\u00a0: À relire\u00a0: cette étape vient de l’appel copié."
        )

        for section in made.needs_review:
            operations.mark_reviewed(call=made, section=section, by=editor, at=NOW)

        assert operations.publish_call(call=made, by=editor, at=NOW).state == CallState.PUBLISHED

    def test_themes_follow_the_plan_that_will_be_in_force(
        self, published: Call, node: Node, editor: User
    ) -> None:
        old = node.version
        gone, split, closed = (factories.make_node(old) for _ in range(3))
        operations.set_themes(call=published, nodes=[node, gone, split, closed], by=editor, at=NOW)
        new = factories.make_version(old.plan, effective_on=datetime.date(2027, 6, 1))
        kept = factories.make_node(new, theme=node.theme)
        factories.make_node(new, theme=closed.theme, is_outside_call=True)
        heirs = [factories.make_node(new) for _ in range(2)]
        for heir in heirs:
            Succession.objects.create(
                contract=published.contract, source=split, target=heir, kind=SuccessionKind.SPLIT
            )

        made = operations.copy_call(call=published, year=2028, by=editor, at=NOW)

        assert made.plan_version == new
        assert [row.node for row in made.themes.all()] == [kept, *heirs]
        assert "themes" in made.needs_review

    def test_template_shared_by_a_copy_outlives_the_former_call(
        self, ready: Call, editor: User
    ) -> None:
        source = self.full(ready, editor)
        made = operations.copy_call(call=source, year=2028, by=editor, at=NOW)

        operations.remove_part(row=source.wanted_attachments.get(), by=editor, at=NOW)

        paper = made.wanted_attachments.get()
        assert paper.template is not None and paper.template.content.storage.exists(
            paper.template.content.name
        )

    @pytest.mark.parametrize("year", [2027, 2020, 2099])
    def test_only_to_a_year_that_follows(self, ready: Call, editor: User, year: int) -> None:
        assert refusal(operations.copy_call, call=ready, year=year, by=editor) == (
            "Choisissez une année après 2027."
        )
