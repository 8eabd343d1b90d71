"""The chart of accounts of form Cerfa 12156*06, section 6: lines, groups and the two columns.

The form numbers its groups and a few of its lines; where it does not, a line bears the number
that the associations' chart of accounts gives it, which their treasurers know. The codes are kept
in the database: they never change.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ensemblier.core.text import searchable
from ensemblier.organizations.enums import OrganizationKind


class Side(models.TextChoices):
    """The two facing columns of a budget."""

    EXPENSE = "expense", _("charges")
    INCOME = "income", _("produits")


@dataclass(frozen=True)
class Group:
    """A numbered heading of the form; `number` is what it prints, if anything."""

    code: str
    number: str
    label: str | Promise
    side: Side
    in_kind: bool = False
    indirect: bool = False


@dataclass(frozen=True)
class Account:
    """A line that bears an amount. A group without detail has one line, of its own code."""

    code: str
    number: str
    label: str | Promise
    group: str

    @property
    def side(self) -> Side:
        return GROUPS[self.group].side

    @property
    def in_kind(self) -> bool:
        return GROUPS[self.group].in_kind

    @property
    def indirect(self) -> bool:
        return GROUPS[self.group].indirect

    @property
    def is_subsidy(self) -> bool:
        return self.group == SUBSIDIES

    @property
    def is_whole_group(self) -> bool:
        return self.code == self.group

    @property
    def title(self) -> str:
        """«860 – Secours en nature»; «Locations» where the form prints no number."""
        return titled(self.number, self.label)


def titled(number: str, label: str | Promise) -> str:
    return f"{number} – {label}" if number else str(label)


SUBSIDIES = "74"
INDIRECT = "indirect"
OWN_RESOURCES = "own"
VOLUNTEERS_USED, VOLUNTEERS_GIVEN = "864", "870"


def _by_code(*groups: Group) -> dict[str, Group]:
    return {group.code: group for group in groups}


_EXPENSE, _INCOME = Side.EXPENSE, Side.INCOME

GROUPS: dict[str, Group] = _by_code(
    Group("60", "60", _("Achats"), _EXPENSE),
    Group("61", "61", _("Services extérieurs"), _EXPENSE),
    Group("62", "62", _("Autres services extérieurs"), _EXPENSE),
    Group("63", "63", _("Impôts et taxes"), _EXPENSE),
    Group("64", "64", _("Charges de personnel"), _EXPENSE),
    Group("65", "65", _("Autres charges de gestion courante"), _EXPENSE),
    Group("66", "66", _("Charges financières"), _EXPENSE),
    Group("67", "67", _("Charges exceptionnelles"), _EXPENSE),
    Group(
        "68",
        "68",
        _(
            "Dotations aux amortissements, provisions et engagements à réaliser "
            "sur ressources affectées"
        ),
        _EXPENSE,
    ),
    Group("69", "69", _("Impôt sur les bénéfices, participation des salariés"), _EXPENSE),
    Group(
        INDIRECT,
        "",
        _("Charges indirectes réparties affectées au projet"),
        _EXPENSE,
        indirect=True,
    ),
    Group(
        "70",
        "70",
        _("Vente de produits finis, de marchandises, prestations de services"),
        _INCOME,
    ),
    Group("73", "73", _("Dotations et produits de tarification"), _INCOME),
    Group(SUBSIDIES, "74", _("Subventions d’exploitation"), _INCOME),
    Group("75", "75", _("Autres produits de gestion courante"), _INCOME),
    Group("76", "76", _("Produits financiers"), _INCOME),
    Group("77", "77", _("Produits exceptionnels"), _INCOME),
    Group(
        "78", "78", _("Reprises sur amortissements, dépréciations et provisions, reports"), _INCOME
    ),
    Group("79", "79", _("Transfert de charges"), _INCOME),
    Group(OWN_RESOURCES, "", _("Ressources propres affectées au projet"), _INCOME),
    Group("86", "86", _("Emplois des contributions volontaires en nature"), _EXPENSE, in_kind=True),
    Group("87", "87", _("Contributions volontaires en nature"), _INCOME, in_kind=True),
)

_DETAILS: dict[str, list[tuple[str, str, str | Promise]]] = {
    "60": [
        ("604", "", _("Prestations de services")),
        ("602", "", _("Achats de matières et fournitures")),
        ("606", "", _("Autres fournitures")),
    ],
    "61": [
        ("613", "", _("Locations")),
        ("615", "", _("Entretien et réparation")),
        ("616", "", _("Assurance")),
        ("618", "", _("Documentation")),
    ],
    "62": [
        ("622", "", _("Rémunérations intermédiaires et honoraires")),
        ("623", "", _("Publicité, publication")),
        ("625", "", _("Déplacements, missions")),
        ("627", "", _("Services bancaires, autres")),
    ],
    "63": [
        ("631", "", _("Impôts et taxes sur rémunération")),
        ("635", "", _("Autres impôts et taxes")),
    ],
    "64": [
        ("641", "", _("Rémunération des personnels")),
        ("645", "", _("Charges sociales")),
        ("648", "", _("Autres charges de personnel")),
    ],
    INDIRECT: [
        ("indirect-fixed", "", _("Charges fixes de fonctionnement")),
        ("indirect-financial", "", _("Frais financiers")),
        ("indirect-other", "", _("Autres charges indirectes")),
    ],
    SUBSIDIES: [
        ("74-state", "", _("État\u00a0: ministères, directions ou services déconcentrés")),
        ("74-region", "", _("Régions")),
        ("74-department", "", _("Départements")),
        ("74-epci", "", _("Intercommunalités\u00a0: EPCI")),
        ("74-commune", "", _("Communes")),
        ("74-social", "", _("Organismes sociaux (CAF…)")),
        ("74-europe", "", _("Fonds européens (FSE, FEDER…)")),
        ("74-asp", "", _("Agence de services et de paiement (emplois aidés)")),
        ("74-public", "", _("Autres établissements publics")),
        ("74-private", "", _("Aides privées (fondations…)")),
    ],
    "75": [
        ("756", "756", _("Cotisations")),
        ("758", "758", _("Dons manuels, mécénat")),
        ("750", "750", _("Autres produits")),
    ],
    "78": [
        ("781", "", _("Reprises sur amortissements, dépréciations et provisions")),
        ("789", "789", _("Reports de ressources non utilisées")),
    ],
    "86": [
        ("860", "860", _("Secours en nature")),
        ("861", "861", _("Mise à disposition gratuite de biens et services")),
        ("862", "862", _("Prestations")),
        (VOLUNTEERS_USED, "864", _("Personnel bénévole")),
    ],
    "87": [
        (VOLUNTEERS_GIVEN, "870", _("Bénévolat")),
        ("871", "871", _("Prestations en nature")),
        ("875", "875", _("Dons en nature")),
    ],
}


def _accounts() -> Iterable[Account]:
    for group in GROUPS.values():
        details = _DETAILS.get(group.code, [(group.code, group.number, group.label)])
        for code, number, label in details:
            yield Account(code, number, label, group.code)


ACCOUNTS: dict[str, Account] = {account.code: account for account in _accounts()}


def groups_of(side: Side, *, in_kind: bool = False) -> list[Group]:
    """The headings of a column in the order of the form."""
    return [group for group in GROUPS.values() if (group.side, group.in_kind) == (side, in_kind)]


def accounts_of(group: str) -> list[Account]:
    """The lines under a heading, in the order of the form."""
    return [account for account in ACCOUNTS.values() if account.group == group]


_BY_KIND = {
    OrganizationKind.STATE: "74-state",
    OrganizationKind.AUTHORITY: "74-commune",
    OrganizationKind.SOCIAL: "74-social",
    OrganizationKind.LANDLORD: "74-public",
    OrganizationKind.GROUPING: "74-public",
}
_BY_WORD = {
    "74-region": {"region", "regional", "regionale"},
    "74-department": {"departement", "departemental", "departementale"},
    "74-epci": {"agglo", "agglomeration", "communaute", "metropole", "intercommunalite"},
    "74-europe": {"europe", "europeen", "fse", "feder"},
    "74-asp": {"asp"},
}
_NAMED_KINDS = {OrganizationKind.AUTHORITY, OrganizationKind.OTHER}


def subsidy_account(kind: str, name: str) -> str:
    """The line of account 74 that bears a funder's money, from its kind and, as the register does
    not tell a region from a commune, from the words of its name."""
    if kind in _NAMED_KINDS:
        words = set(searchable(name).split())
        for account, clues in _BY_WORD.items():
            if words & clues:
                return account
    return _BY_KIND.get(OrganizationKind(kind), "74-private")
