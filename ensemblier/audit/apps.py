from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "ensemblier.audit"
    verbose_name = "le journal"
