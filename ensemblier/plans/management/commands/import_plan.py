"""`ensemblier import_plan FILE --contract SLUG --name NAME`: a document becomes a plan."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Contract
from ensemblier.core.commands import Command as BaseCommand
from ensemblier.core.exceptions import InvalidInput
from ensemblier.core.imports import parse_date
from ensemblier.plans.enums import PlanKind
from ensemblier.plans.imports import read_document
from ensemblier.plans.models import PlanVersion
from ensemblier.plans.operations import publish_version, save_parsed_plan
from ensemblier.plans.queries import plan_counts
from ensemblier.territories.models import Area


class Command(BaseCommand):
    help = "Lit un plan (texte, PDF, Word, tableur, ou notre export) et le range dans un contrat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="le document")
        parser.add_argument("--contract", required=True, help="nom du contrat dans l’adresse")
        parser.add_argument("--name", required=True, help="nom du plan, nouveau ou déjà connu")
        parser.add_argument("--kind", default=PlanKind.CONTRACT, choices=PlanKind.values)
        parser.add_argument("--area", default="", help="code du quartier d’un projet de quartier")
        parser.add_argument("--by", default="", help="adresse de la personne qui importe")
        parser.add_argument("--publish", action="store_true", help="publie aussitôt")
        parser.add_argument("--effective", default="", help="en vigueur le (AAAA-MM-JJ)")
        parser.add_argument("--json", action="store_true", help="répond en JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["publish"] and not options["effective"]:
            raise InvalidInput(
                _(
                    "Avec --publish, dites la date d’entrée en vigueur\u00a0: "
                    "--effective 2024-01-01."
                )
            )
        parsed = read_document(_content_of(options["file"]), options["file"].name)
        with transaction.atomic():
            version = _save(parsed, options)
        told = _told(version, parsed)
        if options["json"]:
            self.write_json(told)
        else:
            self._write(told)

    def _write(self, told: dict[str, Any]) -> None:
        self.stdout.write(
            _("%(plan)s, version %(number)d\u00a0: %(counts)s.")
            % {
                "plan": told["plan"],
                "number": told["number"],
                "counts": ", ".join(f"{one['count']} {one['label']}" for one in told["levels"]),
            }
        )
        for one in told["declared"]:
            sign = "✓" if one["ok"] else "✗"
            self.stdout.write(
                _("%(sign)s annoncé\u00a0: %(declared)d %(what)s\u00a0; trouvé\u00a0: %(found)d")
                % {**one, "sign": sign}
            )
        if told["pending"]:
            self.stdout.write(_("Reste à régler\u00a0:"))
        for one in told["pending"]:
            place = f" ({_('ligne')} {one['line']})" if one["line"] else ""
            self.stdout.write(f"- {one['text']}{place}")


def _content_of(path: Path) -> bytes:
    if path.is_dir():
        raise InvalidInput(
            _("«\u00a0%(name)s\u00a0» est un dossier\u00a0: donnez le fichier du plan.")
            % {"name": path.resolve().name or path}
        )
    try:
        return path.read_bytes()
    except OSError as error:
        raise InvalidInput(
            _("Le fichier %(path)s ne peut pas être lu.") % {"path": path}
        ) from error


def _person(address: str) -> User:
    people = User.objects.filter(is_active=True)
    person = (
        people.filter(email__iexact=address) if address else people.filter(is_superuser=True)
    ).first()
    if person is None:
        raise InvalidInput(_("Dites qui importe, avec --by et l’adresse d’une personne connue."))
    return person


def _save(parsed: dict[str, Any], options: dict[str, Any]) -> PlanVersion:
    contract = Contract.objects.filter(slug=options["contract"]).first()
    if contract is None:
        raise InvalidInput(
            _("Aucun contrat ne s’appelle «\u00a0%(slug)s\u00a0».") % {"slug": options["contract"]}
        )
    area = None
    if options["area"]:
        area = Area.objects.filter(code=options["area"]).order_by("-generation").first()
        if area is None:
            raise InvalidInput(
                _("Aucun territoire n’a le code %(code)s.") % {"code": options["area"]}
            )
    by, now = _person(options["by"]), timezone.now()
    version = save_parsed_plan(
        contract=contract,
        parsed=parsed,
        name=options["name"],
        kind=options["kind"],
        area=area,
        by=by,
        at=now,
        source_name=options["file"].name,
    )
    if options["publish"]:
        day = parse_date(options["effective"])
        version = publish_version(version=version, effective_on=day, by=by, at=now)
    return version


def _told(version: PlanVersion, parsed: dict[str, Any]) -> dict[str, Any]:
    return {
        "plan": version.plan.name,
        "slug": version.plan.slug,
        "number": version.number,
        "state": version.state,
        "levels": [{"label": one.label, "count": one.count} for one in plan_counts(version)],
        "declared": parsed["declared"],
        "pending": version.pending,
    }
