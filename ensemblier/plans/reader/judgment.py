"""Whether what was found is a plan, or some other text that happens to have lists."""

from collections import Counter

from django.utils.translation import gettext as _

from .errors import UnreadableDocument
from .model import ParsedPlan
from .wording import LEVEL_NOUNS, WEAK_NOUNS, words

TOPICS = [
    "accompagn",
    "acces",
    "accueil",
    "action",
    "aidant",
    "alimenta",
    "amelior",
    "anim",
    "artist",
    "associa",
    "attractiv",
    "bailleur",
    "biodivers",
    "cadre",
    "citoyen",
    "cohesion",
    "commerc",
    "communal",
    "concert",
    "cooper",
    "creation",
    "cultur",
    "decrochage",
    "delinqu",
    "democra",
    "developp",
    "discrimin",
    "droit",
    "eau",
    "ecole",
    "econom",
    "educat",
    "egalit",
    "emploi",
    "energ",
    "enfan",
    "entrepr",
    "environnement",
    "equipement",
    "espace",
    "famil",
    "favoris",
    "femme",
    "fonci",
    "formation",
    "gouvernance",
    "habitant",
    "habitat",
    "handicap",
    "inclus",
    "initiativ",
    "innov",
    "insertion",
    "intergeneration",
    "jeune",
    "jeunesse",
    "illettrisme",
    "laicit",
    "lien",
    "lieu",
    "logement",
    "loisir",
    "lutt",
    "mediation",
    "mobilis",
    "mobilit",
    "numerique",
    "parent",
    "participation",
    "patrimoine",
    "petite",
    "population",
    "precar",
    "prevention",
    "promouvoir",
    "proximite",
    "public",
    "qualite",
    "quartier",
    "qpv",
    "renforc",
    "renouvellement",
    "renov",
    "reseau",
    "residen",
    "reussite",
    "rural",
    "sante",
    "scolair",
    "securi",
    "senior",
    "service",
    "social",
    "solidar",
    "soutenir",
    "soutien",
    "sport",
    "tourisme",
    "transition",
    "transport",
    "tranquillite",
    "urbain",
    "valoris",
    "vieilliss",
    "violence",
    "voirie",
]
FEWEST_NODES = 4
LEAST_SHARE = 0.35


def require_a_plan(plan: ParsedPlan) -> None:
    if not looks_like_a_plan(plan):
        raise UnreadableDocument(
            _(
                "Ce fichier ne ressemble pas à un plan : aucun axe, objectif ou action n’y a été trouvé."
            )
        )


def looks_like_a_plan(plan: ParsedPlan) -> bool:
    """At least two levels, and words of a plan in the titles or in the names of levels."""
    used = [level for level in plan.levels if level.count]
    if len(used) < 2 or len(plan.nodes) < FEWEST_NODES:
        return False
    named = Counter(words(level.name)[0] in set(LEVEL_NOUNS) - WEAK_NOUNS for level in used)
    if (
        not any(_is_coded(plan, at) for at in range(len(plan.levels)))
        and _share(plan) < LEAST_SHARE
    ):
        return False
    on_topic = sum(_speaks_of_a_territory(node.title) for node in plan.nodes) / len(plan.nodes)
    return on_topic >= (0.15 if named[True] else 0.35)


def _is_coded(plan: ParsedPlan, level: int) -> bool:
    members = [node for node in plan.nodes if node.level == level]
    enough = len(members) > max(1, 0.1 * len(plan.nodes))
    return enough and sum(bool(n.code) for n in members) >= 0.8 * len(members)


def _share(plan: ParsedPlan) -> float:
    """The part of the text that is in the tree; the rest is prose."""
    told = sum(len(text) for n in plan.nodes for text in (n.title, *n.specification, *n.indicators))
    return told / (told + sum(len(row.text) for row in plan.unread) or 1)


def _speaks_of_a_territory(title: str) -> bool:
    return any(word.startswith(topic) for word in words(title) for topic in TOPICS)
