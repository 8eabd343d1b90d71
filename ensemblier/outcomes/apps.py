from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    name = "ensemblier.outcomes"
    verbose_name = "les bilans"

    def ready(self) -> None:
        # Models are there only now.
        from ensemblier.applications.obstacles import RENEWAL_OBSTACLES
        from ensemblier.outcomes.queries.reports import late_report_obstacle

        RENEWAL_OBSTACLES.append(late_report_obstacle)
