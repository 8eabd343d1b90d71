"""Consultations in plain words. Knows no model."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ensemblier.councils.enums import College, Silence


def silence_in_words(silence: str) -> str:
    if silence == Silence.FAVOURABLE:
        return _("Sans réponse dans ce délai, l’avis du conseil est considéré comme favorable.")
    return _("Sans réponse dans ce délai, il n’y a pas d’avis du conseil.")


def clock_in_words(days: int) -> str:
    """What is left, from `deadlines.days_left`."""
    if days < 0:
        return ngettext(
            "délai passé depuis %(days)d jour", "délai passé depuis %(days)d jours", -days
        ) % {"days": -days}
    if days == 0:
        return _("dernier jour pour répondre")
    return ngettext("il reste %(days)d jour", "il reste %(days)d jours", days) % {"days": days}


def presence_in_words(counts: Sequence[tuple[str, int]], others: int) -> str:
    """«5 habitants, 2 acteurs locaux, 3 autres personnes», from `queries.presence`."""
    known = dict(counts)
    residents, actors = known.get(College.RESIDENTS, 0), known.get(College.ACTORS, 0)
    parts = []
    if residents:
        text = ngettext("%(count)d habitant", "%(count)d habitants", residents)
        parts.append(text % {"count": residents})
    if actors:
        text = ngettext("%(count)d acteur local", "%(count)d acteurs locaux", actors)
        parts.append(text % {"count": actors})
    if others:
        text = ngettext("%(count)d autre personne", "%(count)d autres personnes", others)
        parts.append(text % {"count": others})
    return ", ".join(parts) or _("non précisé")
