from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "ensemblier.plans"
    verbose_name = "les plans"
