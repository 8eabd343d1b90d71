from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "ensemblier.search"
    verbose_name = "la recherche"
