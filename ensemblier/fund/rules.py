"""The rules of a round, one plain sentence each."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ensemblier.core.typography import euros
from ensemblier.fund.models import Round
from ensemblier.fund.wording.requests import decided_by


def rule_sentences(round: Round) -> list[str]:
    sentences = [
        _("Le fonds donne %(amount)s au plus pour une action.")
        % {"amount": euros(round.ceiling_cents)},
        _("Une même personne, un groupe ou une association reçoit %(amount)s au plus par an.")
        % {"amount": euros(round.bearer_ceiling_cents)},
        _("Pour décider, %(how)s.") % {"how": decided_by(round.method)},
    ]
    if round.min_delay_days:
        sentences.append(
            ngettext(
                "Demandez au moins %(days)d jour avant l’action.",
                "Demandez au moins %(days)d jours avant l’action.",
                round.min_delay_days,
            )
            % {"days": round.min_delay_days}
        )
    sentences += [_advance(round), _report(round)]
    return sentences


def _advance(round: Round) -> str:
    if not round.advance_percent:
        return _("La somme est versée après l’action, sur présentation des tickets.")
    if round.advance_percent == 100:
        return _("La somme est versée avant l’action.")
    return _("%(part)d %% de la somme sont versés avant l’action, le reste après.") % {
        "part": round.advance_percent
    }


def _report(round: Round) -> str:
    return ngettext(
        "Après l’action, vous envoyez un bilan et les tickets sous %(days)d jour\u00a0; "
        "ce qui n’est pas dépensé est rendu.",
        "Après l’action, vous envoyez un bilan et les tickets sous %(days)d jours\u00a0; "
        "ce qui n’est pas dépensé est rendu.",
        round.report_days,
    ) % {"days": round.report_days}
