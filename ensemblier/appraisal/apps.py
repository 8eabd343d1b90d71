import rules
from django.apps import AppConfig

from ensemblier.core.permissions import STAYS_OUT


class AppraisalConfig(AppConfig):
    name = "ensemblier.appraisal"
    verbose_name = "l’instruction"

    def ready(self) -> None:
        # Models are not loaded before this point.
        from ensemblier.appraisal.permissions import has_declared_a_stake

        rules.set_rule(STAYS_OUT, has_declared_a_stake)
