from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "ensemblier.files"
    verbose_name = "les fichiers"
