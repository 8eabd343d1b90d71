from __future__ import annotations

import errno
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
                _("Impossible d’écrire «\u00a0%(file)s\u00a0»\u00a0: %(why)s.")
                % {"file": file, "why": _why(error, file.absolute())}
            ) from error
        size, count = file.stat().st_size, len(manifest.file_names())
        if json:
            told = {"file": str(file), "bytes": size, "files": count, "missing": manifest.missing}
            self.write_json({**told, "engine": manifest.engine, "created_at": manifest.created_at})
            return
        self.stdout.write(
            _("Sauvegarde écrite\u00a0: %(file)s (%(count)s fichiers, %(size)s octets).")
            % {"file": file, "count": count, "size": size}
        )
        if manifest.missing:
            self.stderr.write(
                _("Attention\u00a0: %(count)s fichiers cités par la base n’existent plus.")
                % {"count": len(manifest.missing)}
            )


def _why(error: OSError, file: Path) -> str:
    """The system would say it in its own language."""
    if not file.parent.is_dir():
        return _("ce dossier n’existe pas")
    if file.is_dir():
        return _("c’est un dossier")
    reasons = {
        errno.EACCES: _("ce compte n’a pas le droit d’y écrire"),
        errno.EPERM: _("ce compte n’a pas le droit d’y écrire"),
        errno.EROFS: _("ce disque est en lecture seule"),
        errno.ENOSPC: _("le disque est plein"),
        errno.EDQUOT: _("le disque est plein"),
    }
    return reasons.get(error.errno or 0, _("le système l’a refusé"))
