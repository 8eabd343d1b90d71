from __future__ import annotations

import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from ensemblier.accounts.models import User
from ensemblier.applications.models import Answer
from ensemblier.audit.models import Entry
from ensemblier.calls import operations
from ensemblier.calls.enums import CallState, QuestionKind, RuleCode, Section
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
from ensemblier.contracts.models import Contract, ContractArea
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.notices.models import Notice
from ensemblier.plans.enums import SuccessionKind
from ensemblier.plans.models import Node, Succession
from ensemblier.territories.models import Area
from tests import factories
from tests.factories import programming as make

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime.datetime(2026, 9, 1, 10, 0, tzinfo=PARIS)
PRESENTATION = {
    "name": "Appel à projets 2027",
    "year": 2027,
    "actions_start_on": datetime.date(2027, 1, 1),
    "actions_end_on": datetime.date(2027, 12, 31),
}


def paris(*parts: int) -> datetime.datetime:
    return datetime.datetime(*parts, tzinfo=PARIS)


@pytest.fixture
def area(contract: Contract) -> Area:
    area = factories.make_area(name="Les Prés")
    ContractArea.objects.create(contract=contract, area=area)
    return area


@pytest.fixture
def node(contract: Contract) -> Node:
    return factories.make_node(factories.make_version(factories.make_plan(contract)))


@pytest.fixture
def draft(contract: Contract, node: Node, editor: User) -> Call:
    """As it comes out of the first form: nothing but a presentation."""
    return operations.create_call(
        contract=contract, plan_version=node.version, values=PRESENTATION, by=editor, at=NOW
    )


def complete(call: Call, node: Node, area: Area, by: User) -> Call:
    operations.set_themes(call=call, nodes=[node], by=by, at=NOW)
    operations.set_areas(call=call, areas=[area], by=by, at=NOW)
    envelope = {"funder": make.make_funder(), "budget_line": "147", "amount_cents": 50_000_00}
    operations.add_part(call=call, model=Envelope, values=envelope, by=by, at=NOW)
    return operations.update_call(
        call=call,
        section=Section.CALENDAR,
        values={
            "opens_at": paris(2026, 10, 1, 9),
            "closes_at": paris(2026, 12, 1, 12),
            "opinions_due_on": datetime.date(2027, 1, 15),
            "decided_on": datetime.date(2027, 3, 1),
        },
        by=by,
        at=NOW,
    )


@pytest.fixture
def ready(draft: Call, node: Node, area: Area, editor: User) -> Call:
    return complete(draft, node, area, editor)


@pytest.fixture
def published(ready: Call, editor: User) -> Call:
    return operations.publish_call(call=ready, by=editor, at=NOW)


def refusal(operation: Any, **arguments: Any) -> str:
    arguments.setdefault("at", NOW)
    with pytest.raises(Refused) as refused:
        operation(**arguments)
    return str(refused.value)


def last_actions(count: int = 1) -> list[str]:
    return list(Entry.objects.order_by("-sequence").values_list("action", flat=True)[:count])


