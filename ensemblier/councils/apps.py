from django.apps import AppConfig


class CouncilsConfig(AppConfig):
    name = "ensemblier.councils"
    verbose_name = "les conseils citoyens"

    def ready(self) -> None:
        # Models are there only now.
        from ensemblier.contracts.effects import PUBLICATION_EFFECTS
        from ensemblier.councils.operations.files import show_public_files

        PUBLICATION_EFFECTS.append(show_public_files)
