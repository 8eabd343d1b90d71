from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "ensemblier.applications"
    verbose_name = "les dossiers de demande"

    def ready(self) -> None:
        # Models are loaded by now, not when this file is read.
        from ensemblier.applications.operations.starting import join_waiting_years
        from ensemblier.calls.operations.publication import AFTER_PUBLICATION

        AFTER_PUBLICATION.append(join_waiting_years)
