from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "ensemblier.ui"
    verbose_name = "l’interface"
