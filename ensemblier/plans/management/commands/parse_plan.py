import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from ensemblier.plans.reader import ParsedPlan, UnreadableDocument, read_plan

REFUSED = 2


class Command(BaseCommand):
    help = "Lit un plan (.txt .md .pdf .docx .xlsx .csv) et montre l’arbre qui y a été reconnu."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--json", action="store_true", help="sortie lisible par une machine")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            plan = _read(Path(options["file"]))
        except UnreadableDocument as refusal:
            self.stderr.write(str(refusal))
            sys.exit(REFUSED)
        if options["json"]:
            self.stdout.write(json.dumps(plan.as_dict(), ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(_summary(plan)))


def _read(path: Path) -> ParsedPlan:
    if path.is_dir():
        sentence = _("«\u00a0%(name)s\u00a0» est un dossier\u00a0: donnez le fichier du plan.")
        raise UnreadableDocument(sentence % {"name": path.resolve().name or path})
    try:
        content = path.read_bytes()
    except OSError as error:
        sentence = _("Le fichier «\u00a0%(name)s\u00a0» n’a pas pu être lu.") % {"name": path.name}
        raise UnreadableDocument(sentence) from error
    return read_plan(content, path.name)


def _summary(plan: ParsedPlan) -> list[str]:
    lines = [", ".join(f"{level.name}\u00a0: {level.count}" for level in plan.levels), ""]
    for node in plan.nodes:
        lines.append("  " * node.level + f"{node.code} {node.title}".strip())
    confirmed = sum(row.ok for row in plan.declared)
    lines += [
        "",
        _("Comptes annoncés par le document\u00a0: %(ok)s confirmés sur %(all)s.")
        % {"ok": confirmed, "all": len(plan.declared)},
    ]
    lines += [_("Lignes non comprises\u00a0: %(number)s.") % {"number": len(plan.unread)}]
    lines += [f"  {row.line}: {row.text}" for row in plan.unread]
    return lines
