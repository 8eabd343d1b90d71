"""Whether what was found is a plan, or some other text that happens to have lists."""

import re

from django.utils.translation import gettext as _

from .errors import UnreadableDocument
from .model import ParsedPlan
from .walk import Reading
from .wording import LEVEL_PHRASE, WEAK_NOUNS, fold, level_stem, words

# What plans of neighborhoods speak of and do, by the beginnings of words.
TOPICS = re.compile(
    "acces|accompagn|accueil|actions?$|adapt|aid[ea]|alimenta|amelior|anim|artist|associa|attractiv|bailleur|"
    "biodivers|cadre|citoyen|cohesion|commerc|communal|concert|confort|cooper|cre[ae]|cultur|decroch|"
    "delinqu|democra|developp|discrimin|droit|durabl|ecole|econom|educa|egalit|embell|emploi|encourag|"
    "energ|enfan|entrepr|entreten|environnement|equip|espace|facilit|famil|favoris|femme|financ|foncier|"
    "form[ea]|garanti|gouvernance|habita|handicap|inclus|inform|initiativ|innov|insertion|"
    "illettrisme|intergeneration|isol|jeun|laicit|lever|lien|lieu|logement|loisir|lutt|mediation|mettre|"
    "mieux|mobilis|mobilit|numeri|organis|ouvrir|parent|particip|patrimoine|poursuiv|precar|"
    "preven|promouv|proximit|public|qpv|qualit|quartier|rapproch|redui|rehabilit|rendre|renforc|renouv|"
    "renov|reseau|resident|reussi|rural|sante|scolai|secur|senior|sensibilis|servic|social|solidar|"
    "soutenir|soutien|sport|structur|territ|touris|tranquillit|transition|transport|urbain|valoris|"
    "vieilliss|violenc|vivre|voirie"
)
ARTICLE = re.compile(r"art(?:icle|\.) ?(?:\d|premier|1er)", re.IGNORECASE)
FEWEST_ARTICLES = 3
FEWEST_NODES = 4
LEAST_SHARE = 0.35
LEAST_TOPICS = 0.25


def require_a_plan(plan: ParsedPlan, reading: Reading) -> None:
    if not looks_like_a_plan(plan, reading):
        raise UnreadableDocument(
            _(
                "Ce fichier ne ressemble pas à un plan\u00a0: aucun axe, objectif ou "
                "action n’y a été "
                "trouvé."
            )
        )


def looks_like_a_plan(plan: ParsedPlan, reading: Reading) -> bool:
    """At least two levels, held by codes or by most of the text, with the words of a plan."""
    if len([level for level in plan.levels if level.count]) < 2 or len(plan.nodes) < FEWEST_NODES:
        return False
    named = _level_words(plan, reading) - WEAK_NOUNS
    coded = any(_is_coded(plan, at) for at in range(len(plan.levels)))
    if not coded and _share(plan) < LEAST_SHARE:
        return False
    if (
        not named
        and sum(bool(ARTICLE.match(line.text)) for line in reading.lines) >= FEWEST_ARTICLES
    ):
        return False
    on_topic = sum(_speaks_of_a_territory(node.title) for node in plan.nodes) / len(plan.nodes)
    return bool(named) or on_topic >= LEAST_TOPICS


def _level_words(plan: ParsedPlan, reading: Reading) -> set[str]:
    """The words that announce nodes, in marks, in heads of tables and in labels of lists."""
    heads = {
        level_stem(p) for text in reading.headers for p in re.findall(LEVEL_PHRASE, fold(text))
    }
    labels = {stem for _, stem in reading.stems}
    names = {level_stem(level.name) for level in plan.levels}
    return {draft.stem for draft in reading.nodes if draft.stem} | ((heads | labels) & names)


def _is_coded(plan: ParsedPlan, level: int) -> bool:
    members = [node for node in plan.nodes if node.level == level]
    enough = len(members) > max(1, 0.1 * len(plan.nodes))
    return enough and sum(bool(n.code) for n in members) >= 0.8 * len(members)


def _share(plan: ParsedPlan) -> float:
    """The part of the text that is in the tree; the rest is prose."""
    told = sum(len(text) for n in plan.nodes for text in (n.title, *n.specification, *n.indicators))
    return told / (told + sum(len(row.text) for row in plan.unread) or 1)


def _speaks_of_a_territory(title: str) -> bool:
    return any(TOPICS.match(word) for word in words(title))
