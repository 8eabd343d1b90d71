from django.apps import AppConfig


class CouncilsConfig(AppConfig):
    name = "ensemblier.councils"
    verbose_name = "les conseils citoyens"
