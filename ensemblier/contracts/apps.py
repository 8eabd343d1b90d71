from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "ensemblier.contracts"
    verbose_name = "les contrats"
