"""What became of a project, in a sentence that a resident can read."""

from __future__ import annotations

from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ensemblier.core.typography import euros
from ensemblier.fund.voting.election import Reason, Verdict


def sentence_of(verdict: Verdict, unit: int) -> str:
    """`unit`: what one euro is worth in the unit of the election."""
    told = {
        Reason.SHARES: _paid_by_supporters,
        Reason.FREE: _free,
        Reason.COMPLETION: _paid_by_what_was_left,
        Reason.VOTES: _chosen_by_votes,
        Reason.SUPPORTERS_SPENT: _supporters_spent,
        Reason.NOBODY: _nobody,
        Reason.TOO_DEAR: _too_dear,
        Reason.NO_MAJORITY: _no_majority,
    }[verdict.reason](verdict, unit)
    return f"{_supported(verdict.votes)} {told}"


def money(amount: Fraction | int, unit: int) -> str:
    """Rounded down to the cent: what somebody has left is never said to be more."""
    return euros(int(Fraction(amount) * 100 / unit))


def _supported(votes: int) -> str:
    if not votes:
        return _("Personne n’a soutenu ce projet.")
    return ngettext(
        "%(votes)s personne a soutenu ce projet.",
        "%(votes)s personnes ont soutenu ce projet.",
        votes,
    ) % {"votes": votes}


def _paid_by_supporters(verdict: Verdict, unit: int) -> str:
    price = money(verdict.price or 0, unit)
    cost = money(verdict.project.cost, unit)
    if verdict.votes == 1:
        return _("Elle a payé seule, de sa part, les %(cost)s du projet.") % {"cost": cost}
    if not verdict.emptied:
        return _("Chacune a payé %(price)s de sa part, ce qui fait les %(cost)s du projet.") % {
            "price": price,
            "cost": cost,
        }
    told = ngettext(
        "%(paying)s a payé %(price)s de sa part",
        "%(paying)s ont payé %(price)s chacune de leur part",
        verdict.paying,
    ) % {"paying": verdict.paying, "price": price}
    rest = ngettext(
        "%(emptied)s, à qui il restait moins, a donné tout son reste",
        "%(emptied)s, à qui il restait moins, ont donné tout leur reste",
        verdict.emptied,
    ) % {"emptied": verdict.emptied}
    return _("%(told)s, et %(rest)s\u00a0: cela fait les %(cost)s du projet.") % {
        "told": told,
        "rest": rest,
        "cost": cost,
    }


def _free(_verdict: Verdict, _unit: int) -> str:
    return _("Il ne coûte rien.")


def _paid_by_what_was_left(verdict: Verdict, unit: int) -> str:
    return _(
        "Les parts n’y suffisaient pas. Mais il restait %(left)s dans le fonds, donnés aux "
        "projets qui y tenaient, du plus soutenu au moins soutenu\u00a0: celui-ci en était, "
        "pour %(cost)s."
    ) % {"left": money(verdict.left_over or 0, unit), "cost": money(verdict.project.cost, unit)}


def _chosen_by_votes(verdict: Verdict, unit: int) -> str:
    return _("Il restait %(left)s quand son tour est venu\u00a0: les %(cost)s y tenaient.") % {
        "left": money(verdict.left_over or 0, unit),
        "cost": money(verdict.project.cost, unit),
    }


def _supporters_spent(verdict: Verdict, unit: int) -> str:
    return _(
        "Le projet coûte %(cost)s. À la fin, il restait à ses soutiens %(money)s en tout, et "
        "%(left)s dans le fonds\u00a0: ce n’était pas assez."
    ) % {
        "cost": money(verdict.project.cost, unit),
        "money": money(verdict.supporters_left or 0, unit),
        "left": money(verdict.left_over or 0, unit),
    }


def _nobody(_verdict: Verdict, _unit: int) -> str:
    return _("Il fallait au moins un soutien.")


def _too_dear(verdict: Verdict, unit: int) -> str:
    return _(
        "Le projet coûte %(cost)s. Il ne restait que %(left)s quand son tour est venu, après "
        "les projets plus soutenus."
    ) % {
        "cost": money(verdict.project.cost, unit),
        "left": money(verdict.left_over or 0, unit),
    }


def _no_majority(_verdict: Verdict, _unit: int) -> str:
    return _("Il fallait le soutien de plus de la moitié des bulletins.")
