"""A list of people from a spreadsheet of any layout: columns found, rows cleaned, none written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ensemblier.core.exceptions import InvalidInput
from ensemblier.core.imports import Change, Report, chosen_columns, find_table
from ensemblier.core.spreadsheets import Source
from ensemblier.core.text import searchable
from ensemblier.draws.matching import Person, address_key, certain_key, name_key
from ensemblier.draws.matching.cells import age_on, read_birth, read_sex, split_name
from ensemblier.draws.models import Entrant, Pool
from ensemblier.territories.models import Area

SPELLINGS = {
    "last_name": [
        "nom", "nom de naissance", "nom de famille", "nom d'usage", "last name", "surname",
    ],
    "first_name": ["prénom", "prénoms", "prénom usuel", "first name"],
    "full_name": [
        "nom et prénom", "nom prénom", "prénom nom", "nom complet", "nom et prénoms",
        "identité", "locataire", "personne",
    ],
    "birth": [
        "date de naissance", "date naissance", "né le", "né(e) le", "naissance",
        "année de naissance", "année naiss", "ddn", "birth year", "year of birth",
    ],
    "sex": ["sexe", "genre", "civilité", "sex", "gender"],
    "address": [
        "adresse", "adresse 1", "adresse du logement", "adresse postale", "adresse complète",
        "rue", "voie", "numéro et voie", "address",
    ],
    "postcode": ["code postal", "cp", "postcode"],
    "city": ["commune", "ville", "city"],
    "neighborhood": ["quartier", "qpv", "secteur", "résidence", "neighbourhood"],
    "other_1": [], "other_2": [], "other_3": [],
}  # fmt: skip
OTHERS = ("other_1", "other_2", "other_3")
LENGTHS = {
    "last_name": 120,
    "first_name": 120,
    "address": 250,
    "postcode": 10,
    "city": 120,
    "neighborhood": 120,
}


def field_labels() -> dict[str, str]:
    """The fields that a column may fill, as people name them."""
    return {
        "last_name": _("nom"),
        "first_name": _("prénom"),
        "full_name": _("nom et prénom ensemble"),
        "birth": _("date ou année de naissance"),
        "sex": _("sexe"),
        "address": _("adresse"),
        "postcode": _("code postal"),
        "city": _("commune"),
        "neighborhood": _("quartier"),
        "other_1": _("une autre catégorie"),
        "other_2": _("une deuxième autre catégorie"),
        "other_3": _("une troisième autre catégorie"),
    }


@dataclass
class ListRead:
    """Rows to write: `fresh` are new people with their line; `known` are lines of people who are
    in the pool or higher up in the list, by (line, what they share)."""

    report: Report
    fresh: list[tuple[int, Entrant]] = field(default_factory=list)
    known: list[tuple[int, tuple[str, int, str]]] = field(default_factory=list)


def digest_of(columns: Iterable[str]) -> str:
    """The same for the same headers, accents and case aside."""
    plain = "\n".join(searchable(column) for column in columns)
    return hashlib.sha256(plain.encode()).hexdigest()


def person_of(entrant: Entrant) -> Person:
    return Person(entrant.pk, entrant.name_key, entrant.birth_year, entrant.address_key)


def read_list(
    pool: Pool, source: Source, mapping: Mapping[str, str], *, known: set[tuple[str, int, str]]
) -> ListRead:
    """Each row is kept whole or refused whole, with its reason. `known` are the certain keys of
    those who are in the pool; `mapping` is a person's own {field: column}."""
    table, note = find_table(source, SPELLINGS)
    places = chosen_columns(table.columns, SPELLINGS, mapping)
    chosen = {name: table.columns[place] for name, place in places.items()}
    reading = ListRead(Report(columns=table.columns, mapping=chosen))
    if note:
        reading.report.note(note)
    _say_what_is_missing(reading.report, chosen)
    reader = _Reader(pool, places, chosen)
    seen = set(known)
    for line, cells in table.rows:
        try:
            entrant = reader.entrant(cells)
        except InvalidInput as refusal:
            reading.report.refuse(line, refusal, cells)
            continue
        key = certain_key(person_of(entrant))
        if key in seen:
            reading.known.append((line, key))
            continue
        seen |= {key} if key else set()
        reading.fresh.append((line, entrant))
    _count(reading)
    return reading


