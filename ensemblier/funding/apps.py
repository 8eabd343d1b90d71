from django.apps import AppConfig


class FundingConfig(AppConfig):
    name = "ensemblier.funding"
    verbose_name = "le financement"
