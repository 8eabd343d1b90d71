from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "ensemblier.organizations"
    verbose_name = "les structures"
