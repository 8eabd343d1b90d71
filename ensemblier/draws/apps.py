from django.apps import AppConfig


class DrawsConfig(AppConfig):
    name = "ensemblier.draws"
    verbose_name = "les tirages au sort"
