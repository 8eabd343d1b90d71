"""Lists of organizations, in any layout whose columns can be named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ensemblier.core.changes import differences, labels_of, values_of
from ensemblier.core.exceptions import InvalidInput
from ensemblier.core.imports import Change, Report, chosen_columns, find_table
from ensemblier.core.spreadsheets import Source
from ensemblier.core.text import searchable
from ensemblier.organizations.checks import EDITABLE_FIELDS, check_organization, set_values
from ensemblier.organizations.enums import OrganizationKind
from ensemblier.organizations.identifiers import compact
from ensemblier.organizations.models import Organization
from ensemblier.organizations.queries import same_name, with_identifier
from ensemblier.territories.enums import AreaKind
from ensemblier.territories.models import Area

SPELLINGS = {
    "name": [
        "nom", "raison sociale", "dénomination", "structure", "association", "titre",
        "nom de la structure", "nom de l'association", "porteur", "name",
    ],
    "short_name": ["nom court", "sigle", "acronyme", "short name"],
    "kind": ["sorte", "type", "statut juridique", "forme juridique", "catégorie", "kind"],
    "siret": ["siret", "n° siret", "numéro siret", "id siret"],
    "siren": ["siren", "n° siren", "numéro siren"],
    "rna": ["rna", "n° rna", "numéro rna", "waldec"],
    "purpose": ["objet", "but", "activité", "description", "purpose", "subject"],
    "street": ["adresse", "rue", "voie", "adresse postale", "address"],
    "postcode": ["code postal", "cp", "postcode"],
    "insee": ["code insee", "insee", "code commune", "INSEE code"],
    "commune": ["commune", "ville", "localité", "town"],
    "email": ["courriel", "email", "e-mail", "mail", "adresse électronique"],
    "phone": ["téléphone", "tel", "portable", "phone"],
    "website": ["site internet", "site", "site web", "url", "website"],
}  # fmt: skip
KIND_WORDS = {
    "asso": OrganizationKind.ASSOCIATION,
    "association loi 1901": OrganizationKind.ASSOCIATION,
    "etat": OrganizationKind.STATE,
    "commune": OrganizationKind.AUTHORITY,
    "epci": OrganizationKind.AUTHORITY,
    "departement": OrganizationKind.AUTHORITY,
    "region": OrganizationKind.AUTHORITY,
    "gip": OrganizationKind.GROUPING,
    "caf": OrganizationKind.SOCIAL,
    "bailleur social": OrganizationKind.LANDLORD,
}
LABEL = "organizations.organization"
# Each row is looked for among the files known: more would make a person wait in vain.
MOST_ROWS = 5000


def field_labels() -> dict[str, str]:
    """The fields that a column may fill, as people name them."""
    names = {"insee": _("code INSEE de la commune"), "commune": _("commune")}
    for field in SPELLINGS:
        if field not in names:
            names[field] = labels_of(Organization, [field])
    return names


def import_organizations(source: Source, mapping: Mapping[str, str]) -> Report:
    """Write what the table says; the caller rolls back for a preview.

    A row is a known file by its SIRET, else its RNA, else its name in the same commune.
    An empty cell changes nothing. `mapping` {field: column} goes before the columns' names.
    """
    table, note = find_table(source, SPELLINGS, most=MOST_ROWS)
    report = Report(columns=table.columns)
    if note:
        report.note(note)
    places = chosen_columns(table.columns, SPELLINGS, mapping)
    report.mapping = {field: table.columns[place] for field, place in places.items()}
    reader = _Reader(report, places)
    for line, cells in table.rows:
        try:
            with transaction.atomic():
                reader.read(line, cells)
        except InvalidInput as refusal:
            report.refuse(line, refusal, cells)
    return report


class _Reader:
    def __init__(self, report: Report, places: Mapping[str, int]) -> None:
        self.report = report
        self.places = places
        self.lines: dict[int, int] = {}
        if "name" not in places:
            report.note(_("Aucune colonne ne donne le nom\u00a0: indiquez laquelle."))

    def read(self, line: int, cells: list[str]) -> None:
        values = self.values(cells)
        organization = self.known(values)
        if organization and organization.pk in self.lines:
            raise InvalidInput(
                _("Déjà à la ligne %(line)d de ce fichier.") % {"line": self.lines[organization.pk]}
            )
        if organization is None:
            made = self.create(line, values)
            self.lines[made.pk] = line
        else:
            self.lines[organization.pk] = line
            self.update(line, organization, values)

    def values(self, cells: list[str]) -> dict[str, Any]:
        """What the row says, empty cells aside."""
        found: dict[str, Any] = {}
        for field, place in self.places.items():
            text = cells[place].strip() if place < len(cells) else ""
            if text:
                found[field] = text
        for field in ("siret", "siren", "rna"):
            if field in found:
                found[field] = compact(found[field])
        if "kind" in found:
            found["kind"] = _kind(found["kind"])
        insee, commune = found.pop("insee", ""), found.pop("commune", "")
        if insee or commune:
            found["commune"] = _commune(insee, commune)
        return found

    def known(self, values: Mapping[str, Any]) -> Organization | None:
        by_siret = with_identifier("siret", values.get("siret", ""))
        by_rna = with_identifier("rna", values.get("rna", ""))
        if by_siret and by_rna and by_siret != by_rna:
            raise InvalidInput(
                _(
                    "Le SIRET est celui de «\u00a0%(one)s\u00a0», "
                    "le RNA celui de «\u00a0%(other)s\u00a0»."
                )
                % {"one": by_siret.name, "other": by_rna.name}
            )
        if by_siret or by_rna:
            return by_siret or by_rna
        commune = values.get("commune")
        namesake = same_name(values.get("name", ""), commune.pk if commune else None)
        if namesake and any(
            values.get(field) and getattr(namesake, field) not in ("", values[field])
            for field in ("siret", "rna")
        ):
            return None
        return namesake

    def create(self, line: int, values: Mapping[str, Any]) -> Organization:
        organization = Organization(kind=OrganizationKind.ASSOCIATION)
        set_values(organization, values)
        check_organization(organization)
        organization.save()
        fields = values_of(organization, EDITABLE_FIELDS)
        self.report.created.append(
            Change(
                label=organization.name,
                line=line,
                fields={name: [None, value] for name, value in fields.items()},
                model=LABEL,
                pk=organization.pk,
            )
        )
        return organization

    def update(self, line: int, organization: Organization, values: Mapping[str, Any]) -> None:
        before = values_of(organization, EDITABLE_FIELDS)
        set_values(organization, values)
        changes = differences(before, values_of(organization, EDITABLE_FIELDS))
        if not changes:
            self.report.unchanged += 1
            return
        check_organization(organization)
        organization.save()
        self.report.updated.append(
            Change(organization.name, line, changes, model=LABEL, pk=organization.pk)
        )


def _kind(text: str) -> str:
    plain = searchable(text)
    for value, label in OrganizationKind.choices:
        if plain in (value, searchable(label)):
            return value
    if plain in KIND_WORDS:
        return KIND_WORDS[plain]
    raise InvalidInput(
        _("Sorte inconnue\u00a0: «\u00a0%(text)s\u00a0». Choisissez parmi\u00a0: %(kinds)s.")
        % {"text": text[:40], "kinds": ", ".join(str(label) for label in OrganizationKind.labels)}
    )


def _commune(insee: str, name: str) -> Area:
    communes = Area.objects.filter(kind=AreaKind.COMMUNE)
    if insee:
        found = list(communes.filter(code=compact(insee).zfill(5)))
    else:
        plain = searchable(name)
        candidates = communes.filter(search_text__startswith=plain) if plain else communes.none()
        found = [area for area in candidates if searchable(area.name) == plain]
    if len(found) == 1:
        return found[0]
    if found:
        raise InvalidInput(
            _("Plusieurs communes s’appellent «\u00a0%(name)s\u00a0»\u00a0: donnez le code INSEE.")
            % {"name": name[:60]}
        )
    raise InvalidInput(
        _("Commune inconnue\u00a0: «\u00a0%(name)s\u00a0».") % {"name": (insee or name)[:60]}
    )
