from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "ensemblier.workspace"
    verbose_name = "l’espace de travail"
