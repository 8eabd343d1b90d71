from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from ensemblier.core.backups.installation import restore
from ensemblier.core.commands import Command as BaseCommand
from ensemblier.core.exceptions import Refused


class Command(BaseCommand):
    help = "Remet l’installation (base et fichiers) dans l’état d’une sauvegarde."
    # What is broken must still be repaired.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--yes", action="store_true", help="ne demande pas de confirmation")
        parser.add_argument("--json", action="store_true", help="résultat pour une machine")

    def handle(self, *_arguments: Any, file: Path, yes: bool, json: bool, **_options: Any) -> None:
        if not yes:
            self.confirm()
        try:
            done = restore(file.absolute())
        except OSError as error:
            raise Refused(
                _("La restauration s’est arrêtée\u00a0: %(why)s. Corrigez et relancez-la.")
                % {"why": error.strerror or error}
            ) from error
        if json:
            self.write_json(
                {
                    "file": str(file),
                    "created_at": done.manifest.created_at,
                    "files_added": done.files_added,
                    "files_removed": done.files_removed,
                    "migrations_to_apply": done.pending,
                }
            )
            return
        self.stdout.write(
            _(
                "Restauré tel que le %(when)s\u00a0: %(added)s fichiers ajoutés, "
                "%(removed)s retirés."
            )
            % {
                "when": done.manifest.created_at,
                "added": done.files_added,
                "removed": done.files_removed,
            }
        )
        if done.pending:
            self.stdout.write(_("Lancez maintenant «\u00a0ensemblier migrate\u00a0»."))

    def confirm(self) -> None:
        """Raises Refused unless the person at the keyboard agrees."""
        if not sys.stdin.isatty():
            raise Refused(_("La restauration efface l’état actuel\u00a0: confirmez avec --yes."))
        self.stdout.write(_("Tout l’état actuel (base et fichiers) sera remplacé."))
        if input(_("Tapez «\u00a0oui\u00a0» pour continuer\u00a0: ")).strip().lower() not in {
            "oui",
            "yes",
        }:
            raise Refused(_("Rien n’a été touché."))
