"""The rows of a past year become applications, requests and awards."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ensemblier.contracts.models import Contract
from ensemblier.core.exceptions import InvalidInput
from ensemblier.core.imports import Change, Report
from ensemblier.core.spreadsheets import Source
from ensemblier.funding.past_years.cells import (
    Siret,
    read_amount,
    read_list,
    read_siret,
    read_year,
)
from ensemblier.funding.past_years.columns import FUNDER_PREFIX, likely_funders, read_layout
from ensemblier.funding.past_years.finding import Finder
from ensemblier.funding.past_years.writing import Amounts, Made, Writer
from ensemblier.organizations.models import Organization

__all__ = ["Made", "import_past_year"]


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

    Each row goes in whole or is refused whole, with its reason. `mapping` holds a person's own
    {field: column}, and `default_year`, `default_funder`, `default_action` for what no column
    says. Gives also every row written, by table, so that all of it can be taken back.
    """
    funders = likely_funders(contract)
    layout = read_layout(source, mapping, funders)
    report = Report(columns=layout.columns, mapping=layout.mapping)
    reader = _Reader(contract, layout.places, mapping, at=at, report=report)
    reader.say_what_is_missing()
    for line, cells in layout.rows:
        mark = reader.writer.start_row()
        try:
            with transaction.atomic():
                reader.read(line, cells)
        except InvalidInput as refusal:
            reader.writer.forget_since(mark)
            report.refuse(line, refusal, cells)
    reader.close()
    return report, reader.writer.made


class _Reader:
    def __init__(
        self,
        contract: Contract,
        places: Mapping[str, int],
        mapping: Mapping[str, str],
        *,
        at: datetime.datetime,
        report: Report,
    ) -> None:
        self.places, self.report, self.at = places, report, at
        self.finder = Finder(contract)
        self.writer = Writer(contract, at)
        self.defaults = {
            name: mapping.get(f"default_{name}", "") for name in ("year", "funder", "action")
        }
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

    @property
    def funder_columns(self) -> list[str]:
        return [name for name in self.places if name.startswith(FUNDER_PREFIX)]

    def read(self, line: int, cells: list[str]) -> None:
        texts = {
            name: cells[place].strip() if place < len(cells) else ""
            for name, place in self.places.items()
        }
        if self._is_total(texts):
            self.report.note(_("Les lignes de total sont laissées de côté."))
            return
        key = tuple(cells)
        if key in self.seen:
            raise InvalidInput(_("La même ligne que la ligne %(line)d.") % {"line": self.seen[key]})
        sentence = self.understand(texts)
        self.write(line, sentence)
        self.seen[key] = line

    def _is_total(self, texts: Mapping[str, str]) -> bool:
        name = texts.get("organization", "").lower()
        return name.startswith("total") and not texts.get("siret")

    def understand(self, texts: Mapping[str, str]) -> Sentence:
        siret = read_siret(texts.get("siret", ""))
        bearer = texts.get("organization", "")
        if not bearer and not siret.digits:
            raise InvalidInput(_("La structure manque."))
        year = texts.get("year", "") or self.defaults["year"]
        if not year:
            raise InvalidInput(_("L’année manque."))
        sentence = Sentence(
            year=read_year(year, self.at.year),
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

    def _by_column(self, texts: Mapping[str, str]) -> list[tuple[Organization, Amounts]]:
        found = []
        for name in self.funder_columns:
            granted = read_amount(texts[name])
            if granted:
                funder = self.finder.funder_by_number(int(name.removeprefix(FUNDER_PREFIX)))
                found.append((funder, Amounts.of(None, granted, None)))
        return found

    def _by_row(self, texts: Mapping[str, str]) -> list[tuple[Organization, Amounts]]:
        """When funders have their own columns, a column of amounts is their total."""
        asked, granted, paid = (
            read_amount(texts.get(name, "")) for name in ("asked", "granted", "paid")
        )
        if self.funder_columns or (asked, granted, paid) == (None, None, None):
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
        for sentence in self.writer.sentences():
            self.report.note(sentence)
        self.report.created = [
            Change(label=change["label"], line=change["line"])
            for change in self.writer.made.changes
            if change["model"] == "applications.application"
        ]