class TestCreating:
    def test_draft_starts_with_the_rules_of_the_law_and_of_usage(self, draft: Call) -> None:
        assert (draft.slug, draft.state) == ("appel-a-projets-2027", CallState.DRAFT)
        assert {rule.code: rule.value for rule in draft.rules.all()} == {
            "agreement_threshold_cents": 23_000_00,
            "report_months": 6,
            "advance_percent": 80,
            "variance_percent": 20,
            "opinion_days": 21,
        }
        entry = Entry.objects.get(action="calls.create_call")
        assert (entry.summary, entry.contract_id) == (
            "Appel créé\u00a0: Appel à projets 2027",
            draft.contract_id,
        )

    def test_two_calls_of_one_name_have_two_addresses(self, draft: Call, editor: User) -> None:
        other = operations.create_call(
            contract=draft.contract,
            plan_version=draft.plan_version,
            values=PRESENTATION,
            by=editor,
            at=NOW,
        )

        assert other.slug == "appel-a-projets-2027-2"

    def test_reader_may_not(self, contract: Contract, node: Node, reader: User) -> None:
        with pytest.raises(NotAllowed):
            operations.create_call(
                contract=contract,
                plan_version=node.version,
                values=PRESENTATION,
                by=reader,
                at=NOW,
            )

    def test_plan_that_is_not_published_is_refused(self, contract: Contract, editor: User) -> None:
        version = factories.make_version(factories.make_plan(contract), published=False)

        assert (
            refusal(
                operations.create_call,
                contract=contract,
                plan_version=version,
                values=PRESENTATION,
                by=editor,
            )
            == "Choisissez un plan publié de ce contrat."
        )

    def test_actions_end_after_they_start(self, draft: Call, editor: User) -> None:
        assert (
            refusal(
                operations.update_call,
                call=draft,
                section=Section.PRESENTATION,
                values={"actions_end_on": datetime.date(2026, 12, 31)},
                by=editor,
            )
            == "Les actions finissent avant de commencer."
        )


class TestThemes:
    def test_node_outside_call_is_refused_by_what_it_is_in(
        self, draft: Call, node: Node, editor: User
    ) -> None:
        outside = factories.make_node(node.version, node, is_outside_call=True)
        below = factories.make_node(node.version, outside)

        assert refusal(operations.set_themes, call=draft, nodes=[node, below], by=editor) == (
            f"«\u00a0{below}\u00a0» est dans «\u00a0{outside}\u00a0», qui est "
            "«\u00a0hors appel à projets\u00a0» dans le plan."
        )
        assert draft.themes.count() == 0

    def test_node_of_another_plan_is_refused(self, draft: Call, editor: User) -> None:
        stranger = factories.make_node(factories.make_version())

        assert refusal(operations.set_themes, call=draft, nodes=[stranger], by=editor) == (
            f"«\u00a0{stranger}\u00a0» n’est pas dans le plan de cet appel."
        )

    def test_theme_that_an_application_chose_stays(
        self, published: Call, node: Node, editor: User
    ) -> None:
        other = factories.make_node(node.version)
        operations.set_themes(call=published, nodes=[node, other], by=editor, at=NOW)
        make.make_application(published, node=node)

        assert refusal(operations.set_themes, call=published, nodes=[other], by=editor) == (
            f"«\u00a0{node}\u00a0» est choisi par un dossier\u00a0: il reste ouvert."
        )
        operations.set_themes(call=published, nodes=[node], by=editor, at=NOW)
        assert [row.node for row in published.themes.all()] == [node]

    def test_committee_never_comes_to_examine_everything_unseen(
        self, ready: Call, node: Node, editor: User
    ) -> None:
        other = factories.make_node(node.version)
        operations.set_themes(call=ready, nodes=[node, other], by=editor, at=NOW)
        body = make.make_body(ready.contract, name="CTP Emploi")
        values = {"body": body, "themes": [node.theme], "areas": []}
        operations.add_part(call=ready, model=Committee, values=values, by=editor, at=NOW)

        assert refusal(operations.set_themes, call=ready, nodes=[other], by=editor) == (
            "«\u00a0CTP Emploi\u00a0» n’examine que ce que vous retirez\u00a0: "
            "changez d’abord ce comité."
        )


class TestAreas:
    def test_area_outside_the_contract_is_refused(self, draft: Call, editor: User) -> None:
        far = factories.make_area(name="Ailleurs")

        assert refusal(operations.set_areas, call=draft, areas=[far], by=editor) == (
            "Ailleurs n’est pas dans le contrat."
        )

    def test_area_that_an_application_chose_stays(
        self, published: Call, area: Area, editor: User
    ) -> None:
        other = factories.make_area()
        ContractArea.objects.create(contract=published.contract, area=other)
        operations.set_areas(call=published, areas=[area, other], by=editor, at=NOW)
        make.make_application(published, areas=(area,))

        assert refusal(operations.set_areas, call=published, areas=[other], by=editor) == (
            "«\u00a0Les Prés\u00a0» est choisi par un dossier\u00a0: il reste ouvert."
        )
        operations.set_areas(call=published, areas=[area], by=editor, at=NOW)
        assert list(published.areas.all()) == [area]


