"""The rows of a past year become applications, requests and awards."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ensemblier.contracts.models import Contract
from ensemblier.core.exceptions import InvalidInput
from ensemblier.core.imports import Change, Report
from ensemblier.core.spreadsheets import Row, Source
from ensemblier.funding.past_years.cells import (
    Siret,
    is_total,
    read_amount,
    read_list,
    read_siret,
    read_year,
)
from ensemblier.funding.past_years.columns import (
    ASKED_PREFIX,
    FUNDER_PREFIX,
    likely_funders,
    may_be_amounts,
)
from ensemblier.funding.past_years.finding import Finder
from ensemblier.funding.past_years.layout import Layout, read_layout
from ensemblier.funding.past_years.writing import Amounts, Made, Writer
from ensemblier.organizations.models import Organization

__all__ = ["Made", "import_past_year"]

WHO = ("organization", "siret", "year")
WHAT = ("action", "node", "area")


@dataclass
class Sentence:
    """What one row says, in our words."""

    year: int
    bearer: str
    siret: Siret
    action: str
    node: str
    areas: list[str]
    money: list[tuple[Organization, Amounts]] = field(default_factory=list)


def import_past_year(
    contract: Contract, source: Source, mapping: Mapping[str, str], *, at: datetime.datetime
) -> tuple[Report, Made]:
    """Write what the table says; the caller holds the contract and rolls back for a preview.

    Each row goes in whole or is refused whole, with its reason; those that go in are written
    together at the end. `mapping` holds a person's own
    {field: column}, and `default_year`, `default_funder`, `default_action` for what no column
    says. Gives also every row written, by table, so that all of it can be taken back.
    """
    funders = likely_funders(contract)
    layout = read_layout(source, mapping, funders)
    report = Report(columns=layout.columns, mapping=layout.mapping, sheets=layout.sheets)
    if layout.sheet:
        report.mapping["sheet"] = layout.sheet
    table = list(layout.rows)
    finder = Finder(contract, funders, list(_bearers_in(layout, table)))
    reader = _Reader(layout, mapping, Writer(contract, at), finder, report)
    reader.say_what_is_missing()
    reader.say_what_is_left_out(table)
    for line, cells in table:
        mark = reader.writer.start_row()
        try:
            reader.read(line, cells)
        except InvalidInput as refusal:
            finder.forget(reader.writer.forget_since(mark))
            report.refuse(line, refusal, cells)
    reader.writer.save()
    reader.close()
    return report, reader.writer.made


def _bearers_in(layout: Layout, table: list[Row]) -> Iterator[str]:
    places = [layout.places[name] for name in ("organization", "siret") if name in layout.places]
    for _line, cells in table:
        for place in places:
            if place < len(cells):
                yield cells[place]


def _holds_amounts(table: list[Row], place: int) -> bool:
    """Most of what is written there is an amount, and not all of it is 0."""
    texts = [text for _line, cells in table if place < len(cells) and (text := cells[place])]
    amounts = [cents for text in texts if (cents := _amount_or_none(text))]
    return 2 * len(amounts) > len(texts)


def _amount_or_none(text: str) -> int | None:
    try:
        return read_amount(text, is_computed=True)
    except InvalidInput:
        return None


class _Reader:
    def __init__(
        self,
        layout: Layout,
        mapping: Mapping[str, str],
        writer: Writer,
        finder: Finder,
        report: Report,
    ) -> None:
        self.layout, self.places = layout, layout.places
        self.writer, self.finder, self.report = writer, finder, report
        self.defaults = {
            name: mapping.get(f"default_{name}", "") for name in ("year", "funder", "action")
        }
        self.defaults["year"] = self.defaults["year"] or layout.year_of_titles
        self.repeats = bool(mapping.get("repeats"))
        self.above: dict[str, str] = {}
        self.seen: dict[tuple[str, ...], int] = {}
        self.ruined = 0

    def say_what_is_missing(self) -> None:
        if "organization" not in self.places and "siret" not in self.places:
            self.report.note(_("Aucune colonne ne donne la structure\u00a0: indiquez laquelle."))
        if "year" not in self.places and not self.defaults["year"]:
            self.report.note(_("Aucune colonne ne donne l’année\u00a0: indiquez laquelle."))
        if not self.funder_columns and "granted" not in self.places and "asked" not in self.places:
            self.report.note(_("Aucune colonne ne donne un montant\u00a0: indiquez laquelle."))
        elif not (self.funder_columns or "funder" in self.places or self.defaults["funder"]):
            self.report.note(_("Aucune colonne ne donne le financeur\u00a0: choisissez-le."))

    def say_what_is_left_out(self, table: list[Row]) -> None:
        """Amounts that no field takes: a funder whose name is not known would vanish unseen."""
        taken = set(self.places.values())
        left = [
            name
            for place, name in enumerate(self.layout.columns)
            if place not in taken and may_be_amounts(name) and _holds_amounts(table, place)
        ]
        if left:
            self.report.note(
                ngettext(
                    "Une colonne de chiffres n’est pas lue : %(names)s. Si ce sont les "
                    "montants d’un financeur, dites lequel plus bas.",
                    "%(count)d colonnes de chiffres ne sont pas lues : %(names)s. Si ce sont "
                    "les montants d’un financeur, dites lequel plus bas.",
                    len(left),
                )
                % {"count": len(left), "names": ", ".join(f"« {name} »" for name in left)}
            )

    @property
    def funder_columns(self) -> list[str]:
        return [name for name in self.places if name.startswith((ASKED_PREFIX, FUNDER_PREFIX))]

    def read(self, line: int, cells: list[str]) -> None:
        texts = {
            name: cells[place].strip() if place < len(cells) else ""
            for name, place in self.places.items()
        }
        if self._is_total(texts):
            self.report.note(_("Les lignes de total sont laissées de côté."))
            return
        self._fill_from_above(line, texts)
        key = (*texts.values(), *cells)
        if key in self.seen:
            raise InvalidInput(_("La même ligne que la ligne %(line)d.") % {"line": self.seen[key]})
        sentence = self.understand(texts)
        self.write(line, sentence)
        self.seen[key] = line

    def _is_total(self, texts: Mapping[str, str]) -> bool:
        if texts.get("siret"):
            return False
        names = [texts.get(name, "") for name in ("organization", "action", "node", "funder")]
        return is_total(next(filter(None, names), ""))

    def _fill_from_above(self, line: int, texts: dict[str, str]) -> None:
        """What a merge hides, and what people leave empty, is said above. Money never is: it
        would count twice."""
        for name in WHO + WHAT:
            if (line, self.places.get(name, -1)) in self.layout.merged:
                texts[name] = self.above.get(name, "")
        goes_on = texts.get("action") or texts.get("funder")
        if self.repeats and goes_on and not (texts.get("organization") or texts.get("siret")):
            repeated = WHO if texts.get("action") else WHO + WHAT
            for name in repeated:
                texts[name] = texts.get(name) or self.above.get(name, "")
        self.above = texts

    def understand(self, texts: Mapping[str, str]) -> Sentence:
        siret = read_siret(texts.get("siret", ""))
        bearer = texts.get("organization", "")
        if not bearer and not siret.digits:
            raise InvalidInput(_("La structure manque."))
        year = texts.get("year", "") or self.defaults["year"]
        if not year:
            raise InvalidInput(_("L’année manque."))
        sentence = Sentence(
            year=read_year(year, self.writer.at.year),
            bearer=bearer,
            siret=siret,
            action=texts.get("action", "") or self.defaults["action"] or _("Subvention"),
            node=texts.get("node", ""),
            areas=read_list(texts.get("area", "")),
        )
        sentence.money = [*self._by_column(texts), *self._by_row(texts)]
        if not sentence.money:
            raise InvalidInput(_("Cette ligne ne donne aucun montant."))
        return sentence

    def _amount(self, texts: Mapping[str, str], name: str) -> int | None:
        return read_amount(texts.get(name, ""), is_computed=bool(self.layout.sheet))

    def _by_column(self, texts: Mapping[str, str]) -> list[tuple[Organization, Amounts]]:
        found = []
        for number in dict.fromkeys(int(name.split("_")[1]) for name in self.funder_columns):
            asked = self._amount(texts, f"{ASKED_PREFIX}{number}")
            granted = self._amount(texts, f"{FUNDER_PREFIX}{number}")
            if asked or granted:
                funder = self.finder.funder_by_number(number)
                found.append((funder, Amounts.of(asked, granted, None)))
        return found

    def _by_row(self, texts: Mapping[str, str]) -> list[tuple[Organization, Amounts]]:
        """When funders have their own columns, a column of amounts is their total."""
        if self.funder_columns:
            return []
        asked, granted, paid = (self._amount(texts, name) for name in ("asked", "granted", "paid"))
        if (asked, granted, paid) == (None, None, None):
            return []
        name = texts.get("funder", "")
        if not name and not self.defaults["funder"]:
            raise InvalidInput(_("Le financeur manque."))
        funder = (
            self.finder.funder(name)
            if name
            else self.finder.funder_by_number(int(self.defaults["funder"]))
        )
        return [(funder, Amounts.of(asked, granted, paid))]

    def write(self, line: int, sentence: Sentence) -> None:
        node = self.finder.node(sentence.node)
        areas = [self.finder.area(name) for name in sentence.areas]
        bearer = self.finder.bearer(sentence.bearer, sentence.siret.digits)
        if bearer is None:
            bearer = self.writer.organization(line, sentence.bearer, sentence.siret.digits)
            self.finder.remember(bearer)
        application = self.writer.application(
            line, bearer, sentence.action, sentence.year, node=node, areas=areas
        )
        for funder, amounts in sentence.money:
            self.writer.money(line, application, funder, amounts)
        self.ruined += sentence.siret.is_ruined

    def close(self) -> None:
        """Tell what was set right by itself, and how the rows add up."""
        if self.ruined:
            self.report.note(
                ngettext(
                    "%(count)d SIRET a été changé en nombre par un tableur\u00a0: la structure "
                    "est cherchée par son nom.",
                    "%(count)d SIRET ont été changés en nombres par un tableur\u00a0: les "
                    "structures sont cherchées par leur nom.",
                    self.ruined,
                )
                % {"count": self.ruined}
            )
        for name, funder in self.finder.guessed.items():
            self.report.note(
                _("Le financeur «\u00a0%(name)s\u00a0» est lu comme %(funder)s.")
                % {"name": name, "funder": funder}
            )
        if self.defaults["year"] and "year" not in self.places:
            self.report.note(
                _("Année de tout le fichier\u00a0: %(year)s.") % {"year": self.defaults["year"]}
            )
        for sentence in self.writer.sentences():
            self.report.note(sentence)
        self.report.created = [
            Change(label=change["label"], line=change["line"])
            for change in self.writer.made.changes
            if change["model"] == "applications.application"
        ]
