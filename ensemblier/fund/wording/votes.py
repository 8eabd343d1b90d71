"""What a vote decided on a request, in plain words: the same on its page and in its answer."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ensemblier.core.typography import euros
from ensemblier.fund.counting import CENTS, verdict_of
from ensemblier.fund.models import Candidate
from ensemblier.fund.voting import Reason, sentence_of


def sentence_about(candidate: Candidate) -> str:
    """Nothing as long as nothing is decided."""
    if candidate.is_withdrawn:
        return _("Cette demande a été retirée du vote.")
    if candidate.is_funded is None:
        return ""
    if candidate.in_favor is not None:
        return f"{voices_of(candidate)} {_jury_decision(candidate)}"
    return sentence_of(verdict_of(candidate), CENTS)


def voices_of(candidate: Candidate) -> str:
    return _(
        "Le jury a voté\u00a0: %(in_favor)d pour, %(against)d contre, %(abstained)d sans choisir."
    ) % {
        "in_favor": candidate.in_favor or 0,
        "against": candidate.against or 0,
        "abstained": candidate.abstained or 0,
    }


def _jury_decision(candidate: Candidate) -> str:
    verdict = verdict_of(candidate)
    if verdict.funded:
        return _("La majorité est pour\u00a0: %(cost)s.") % {"cost": euros(candidate.cost_cents)}
    if verdict.reason == Reason.TOO_DEAR:
        return _(
            "La majorité est pour, mais il ne restait que %(left)s après les demandes qui avaient "
            "plus de voix."
        ) % {"left": euros(verdict.left_over or 0)}
    return _("Il n’y a pas plus de voix pour que contre.")
