from django.apps import AppConfig


class TerritoriesConfig(AppConfig):
    name = "ensemblier.territories"
    verbose_name = "les territoires"
