from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "ensemblier.accounts"
    verbose_name = "les personnes"
