"""`ensemblier demo`: migrate, load the demonstration, print how to enter, serve."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from ensemblier.demo.loading import is_loaded, load_demonstration
from ensemblier.demo.loading.people import ACCOUNTS, PASSWORD
from ensemblier.demo.loading.tables import rows
from ensemblier.plans.reader import UnreadableDocument, read_plan


class Command(BaseCommand):
    help = "Charge la démonstration dans cette installation et la sert."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--plan", type=Path, help="le document du plan (titres entiers)")
        parser.add_argument("--scale", type=int, default=1, help="nombre de contrats")
        parser.add_argument("--no-serve", action="store_true", help="charger et s’arrêter")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["scale"] < 1:
            raise CommandError("--scale demande un nombre entier, 1 ou plus.", returncode=2)
        if not 1 <= options["port"] <= 65535:
            raise CommandError("--port demande un nombre de 1 à 65535.", returncode=2)
        titles = official_titles(options["plan"]) if options["plan"] else {}
        call_command("migrate", verbosity=0)
        if is_loaded():
            self.stdout.write("La démonstration est déjà chargée.")
        else:
            total = options["scale"] - 1
            with tqdm(total=total, disable=None if total else True) as bar:
                load_demonstration(
                    scale=options["scale"], titles=titles, tell=lambda *_: bar.update()
                )
        self.tell_how_to_enter(options["port"])
        if not options["no_serve"]:
            serve(options["port"])

    def tell_how_to_enter(self, port: int) -> None:
        lines = [
            "",
            f"Ensemblier\u00a0: http://127.0.0.1:{port}/  (in English: http://127.0.0.1:{port}/en/)",
            f"Comptes, mot de passe «\u00a0{PASSWORD}\u00a0»\u00a0:",
            *(f"  {account.email:30} {account.what}" for account in ACCOUNTS.values()),
            "Les courriels sont écrits dans var/mail. Ctrl+C pour arrêter.",
            "",
        ]
        self.stdout.write("\n".join(lines))


def official_titles(document: Path) -> dict[str, str]:
    """The titles of the contract's plan as `document` words them, by code."""
    try:
        read = read_plan(document.read_bytes(), document.name)
    except OSError as exc:
        raise CommandError(f"Le fichier {document} ne peut pas être lu.", returncode=2) from exc
    except UnreadableDocument as exc:
        raise CommandError(str(exc), returncode=2) from exc
    titles = {node.code: node.title for node in read.nodes}
    missing = [row["code"] for row in rows("contract_plan_2015") if row["code"] not in titles]
    if missing:
        raise CommandError(
            f"{document.name} n’est pas le plan de ce contrat\u00a0: il y manque {missing[0]} "
            f"et {len(missing) - 1} autres éléments.",
            returncode=2,
        )
    return titles


def serve(port: int) -> None:
    """Become gunicorn, with the settings in force and a worker beside it."""
    gunicorn = str(Path(sys.executable).parent / "gunicorn")
    arguments = ["--config", "python:ensemblier.demo.serving", "--bind", f"127.0.0.1:{port}"]
    sys.stdout.flush()
    os.execv(gunicorn, [gunicorn, *arguments, "config.wsgi"])  # noqa: S606
