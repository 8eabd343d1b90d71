"""What a budget adds up to, what is wrong with it and where to look. Knows no model.

Amounts are cents, given by account of `accounts`. The two rules are those of form Cerfa 12156:
expenses equal income, and what is given in kind (86) equals what is used in kind (87).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from ensemblier.applications.accounts import (
    ACCOUNTS,
    GROUPS,
    OWN_RESOURCES,
    SUBSIDIES,
    VOLUNTEERS_GIVEN,
    VOLUNTEERS_USED,
    Account,
    Side,
)
from ensemblier.core.typography import euros

# A gift or a service is written once where it is used and once where it comes from.
FACING_IN_KIND = (
    ((VOLUNTEERS_USED,), (VOLUNTEERS_GIVEN,)),
    (("861", "862"), ("871",)),
    (("860",), ("875",)),
)


@dataclass(frozen=True)
class Budget:
    """Amounts by account, each account once, none at zero."""

    amounts: Mapping[str, int] = field(default_factory=dict)

    def of(self, *accounts: str) -> int:
        return sum(self.amounts.get(account, 0) for account in accounts)

    def group(self, code: str) -> int:
        return sum(cents for account, cents in self.lines() if account.group == code)

    def by_group(self) -> dict[str, int]:
        """The total of every group, those at zero included, in the order of the form."""
        return {code: self.group(code) for code in GROUPS}

    def lines(self) -> list[tuple[Account, int]]:
        """In the order of the form."""
        return [
            (account, self.amounts[code])
            for code, account in ACCOUNTS.items()
            if code in self.amounts
        ]

    def total(self, side: Side, *, in_kind: bool = False) -> int:
        return sum(
            cents
            for account, cents in self.lines()
            if (account.side, account.in_kind) == (side, in_kind)
        )

    @property
    def expenses(self) -> int:
        return self.total(Side.EXPENSE)

    @property
    def income(self) -> int:
        return self.total(Side.INCOME)

    @property
    def in_kind_used(self) -> int:
        return self.total(Side.EXPENSE, in_kind=True)

    @property
    def in_kind_given(self) -> int:
        return self.total(Side.INCOME, in_kind=True)

    @property
    def direct_expenses(self) -> int:
        return self.expenses - self.indirect_expenses

    @property
    def indirect_expenses(self) -> int:
        return sum(cents for account, cents in self.lines() if account.indirect)

    @property
    def subsidies(self) -> int:
        return self.group(SUBSIDIES)

    @property
    def difference(self) -> int:
        """Expenses less income: what income still has to bring."""
        return self.expenses - self.income

    @property
    def in_kind_difference(self) -> int:
        return self.in_kind_used - self.in_kind_given

    @property
    def is_balanced(self) -> bool:
        return self.difference == 0 and self.in_kind_difference == 0

    @property
    def is_empty(self) -> bool:
        return not self.amounts


def budget_of(lines: Iterable[tuple[str, int]]) -> Budget:
    """The budget of (account, cents); an account met twice counts twice.

    Raises KeyError for an account that the form does not have.
    """
    amounts: dict[str, int] = {}
    for code, cents in lines:
        amounts[ACCOUNTS[code].code] = amounts.get(code, 0) + cents
    return Budget({code: cents for code, cents in amounts.items() if cents})


def problems(budget: Budget, *, asked: int | None = None) -> list[str]:
    """What keeps the budget from being submitted, a sentence each; nothing when it holds.

    `asked` is the sum of the requests to funders, which account 74 must hold.
    """
    if budget.is_empty:
        return [_("Le budget est vide\u00a0: indiquez vos charges et vos produits.")]
    found = [_negative(account, cents) for account, cents in budget.lines() if cents < 0]
    if budget.difference:
        found.append(_unbalanced(budget.difference))
    if budget.in_kind_difference:
        found.append(_in_kind_unbalanced(budget))
    if asked is not None and asked > budget.subsidies:
        found.append(
            _(
                "Vous demandez %(asked)s aux financeurs, mais les subventions du compte 74 ne "
                "font que %(written)s."
            )
            % {"asked": euros(asked), "written": euros(budget.subsidies)}
        )
    return found


def _negative(account: Account, cents: int) -> str:
    return _("La ligne «\u00a0%(line)s\u00a0» est négative\u00a0: %(amount)s.") % {
        "line": account.title,
        "amount": euros(cents),
    }


def _unbalanced(difference: int) -> str:
    sentence = (
        _("Il manque %(amount)s de produits pour égaler les charges.")
        if difference > 0
        else _("Il manque %(amount)s de charges pour égaler les produits.")
    )
    return sentence % {"amount": euros(abs(difference))}


def _in_kind_unbalanced(budget: Budget) -> str:
    return _(
        "Les contributions volontaires en nature doivent être égales des deux côtés\u00a0: "
        "le compte 86 fait %(used)s et le compte 87 fait %(given)s, soit %(gap)s d’écart."
    ) % {
        "used": euros(budget.in_kind_used),
        "given": euros(budget.in_kind_given),
        "gap": euros(abs(budget.in_kind_difference)),
    }


def suggestions(budget: Budget) -> list[str]:
    """Where a person may look for the mistake, likeliest first; never a refusal."""
    return [
        *_about_difference(budget),
        *_about_in_kind(budget),
        *_about_staff(budget),
    ]


def _about_difference(budget: Budget) -> list[str]:
    gap = abs(budget.difference)
    if not gap or budget.is_empty:
        return []
    found = [
        _(
            "La différence est le double de la ligne «\u00a0%(line)s\u00a0»\u00a0: "
            "est-elle du bon côté\u00a0?"
        )
        % {"line": account.title}
        for account in _monetary_lines(budget, 2)
        if account.side == _too_large(budget) and gap % 2 == 0
    ]
    found += [
        _(
            "La différence est le montant de la ligne «\u00a0%(line)s\u00a0»\u00a0: "
            "est-elle comptée deux fois, ou oubliée de l’autre côté\u00a0?"
        )
        % {"line": account.title}
        for account in _monetary_lines(budget, 1)
    ]
    if gap == abs(budget.in_kind_difference):
        found.append(
            _(
                "La différence est aussi celle des comptes 86 et 87\u00a0: une contribution en "
                "nature est peut-être écrite avec les charges ou les produits en argent."
            )
        )
    elif gap % 900 == 0:
        found.append(
            _("La différence se divise par 9\u00a0: deux chiffres sont peut-être inversés.")
        )
    if budget.difference > 0 and not budget.of(OWN_RESOURCES):
        found.append(
            _(
                "Les ressources propres sont vides\u00a0: indiquez ce que votre structure paie "
                "elle-même."
            )
        )
    return found


def _too_large(budget: Budget) -> Side:
    return Side.EXPENSE if budget.difference > 0 else Side.INCOME


def _monetary_lines(budget: Budget, times: int) -> list[Account]:
    """The lines of money whose amount, so many times, is the difference."""
    gap = abs(budget.difference)
    return [
        account for account, cents in budget.lines() if not account.in_kind and cents * times == gap
    ]


def _about_in_kind(budget: Budget) -> list[str]:
    if not budget.in_kind_difference:
        return []
    return [
        _(
            "En face de «\u00a0%(used)s\u00a0» (%(used_amount)s), «\u00a0%(given)s\u00a0» "
            "devrait avoir le même montant\u00a0: il y a %(given_amount)s."
        )
        % {
            "used": _titles(used),
            "used_amount": euros(budget.of(*used)),
            "given": _titles(given),
            "given_amount": euros(budget.of(*given)),
        }
        for used, given in FACING_IN_KIND
        if budget.of(*used) != budget.of(*given)
    ]


def _titles(codes: Iterable[str]) -> str:
    return " + ".join(ACCOUNTS[code].title for code in codes)


def _about_staff(budget: Budget) -> list[str]:
    if budget.of("641") and not budget.of("645"):
        return [_("Il y a des salaires mais pas de charges sociales\u00a0: est-ce voulu\u00a0?")]
    return []


def share_asked(budget: Budget, asked: int) -> Decimal | None:
    """The percentage of the total income that is asked, to one decimal; None without income."""
    return percentage(asked, budget.income)


def percentage(part: int, whole: int) -> Decimal | None:
    """33.3 for one third; None of nothing."""
    if whole == 0:
        return None
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def cost_per_person(budget: Budget, people: int) -> int | None:
    """Cents of expenses for each person reached, rounded; None without anybody."""
    if people <= 0:
        return None
    return int((Decimal(budget.expenses) / people).to_integral_value(ROUND_HALF_UP))
