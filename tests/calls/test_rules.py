"""The figures of a call, and more time for one organization."""

from __future__ import annotations

from typing import Any

import pytest

from ensemblier.accounts.models import User
from ensemblier.audit.models import Entry
from ensemblier.calls import operations
from ensemblier.calls.enums import RuleCode
from ensemblier.calls.models import (
    Call,
)
from ensemblier.calls.queries import rules_of
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.notices.models import Notice
from tests import factories
from tests.calls.drafts import NOW, paris
from tests.factories import programming as make


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
