"""What a computation found, in words."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django.utils.translation import gettext as _

from ensemblier.core.typography import number
from ensemblier.draws.categories import spoken, spoken_feature, spoken_profile
from ensemblier.draws.enums import SHARE_OF_LOTTERY, DrawState
from ensemblier.draws.models import Draw, Ticket
from ensemblier.draws.queries.calls import Call
from ensemblier.draws.queries.draws import Profile, profiles_of


def conflict_words(draw: Draw) -> list[str]:
    """The bounds that cannot hold together, one line each; nothing when there is no conflict."""
    return [_limit(limit, draw) for limit in draw.result.get("conflict", [])]


def _limit(limit: Mapping[str, Any], draw: Draw) -> str:
    if limit["kind"] == "seats":
        return _("tirer %(count)s personnes") % {"count": number(draw.seats)}
    if limit["kind"] == "address":
        return _("une seule personne par adresse")
    sentence = {
        "minimum": _("%(feature)s\u00a0: %(value)s – au moins %(minimum)d"),
        "maximum": _("%(feature)s\u00a0: %(value)s – au plus %(maximum)d"),
    }
    return sentence[limit["kind"]] % _said(limit)


def _said(bound: Mapping[str, Any]) -> dict[str, Any]:
    feature, value = bound["feature"], bound["value"]
    return {**bound, "feature": spoken_feature(feature), "value": spoken(feature, value)}


def relaxation_words(draw: Draw) -> list[str]:
    """«quartier : Rochebelle – au moins 8 au lieu de 10»."""
    lines = _changes(draw.result.get("relaxation", []))
    if draw.result.get("seats", draw.seats) != draw.seats:
        words = _("tirer %(new)d personnes au lieu de %(old)d")
        lines.append(words % {"new": draw.result["seats"], "old": draw.seats})
    return lines


def alternates_words(draw: Draw) -> list[str]:
    """Of which quotas some list of alternates falls short, one line each."""
    return _changes(draw.result.get("alternates", {}).get("unmet", []))


def _changes(changes: Sequence[Mapping[str, Any]]) -> list[str]:
    lines = []
    for change in changes:
        old, new = _said(change["old"]), change["new"]
        if old["minimum"] != new["minimum"]:
            words = _("%(feature)s\u00a0: %(value)s – au moins %(new)d au lieu de %(old)d")
            lines.append(words % {**old, "new": new["minimum"], "old": old["minimum"]})
        if old["maximum"] != new["maximum"]:
            words = _("%(feature)s\u00a0: %(value)s – au plus %(new)d au lieu de %(old)d")
            lines.append(words % {**old, "new": new["maximum"], "old": old["maximum"]})
    return lines


def percent(share: float) -> str:
    """«4,2 %»; a chance is told with one decimal."""
    return f"{number(share, 1)}\u00a0%"


def values_asked(draw: Draw) -> dict[str, list[str]]:
    """The values of each category that has quotas, in the order in which a profile gives them."""
    found: dict[str, list[str]] = {}
    for quota in draw.quotas.all():
        found.setdefault(quota.feature, []).append(quota.value)
    return found


def told(draw: Draw, tickets: Iterable[Ticket]) -> list[Ticket]:
    """Each with its profile in `words`."""
    known, rows = values_asked(draw), list(tickets)
    for ticket in rows:
        ticket.words = spoken_profile(known, ticket.profile)
    return rows


def profile_rows(profiles: Sequence[Profile]) -> list[dict[str, Any]]:
    """Every profile, its chances in words."""
    return [
        {
            "label": one.label,
            "people": one.people,
            "chance_words": percent(one.chance),
            "drawn_words": percent(one.drawn[0])
            if one.drawn[0] == one.drawn[1]
            else f"{percent(one.drawn[0])} – {percent(one.drawn[1])}",
            "plain_words": "–" if one.plain is None else percent(one.plain),
        }
        for one in profiles
    ]


def profile_bars(profiles: Sequence[Profile]) -> list[dict[str, Any]]:
    """The profiles that the plain method treats worst and best, with both methods."""
    known = [(one.plain, one) for one in profiles if one.plain is not None]
    if not known:
        return []
    worst, best = min(known, key=itemgetter(0)), max(known, key=itemgetter(0))
    rows = []
    for plain, one in dict.fromkeys([worst, best]):
        rows.append(_bar(_("%(profile)s – notre méthode"), one, one.chance, is_ours=True))
        rows.append(_bar(_("%(profile)s – méthode simple"), one, plain, is_ours=False))
    return rows


def _bar(label: str, profile: Profile, chance: float, *, is_ours: bool) -> dict[str, Any]:
    return {
        "label": label % {"profile": profile.label},
        "value": round(chance, 3),
        "display": percent(chance),
        "here": is_ours,
    }


def chance_figures(draw: Draw) -> dict[str, str]:
    """The three numbers that matter, in words; nothing before the draw is computed."""
    result = draw.result
    if "min_chance" not in result:
        return {}
    plain = result["plain_min_chance"]
    return {
        "smallest": percent(100 * result["min_chance"]),
        "plain": "–" if plain is None else percent(100 * plain),
        "rounding": _("%(points)s point") % {"points": number(100 * result["rounding_error"], 2)},
    }


@dataclass(frozen=True)
class Progress:
    """How far a long computation is; `percent` is None as long as nobody began it."""

    percent: int | None
    words: str


def progress_of(draw: Draw) -> Progress | None:
    """None unless the draw is being computed."""
    if draw.state != DrawState.COMPUTING:
        return None
    percent = draw.result.get("percent")
    if percent is None:
        return Progress(None, _("Le calcul attend son tour."))
    if percent < 100 * SHARE_OF_LOTTERY:
        step = _("recherche des 1\u00a0000 listes les plus justes")
    else:
        step = _("comparaison avec la méthode simple")
    words = _("%(percent)d\u00a0%% du calcul\u00a0: %(step)s") % {"percent": percent, "step": step}
    return Progress(percent, words)


def chances_context(draw: Draw) -> dict[str, Any]:
    """What `draws/profiles.html` shows and the figures above it."""
    known = values_asked(draw)
    profiles = [
        dataclasses.replace(one, label=spoken_profile(known, one.label))
        for one in profiles_of(draw)
    ]
    return {
        "short_of": alternates_words(draw),
        "profiles": profile_rows(profiles),
        "bars": profile_bars(profiles),
        "chances": chance_figures(draw),
        "is_searched": draw.result.get("plain_is_searched", False),
    }


def place_words(ticket: Ticket) -> str:
    """«la personne n° 3», «le suppléant n° 2»."""
    if ticket.rank is None:
        return _("le suppléant n°\u00a0%(rank)d") % {"rank": ticket.alternate_rank or 0}
    return _("la personne n°\u00a0%(rank)d") % {"rank": ticket.rank}


def call_words(calls: Sequence[Call]) -> str:
    """Who comes in for whom, in sentences."""
    if not calls:
        return _("Personne n’est à remplacer\u00a0: notez d’abord qui refuse.")
    sentences = [
        _("%(alternate)s prend la place de %(leaver)s.")
        % {"alternate": _named(call.alternate), "leaver": _named(call.leaver)}
        for call in calls
        if call.alternate
    ]
    if not sentences:
        return _("Aucun suppléant ne peut entrer\u00a0: préparez un remplacement.")
    rule = _(
        "La règle publiée les désigne\u00a0: le premier suppléant avec qui les quotas tiennent."
    )
    return " ".join([*sentences, rule])


def _named(ticket: Ticket) -> str:
    place = place_words(ticket)
    return f"{ticket.entrant} ({place})" if ticket.entrant else place
