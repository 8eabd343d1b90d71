from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    name = "ensemblier.outcomes"
    verbose_name = "les bilans"
