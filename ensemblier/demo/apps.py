from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "ensemblier.demo"
    verbose_name = "la démonstration"
