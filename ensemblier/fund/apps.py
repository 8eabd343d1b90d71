from django.apps import AppConfig


class FundConfig(AppConfig):
    name = "ensemblier.fund"
    verbose_name = "le fonds de participation des habitants"
