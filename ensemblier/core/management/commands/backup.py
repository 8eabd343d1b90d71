from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.core.backups.installation import backup
from ensemblier.core.commands import Command as BaseCommand
from ensemblier.core.exceptions import Refused


class Command(BaseCommand):
    help = "Écrit toute l’installation (base et fichiers) dans une seule archive."
    # What is broken must still be saved.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--json", action="store_true", help="résultat pour une machine")

    def handle(self, *_arguments: Any, file: Path, json: bool, **_options: Any) -> None:
        try:
            manifest = backup(file.absolute(), at=timezone.now())
        except OSError as error:
            raise Refused(
                _("Impossible d’écrire « %(file)s » : %(why)s.")
                % {"file": file, "why": error.strerror or error}
            ) from error
        size, count = file.stat().st_size, len(manifest.file_names())
        if json:
            told = {"file": str(file), "bytes": size, "files": count, "missing": manifest.missing}
            self.write_json({**told, "engine": manifest.engine, "created_at": manifest.created_at})
            return
        self.stdout.write(
            _("Sauvegarde écrite : %(file)s (%(count)s fichiers, %(size)s octets).")
            % {"file": file, "count": count, "size": size}
        )
        if manifest.missing:
            self.stderr.write(
                _("Attention : %(count)s fichiers cités par la base n’existent plus.")
                % {"count": len(manifest.missing)}
            )
