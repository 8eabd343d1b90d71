"""A call begun, with its themes and areas."""

from __future__ import annotations

import datetime

import pytest

from ensemblier.accounts.models import User
from ensemblier.audit.models import Entry
from ensemblier.calls import operations
from ensemblier.calls.enums import CallState, Section
from ensemblier.calls.models import (
    Call,
    Committee,
)
from ensemblier.contracts.models import Contract, ContractArea
from ensemblier.core.exceptions import NotAllowed
from ensemblier.plans.models import Node
from ensemblier.territories.models import Area
from tests import factories
from tests.calls.drafts import NOW, PRESENTATION, refusal
from tests.factories import programming as make


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
