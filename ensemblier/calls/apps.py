from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "ensemblier.calls"
    verbose_name = "les appels à projets"
