"""An application as XLSX: its answers, its budget with amounts that compute, people, indicators."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from ensemblier.applications.accounts import ACCOUNTS
from ensemblier.applications.documents.blocks import Choices, Fields, Form, Heading, LongText
from ensemblier.applications.documents.cerfa import cerfa_form
from ensemblier.applications.documents.sheet import CerfaDocument
from ensemblier.core.spreadsheets import Sheet, write_xlsx


def as_xlsx(sheet: CerfaDocument) -> bytes:
    return write_xlsx(
        Sheet(_("Demande"), [_("Partie"), _("Question"), _("Réponse")], answers(cerfa_form(sheet))),
        Sheet(
            _("Budget"),
            [_("Compte"), _("Ligne"), _("Colonne"), _("Financeur"), _("Montant en euros")],
            _budget_rows(sheet),
        ),
        Sheet(
            _("Personnes attendues"),
            [_("Âge"), _("Femmes"), _("Hommes"), _("Non précisé"), _("Total")],
            [
                [group.label, group.women, group.men, group.unknown, group.total]
                for group in sheet.project.audience
            ],
        ),
        Sheet(
            _("Indicateurs"),
            [_("Indicateur"), _("Attendu")],
            [[measure.label, measure.target] for measure in sheet.project.measures],
        ),
    )


def answers(form: Form) -> Iterable[list[str]]:
    """Every question of the form with its answer, under the heading where it stands."""
    part = ""
    for block in form.blocks:
        if isinstance(block, Heading):
            part = block.text
        elif isinstance(block, Fields):
            yield from ([part, item.label, item.value] for item in block.items)
        elif isinstance(block, LongText):
            yield [part, block.label, block.value]
        elif isinstance(block, Choices):
            chosen = [option.label for option in block.options if option.checked]
            yield [part, block.label, ", ".join(chosen)]


def in_euros(cents: int) -> Decimal:
    return Decimal(cents) / 100


def _budget_rows(sheet: CerfaDocument) -> Iterable[list[Any]]:
    """Every line of the form; account 74 by funder where the funder is known."""
    for code, account in ACCOUNTS.items():
        named = [item for item in sheet.subsidies if item.account == code and item.funder]
        for item in named:
            yield [code, account.title, account.side.label, item.funder, in_euros(item.cents)]
        rest = sheet.budget.of(code) - sum(item.cents for item in named)
        if rest or not named:
            amount = None if sheet.is_blank else in_euros(rest)
            yield [code, account.title, account.side.label, "", amount]
