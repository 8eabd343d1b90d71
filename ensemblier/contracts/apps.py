import rules
from django.apps import AppConfig

from ensemblier.core.permissions import EDITS_A_CONTRACT, HOLDS_A_ROLE, SEES_CONTRACT


class ContractsConfig(AppConfig):
    name = "ensemblier.contracts"
    verbose_name = "les contrats"

    def ready(self) -> None:
        # Models are not loaded before this point.
        from ensemblier.contracts.permissions import (
            edits_some_contract,
            has_any_role,
            sees_contract,
        )

        rules.set_rule(HOLDS_A_ROLE, has_any_role)
        rules.set_rule(EDITS_A_CONTRACT, edits_some_contract)
        rules.set_rule(SEES_CONTRACT, sees_contract)
