from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "ensemblier.notices"
    verbose_name = "les notifications"
