"""Envelopes, questions, papers, committees of a call."""

from __future__ import annotations

from typing import Any

import pytest

from ensemblier.accounts.models import User
from ensemblier.applications.models import Answer
from ensemblier.calls import operations
from ensemblier.calls.enums import QuestionKind
from ensemblier.calls.models import (
    Call,
    Committee,
    Envelope,
    Question,
    WantedAttachment,
)
from ensemblier.core.exceptions import InvalidInput
from ensemblier.plans.models import Node
from tests import factories
from tests.calls.drafts import NOW, last_actions, refusal
from tests.factories import programming as make


class TestParts:
    def add(self, call: Call, by: User, model: Any, **values: Any) -> Any:
        return operations.add_part(call=call, model=model, values=values, by=by, at=NOW)

    def test_questions_keep_the_order_that_they_are_given(self, draft: Call, editor: User) -> None:
        for label in "abc":
            self.add(draft, editor, Question, kind=QuestionKind.TEXT, label=label)
        third = draft.questions.get(label="c")

        operations.move_part(row=third, places=-2, by=editor, at=NOW)

        assert [question.label for question in draft.questions.all()] == ["c", "a", "b"]
        assert last_actions() == ["calls.move_question"]

    def test_choices_are_two_at_least_without_doubles(self, draft: Call, editor: User) -> None:
        with pytest.raises(InvalidInput) as refused:
            self.add(
                draft, editor, Question, kind=QuestionKind.CHOICE, label="?", options=["a", " a "]
            )
        assert str(refused.value) == "Proposez au moins deux choix, un par ligne."

        kept = self.add(
            draft, editor, Question, kind=QuestionKind.CHOICE, label="?", options=["a", "b", "a "]
        )
        assert kept.options == ["a", "b"]

    def test_question_that_is_answered_stays_and_keeps_its_kind(
        self, published: Call, editor: User
    ) -> None:
        question = self.add(published, editor, Question, kind=QuestionKind.NUMBER, label="Âge")
        Answer.objects.create(
            application=make.make_application(published), question=question, value=3
        )

        assert refusal(operations.remove_part, row=question, by=editor) == (
            "«\u00a0Âge\u00a0» sert déjà dans un dossier\u00a0: gardez-le, ou changez ses mots."
        )
        assert (
            refusal(
                operations.update_part, row=question, values={"kind": QuestionKind.TEXT}, by=editor
            )
            == "Des dossiers répondent déjà à cette question\u00a0: la sorte de réponse reste."
        )
        operations.update_part(row=question, values={"label": "Votre âge"}, by=editor, at=NOW)
        assert published.questions.get().label == "Votre âge"

    def test_envelope_never_falls_below_what_is_granted(
        self, published: Call, editor: User
    ) -> None:
        envelope = published.envelopes.get()
        request = make.make_request(
            make.make_application(published), envelope.funder, amount_cents=2_000_00
        )
        make.make_award(request, envelope=envelope, granted_cents=1_500_00)

        assert (
            refusal(
                operations.update_part, row=envelope, values={"amount_cents": 1_499_99}, by=editor
            )
            == "L’enveloppe serait dépassée."
        )
        operations.update_part(row=envelope, values={"amount_cents": 1_500_00}, by=editor, at=NOW)
        envelope.refresh_from_db()
        assert (envelope.amount_cents, envelope.remaining_cents) == (1_500_00, 0)

    def test_funder_who_is_asked_keeps_an_envelope(self, published: Call, editor: User) -> None:
        envelope = published.envelopes.get()
        reason = (
            f"Des dossiers demandent déjà de l’argent à {envelope.funder.label}\u00a0: "
            "son enveloppe reste."
        )
        make.make_request(make.make_application(published), envelope.funder)
        other = {"funder": make.make_funder()}

        assert refusal(operations.remove_part, row=envelope, by=editor) == reason
        assert refusal(operations.update_part, row=envelope, values=other, by=editor) == reason

        second = self.add(
            published, editor, Envelope, funder=envelope.funder, budget_line="2", amount_cents=1
        )
        operations.remove_part(row=envelope, by=editor, at=NOW)
        assert published.envelopes.get() == second

    def test_one_envelope_for_a_funder_and_a_line(self, ready: Call, editor: User) -> None:
        first = ready.envelopes.get()

        with pytest.raises(InvalidInput) as refused:
            self.add(
                ready, editor, Envelope, funder=first.funder, budget_line="147", amount_cents=1
            )
        assert str(refused.value) == "Ce financeur a déjà une enveloppe sur cette ligne."

    def test_form_to_fill_in_comes_with_its_paper_and_leaves_with_it(
        self, draft: Call, editor: User
    ) -> None:
        paper = self.add(
            draft, editor, WantedAttachment, label="Budget", template=factories.make_upload("b.pdf")
        )
        assert paper.template.name == "b.pdf"

        operations.update_part(
            row=paper, values={"template": factories.make_upload("c.pdf")}, by=editor, at=NOW
        )
        paper.refresh_from_db()
        assert paper.template.name == "c.pdf"

        stored = paper.template
        operations.remove_part(row=paper, by=editor, at=NOW)
        assert not type(stored).objects.filter(pk=stored.pk).exists()

    def test_renamed_executable_is_refused_beside_its_field(
        self, draft: Call, editor: User
    ) -> None:
        upload = factories.make_upload("modele.pdf", b"MZ\x90\x00" + bytes(64))

        with pytest.raises(InvalidInput) as refused:
            self.add(draft, editor, WantedAttachment, label="Budget", template=upload)
        assert refused.value.field == "template"
        assert draft.wanted_attachments.count() == 0

    def test_committee_examines_parts_of_the_call_only(
        self, ready: Call, node: Node, editor: User
    ) -> None:
        body = make.make_body(ready.contract)
        elsewhere = factories.make_area()

        with pytest.raises(InvalidInput) as refused:
            self.add(ready, editor, Committee, body=body, themes=[node.theme], areas=[elsewhere])
        assert str(refused.value) == "Choisissez parmi ce que l’appel ouvre."
