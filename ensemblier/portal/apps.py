from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "ensemblier.portal"
    verbose_name = "le site public"