class TestPublishing:
    @pytest.mark.parametrize(
        ("spoil", "sentence"),
        [
            (lambda call: call.themes.all().delete(), "Choisissez au moins un thème du plan."),
            (lambda call: call.areas.clear(), "Choisissez au moins un territoire."),
            (lambda call: call.envelopes.all().delete(), "Ajoutez au moins une enveloppe."),
            (
                lambda call: Call.objects.filter(pk=call.pk).update(closes_at=None),
                "Dites quand l’appel ouvre et quand il ferme.",
            ),
            (
                lambda call: Call.objects.filter(pk=call.pk).update(
                    opens_at=paris(2026, 6, 1, 9), closes_at=paris(2026, 8, 1, 9)
                ),
                "L’appel fermerait avant d’être publié\u00a0: reculez sa fermeture.",
            ),
            (
                lambda call: Call.objects.filter(pk=call.pk).update(
                    opinions_due_on=datetime.date(2026, 11, 30)
                ),
                "Les avis sont attendus avant la fermeture de l’appel.",
            ),
            (
                lambda call: Call.objects.filter(pk=call.pk).update(
                    decided_on=datetime.date(2027, 1, 14)
                ),
                "La réponse est annoncée avant les avis ou avant la fermeture.",
            ),
        ],
    )
    def test_what_is_missing_is_told(
        self, ready: Call, editor: User, spoil: Any, sentence: str
    ) -> None:
        spoil(ready)

        assert refusal(operations.publish_call, call=ready, by=editor) == (
            f"Il manque encore\u00a0: {sentence}"
        )
        ready.refresh_from_db()
        assert ready.state == CallState.DRAFT

    def test_everyone_behind_the_call_is_told(
        self, ready: Call, editor: User, reader: User, outsider: User
    ) -> None:
        officer = make.make_officer(ready.envelopes.get().funder)

        operations.publish_call(call=ready, by=editor, at=NOW)

        told = Notice.objects.filter(kind="calls.publish_call")
        assert {notice.user for notice in told} == {reader, officer}
        assert {notice.text for notice in told} == {
            "L’appel «\u00a0Appel à projets 2027\u00a0» est publié."
        }
        assert last_actions() == ["calls.publish_call"]

    def test_public_call_stays_complete(self, published: Call, area: Area, editor: User) -> None:
        assert refusal(operations.set_areas, call=published, areas=[], by=editor) == (
            "L’appel est publié et doit rester complet. Choisissez au moins un territoire."
        )
        assert list(published.areas.all()) == [area]

    def test_unpublished_only_while_nobody_answers(self, published: Call, editor: User) -> None:
        operations.unpublish_call(call=published, by=editor, at=NOW)
        published = operations.publish_call(call=published, by=editor, at=NOW)
        make.make_application(published)

        assert refusal(operations.unpublish_call, call=published, by=editor) == (
            "Des dossiers répondent déjà à cet appel\u00a0: il reste public. "
            "Archivez-le quand tout est fini."
        )

    def test_archived_call_does_not_change(self, published: Call, editor: User) -> None:
        operations.archive_call(call=published, by=editor, at=NOW)

        assert refusal(operations.set_areas, call=published, areas=[], by=editor) == (
            "Cet appel est archivé\u00a0: désarchivez-le pour le modifier."
        )
        assert operations.reopen_call(call=published, by=editor, at=NOW).state == (
            CallState.PUBLISHED
        )

    def test_reader_may_not(self, ready: Call, reader: User) -> None:
        with pytest.raises(NotAllowed):
            operations.publish_call(call=ready, by=reader, at=NOW)

    def test_draft_goes_with_all_it_holds(self, ready: Call, editor: User) -> None:
        operations.remove_call(call=ready, by=editor, at=NOW)

        assert Call.objects.count() == 0
        assert last_actions() == ["calls.remove_call"]

    def test_published_call_is_not_removed(self, published: Call, editor: User) -> None:
        assert refusal(operations.remove_call, call=published, by=editor) == (
            "Seul un appel en préparation, sans dossier, peut être supprimé."
        )


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


