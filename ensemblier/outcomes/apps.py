from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    name = "ensemblier.outcomes"
    verbose_name = "les bilans"

    def ready(self) -> None:
        # Models are there only now.
        from ensemblier.applications.effects import DECISION_EFFECTS
        from ensemblier.applications.obstacles import RENEWAL_OBSTACLES
        from ensemblier.outcomes.operations.opening import open_report_of_decision
        from ensemblier.outcomes.queries.reports import late_report_obstacle

        DECISION_EFFECTS.append(open_report_of_decision)
        RENEWAL_OBSTACLES.append(late_report_obstacle)
