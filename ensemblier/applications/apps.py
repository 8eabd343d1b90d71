from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "ensemblier.applications"
    verbose_name = "les dossiers de demande"
