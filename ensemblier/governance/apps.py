from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "ensemblier.governance"
    verbose_name = "la gouvernance"