def _count(reading: ListRead) -> None:
    report = reading.report
    report.created = [Change(label=str(person), line=line) for line, person in reading.fresh]
    report.unchanged = len(reading.known)
    if reading.known:
        report.note(
            ngettext(
                "%(count)d personne était déjà là, sans aucun doute\u00a0: même nom, même année "
                "de naissance, même adresse. Elle compte une fois et garde ses deux sources.",
                "%(count)d personnes étaient déjà là, sans aucun doute\u00a0: même nom, même "
                "année de naissance, même adresse. Elles comptent une fois et gardent toutes "
                "leurs sources.",
                len(reading.known),
            )
            % {"count": len(reading.known)}
        )


def _say_what_is_missing(report: Report, chosen: Mapping[str, str]) -> None:
    if "full_name" not in chosen and not {"last_name", "first_name"} <= chosen.keys():
        report.note(_("Aucune colonne ne donne le nom et le prénom\u00a0: indiquez lesquelles."))
    if "birth" not in chosen:
        report.note(_("Aucune colonne ne donne la naissance\u00a0: indiquez laquelle."))
    if "sex" not in chosen:
        report.note(_("Aucune colonne ne donne le sexe\u00a0: la parité ne pourra pas être tenue."))
    if "address" not in chosen:
        report.note(
            _("Aucune colonne ne donne l’adresse\u00a0: les doublons se voient moins bien.")
        )


class _Reader:
    def __init__(self, pool: Pool, places: Mapping[str, int], chosen: Mapping[str, str]) -> None:
        self.pool, self.places, self.chosen = pool, places, chosen
        areas = Area.objects.filter(contract_areas__contract=pool.contract_id)
        self.areas = {
            searchable(name): area.name for area in areas for name in (area.name, area.code)
        }

    def entrant(self, cells: list[str]) -> Entrant:
        """Not saved, without its code. Raises InvalidInput."""
        texts = {
            name: cells[place].strip() if place < len(cells) else ""
            for name, place in self.places.items()
        }
        last_name, first_name = self._name(texts)
        year, day = read_birth(texts.get("birth", ""), self.pool.ages_on)
        self._check_age(year, day)
        values = {name: texts.get(name, "") for name in ("address", "postcode", "city")}
        entrant = Entrant(
            contract_id=self.pool.contract_id,
            pool=self.pool,
            last_name=last_name,
            first_name=first_name,
            birth_year=year,
            born_on=day,
            sex=read_sex(texts.get("sex", "")),
            neighborhood=self._neighborhood(texts.get("neighborhood", "")),
            others=self._others(texts),
            name_key=name_key(last_name, first_name),
            address_key=address_key(**values),
            **values,
        )
        self._check_lengths(entrant)
        return entrant

    def _name(self, texts: Mapping[str, str]) -> tuple[str, str]:
        last, first = texts.get("last_name", ""), texts.get("first_name", "")
        if not (last and first) and texts.get("full_name"):
            last, first = split_name(texts["full_name"])
        if not (searchable(last) and searchable(first)):
            raise InvalidInput(_("Le nom ou le prénom manque."))
        return last, first

    def _check_age(self, year: int, day: object) -> None:
        age = age_on(self.pool.ages_on, year, day)  # type: ignore[arg-type]
        if age < self.pool.minimum_age:
            raise InvalidInput(
                _("Trop jeune\u00a0: %(minimum)d ans au moins.")
                % {"minimum": self.pool.minimum_age}
            )

    def _neighborhood(self, text: str) -> str:
        return self.areas.get(searchable(text), text)

    def _others(self, texts: Mapping[str, str]) -> dict[str, str]:
        return {self.chosen[name]: texts[name][:120] for name in OTHERS if name in texts}

    def _check_lengths(self, entrant: Entrant) -> None:
        for name, length in LENGTHS.items():
            if len(getattr(entrant, name)) > length:
                raise InvalidInput(
                    _("«\u00a0%(text)s…\u00a0» est trop long.")
                    % {"text": getattr(entrant, name)[:30]}
                )
