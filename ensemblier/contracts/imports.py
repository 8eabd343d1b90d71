"""Lists of signatories, in any layout whose columns can be named."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from ensemblier.contracts.models import Contract, Signatory
from ensemblier.core.changes import differences, labels_of, values_of
from ensemblier.core.exceptions import InvalidInput
from ensemblier.core.imports import Change, Report, chosen_columns, find_table, parse_date
from ensemblier.core.spreadsheets import Source
from ensemblier.core.validation import check_valid
from ensemblier.organizations.identifiers import compact
from ensemblier.organizations.models import Organization
from ensemblier.organizations.queries import same_name, with_identifier

SPELLINGS = {
    "name": ["structure", "nom", "signataire", "organisme", "raison sociale", "organization"],
    "siret": ["siret", "n° siret"],
    "title": ["en qualité de", "qualité", "fonction", "titre", "représenté par", "signing as"],
    "deliberation": ["délibération", "n° de délibération", "resolution"],
    "signed_on": ["signé le", "date de signature", "signature", "date", "signed on"],
}
LABEL = "contracts.signatory"
MOST_ROWS = 1000
FIELDS = ("organization", "title", "deliberation", "signed_on", "rank")


def field_labels() -> dict[str, str]:
    """The fields that a column may fill, as people name them."""
    own = ("title", "deliberation", "signed_on")
    return {
        "name": _("structure"),
        "siret": _("SIRET"),
        **{field: labels_of(Signatory, [field]) for field in own},
    }


def import_signatories(contract: Contract, source: Source, mapping: Mapping[str, str]) -> Report:
    """Write what the table says; the caller rolls back for a preview. New ones come last, in
    the order of the table. A structure must exist: a signature creates none."""
    table, note = find_table(source, SPELLINGS, most=MOST_ROWS)
    report = Report(columns=table.columns)
    if note:
        report.note(note)
    places = chosen_columns(table.columns, SPELLINGS, mapping)
    report.mapping = {field: table.columns[place] for field, place in places.items()}
    if not {"name", "siret"} & set(places):
        report.note(_("Aucune colonne ne donne la structure\u00a0: indiquez laquelle."))
    seen: dict[int, int] = {}
    for line, cells in table.rows:
        texts = {
            field: cells[place].strip() if place < len(cells) else ""
            for field, place in places.items()
        }
        try:
            with transaction.atomic():
                _read(contract, report, seen, line, texts)
        except InvalidInput as refusal:
            report.refuse(line, refusal, cells)
    return report


def _read(
    contract: Contract, report: Report, seen: dict[int, int], line: int, texts: Mapping[str, str]
) -> None:
    organization = _organization(texts)
    if organization.pk in seen:
        raise InvalidInput(
            _("Déjà à la ligne %(line)d de ce fichier.") % {"line": seen[organization.pk]}
        )
    seen[organization.pk] = line
    row = contract.signatorys.filter(organization=organization).first()
    before = values_of(row, FIELDS) if row else None
    if row is None:
        last = contract.signatorys.aggregate(last=Max("rank"))["last"]
        row = Signatory(
            contract=contract, organization=organization, rank=0 if last is None else last + 1
        )
    for field in ("title", "deliberation"):
        if texts.get(field):
            setattr(row, field, texts[field])
    if texts.get("signed_on"):
        row.signed_on = parse_date(texts["signed_on"])
    check_valid(row)
    _write(report, row, line, before)


def _write(report: Report, row: Signatory, line: int, before: dict[str, object] | None) -> None:
    after = values_of(row, FIELDS)
    changes = (
        {field: [None, value] for field, value in after.items()}
        if before is None
        else differences(before, after)
    )
    if not changes:
        report.unchanged += 1
        return
    row.save()
    kept = report.created if before is None else report.updated
    kept.append(Change(row.organization.name, line, changes, model=LABEL, pk=row.pk))


def _organization(texts: Mapping[str, str]) -> Organization:
    siret, name = compact(texts.get("siret", "")), texts.get("name", "")
    found = with_identifier("siret", siret) or same_name(name)
    if found is None:
        raise InvalidInput(
            _("Structure inconnue\u00a0: «\u00a0%(name)s\u00a0». Créez-la d’abord.")
            % {"name": (name or siret)[:80]}
        )
    return found
