from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "ensemblier.indicators"
    verbose_name = "les indicateurs"
