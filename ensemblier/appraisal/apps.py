from django.apps import AppConfig


class AppraisalConfig(AppConfig):
    name = "ensemblier.appraisal"
    verbose_name = "l’instruction"
