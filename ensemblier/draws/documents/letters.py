"""One letter for each person: where their data came from, what for, until when, their code."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ensemblier.core.pdf import write_pdf
from ensemblier.core.typography import long_date
from ensemblier.draws.models import Entrant, Pool
from ensemblier.draws.queries.pools import WITH_LISTS, eligible_people, lists_of_person

TEMPLATE = Path(__file__).resolve().parent.parent / "typst" / "letters.typ"


def letters_pdf(pool: Pool, *, host: str) -> bytes:
    """`host` is the site's own address, with its last slash."""
    people = eligible_people(pool).prefetch_related(*WITH_LISTS)
    rows = people.order_by("postcode", "name_key", "pk")
    return write_pdf(TEMPLATE, letter_data(pool, list(rows), host=host))


def letter_data(pool: Pool, people: Sequence[Entrant], *, host: str) -> dict[str, Any]:
    return {
        "title": _("Lettres du tirage au sort\u00a0: %(pool)s") % {"pool": pool.name},
        "author": pool.sender,
        "lang": get_language() or "fr",
        "sender": pool.sender,
        "contact": pool.contact.splitlines(),
        "subject": _("Vous pouvez être tiré ou tirée au sort"),
        "opening": opening(pool),
        "sources_title": _("D’où vient votre nom"),
        "use_title": _("À quoi il sert, et jusqu’à quand"),
        "use": use(pool),
        "rights_title": _("Vos droits"),
        "rights": rights(),
        "code_title": _("Votre code secret"),
        "code_words": _(
            "Avec ce code, vous pouvez vérifier vous-même que vous étiez dans le vivier, et "
            "avec quelle chance, à l’adresse %(address)s. Gardez-le\u00a0: nous ne pourrons pas "
            "vous le redonner une fois les noms effacés."
        )
        % {"address": short_address(host)},
        "people": [letter_of(person) for person in people],
    }


def short_address(host: str) -> str:
    """As one types it: without «https://» nor the last slash."""
    path = reverse("portal:draw_code")
    return f"{host.partition('://')[2].rstrip('/')}{path}".rstrip("/")


def opening(pool: Pool) -> str:
    return _(
        "Votre nom fait partie des personnes qui peuvent être tirées au sort pour composer "
        "%(purpose)s. Personne ne choisit\u00a0: c’est le hasard, en public. Vous n’avez rien à "
        "faire. Si vous êtes tiré ou tirée, nous vous écrirons, et vous pourrez dire oui ou non. "
        "Vous pouvez aussi être tiré ou tirée comme suppléant\u00a0: nous vous écrirons si une "
        "place se libère."
    ) % {"purpose": pool.get_purpose_display()}


def use(pool: Pool) -> list[str]:
    return [
        _("%(sender)s garde votre nom, votre année de naissance, votre sexe et votre adresse.")
        % {"sender": pool.sender},
        _(
            "Ces informations servent au tirage au sort et aux remplacements, et à rien d’autre. "
            "C’est une mission d’intérêt public."
        ),
        _("Elles sont effacées le %(day)s. Seule l’équipe du projet les voit.")
        % {"day": long_date(pool.delete_on)},
    ]


def rights() -> list[str]:
    return [
        _(
            "Vous pouvez demander à voir ces informations, à les corriger, à les effacer, ou "
            "refuser d’être tiré ou tirée au sort. Écrivez à l’adresse en haut de cette lettre."
        ),
        _("Si la réponse ne vous convient pas, vous pouvez écrire à la CNIL (www.cnil.fr)."),
    ]


def letter_of(person: Entrant) -> dict[str, Any]:
    town = f"{person.postcode} {person.city}".strip()
    return {
        "name": str(person),
        "address": [line for line in (person.address, town) if line],
        "sources": [f"{one.name}. {one.notice}" for one in lists_of_person(person)],
        "code": person.code,
    }
