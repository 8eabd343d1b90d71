from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "ensemblier.core"
    verbose_name = "le socle"