class TestRules:
    def set_rule(self, call: Call, by: User, code: str, value: int, source: str = "Contrat") -> Any:
        return operations.set_rule(
            call=call, code=code, value=value, source=source, as_of=None, by=by, at=NOW
        )

    def test_figure_has_a_source(self, draft: Call, editor: User) -> None:
        with pytest.raises(InvalidInput) as refused:
            self.set_rule(draft, editor, RuleCode.MIN_QPV_PERCENT, 60, " ")
        assert refused.value.field == "source"

        rule = self.set_rule(draft, editor, RuleCode.MIN_QPV_PERCENT, 60)
        assert rules_of(draft)[RuleCode.MIN_QPV_PERCENT] == 60

        operations.drop_rule(rule=rule, by=editor, at=NOW)
        assert rules_of(draft)[RuleCode.MIN_QPV_PERCENT] == 0

    @pytest.mark.parametrize(("code", "value"), [("min_qpv_percent", 101), ("report_months", -1)])
    def test_impossible_figures(self, draft: Call, editor: User, code: str, value: int) -> None:
        with pytest.raises(InvalidInput) as refused:
            self.set_rule(draft, editor, code, value)
        assert str(refused.value) == "Cette valeur n’est pas possible."

    def test_smallest_request_is_not_above_the_largest(self, draft: Call, editor: User) -> None:
        self.set_rule(draft, editor, RuleCode.MAX_REQUEST_CENTS, 1_000_00)

        with pytest.raises(InvalidInput) as refused:
            self.set_rule(draft, editor, RuleCode.MIN_REQUEST_CENTS, 2_000_00)
        assert str(refused.value) == "Le plus petit montant dépasse le plus grand."


class TestGrace:
    def give(self, call: Call, by: User, **changes: Any) -> Any:
        arguments: dict[str, Any] = {
            "organization": changes.pop("organization", None) or factories.make_organization(),
            "until": paris(2026, 12, 8, 18, 0),
            "reason": "Incendie du local",
            **changes,
        }
        return operations.give_grace(call=call, by=by, at=NOW, **arguments)

    def test_given_with_a_reason_and_told_to_its_people(
        self, published: Call, editor: User
    ) -> None:
        bearer = factories.make_organization(name="La Ronde")
        person = make.make_member(bearer)

        grace = self.give(published, editor, organization=bearer)

        assert Notice.objects.get(user=person).text == (
            "«\u00a0Appel à projets 2027\u00a0»\u00a0: votre structure peut déposer "
            "jusqu’au 08/12/2026 18:00."
        )
        assert Entry.objects.get(action="calls.give_grace").summary == (
            "Délai accordé à La Ronde jusqu’au 08/12/2026 18:00\u00a0: Incendie du local"
        )
        operations.take_grace_back(grace=grace, by=editor, at=NOW)
        assert published.graces.count() == 0

    def test_given_again_it_is_moved(self, published: Call, editor: User) -> None:
        bearer = factories.make_organization()
        self.give(published, editor, organization=bearer)
        self.give(published, editor, organization=bearer, until=paris(2026, 12, 20, 9, 0))

        assert published.graces.get().until == paris(2026, 12, 20, 9, 0)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"reason": "  "}, "reason"),
            ({"until": paris(2026, 12, 1, 12, 0)}, "until"),
            ({"until": paris(2029, 1, 1, 12, 0)}, "until"),
        ],
    )
    def test_refused(
        self, published: Call, editor: User, changes: dict[str, Any], field: str
    ) -> None:
        with pytest.raises(InvalidInput) as refused:
            self.give(published, editor, **changes)
        assert refused.value.field == field

    def test_not_on_a_draft(self, ready: Call, editor: User) -> None:
        with pytest.raises(Refused):
            self.give(ready, editor)


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
