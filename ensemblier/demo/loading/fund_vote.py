"""A round of the residents’ fund decided by Equal Shares, with invented ballots."""

from __future__ import annotations

import datetime
import random
from collections.abc import Sequence

from ensemblier.accounts.models import User
from ensemblier.councils.models import Council
from ensemblier.demo.loading.fund import Idea, ask, at_noon, round_values
from ensemblier.fund.enums import BearerKind, Method
from ensemblier.fund.models import Fund, Round, Vote
from ensemblier.fund.operations.ballots import cast_ballot, give_paper, issue_codes
from ensemblier.fund.operations.examining import accept_request
from ensemblier.fund.operations.papers import end_reading, read_paper, start_batch
from ensemblier.fund.operations.rounds import create_round, move_round, set_share
from ensemblier.fund.operations.votes import close_vote, count_vote, open_vote, prepare_vote

IDEAS = (
    Idea(
        "Fanfare dans les escaliers",
        "Une fanfare monte les étages un samedi, chaque palier choisit son morceau.",
        "les bâtiments A à D",
        "tous les habitants",
        150,
        (("fanfare", 420), ("collation", 180)),
        "Ronde du Lézard vert",
        BearerKind.ASSOCIATION,
    ),
    Idea(
        "Bibliothèque de la laverie",
        "Une étagère de livres à prendre et à laisser, pour les petits aussi.",
        "la laverie de la rue Haute",
        "qui attend sa machine",
        60,
        (("étagère", 130), ("livres", 120)),
        "Odette Virgule",
    ),
    Idea(
        "Initiation à la pétanque",
        "Quatre jeudis entre jeunes et anciens, avec un petit tournoi à la fin.",
        "le boulodrome",
        "de 8 à 98 ans",
        40,
        (("boules", 200), ("goûter", 100)),
        "Groupe du Cochonnet",
        BearerKind.GROUP,
    ),
    Idea(
        "Cuisines du monde",
        "Six repas préparés ensemble, six pays, un carnet de recettes.",
        "la salle des associations",
        "les voisins",
        90,
        (("courses", 420), ("carnet", 180)),
        "Marmite partagée",
        BearerKind.ASSOCIATION,
    ),
    Idea(
        "Nichoirs et hérissons",
        "Construire des nichoirs avec le centre de loisirs et ouvrir un passage à hérissons.",
        "le square",
        "les enfants",
        35,
        (("bois", 160), ("outils", 90)),
        "Basile Mésange",
    ),
    Idea(
        "Nuit des étoiles sur le toit",
        "Un astronome, deux lunettes, des couvertures.",
        "la terrasse de la maison du projet",
        "les curieux",
        50,
        (("intervenant", 140), ("lunettes", 110), ("chocolat", 50)),
        "Ursule Comète",
    ),
    Idea(
        "Sonorisation mobile",
        "Une enceinte et deux micros que chaque collectif pourra emprunter.",
        "le local commun",
        "les collectifs du quartier",
        200,
        (("enceinte", 480), ("micros", 220)),
        "Groupe des Haut-parleurs",
        BearerKind.GROUP,
    ),
)
# Who likes what: three circles of people, and what each of them would support.
CIRCLES = (
    (26, (1, 4, 7, 3)),
    (14, (2, 5, 6)),
    (11, (3, 5, 2)),
)
ON_PAPER = 9
# What the first co-funders of the year put into this round.
POT = (1_000_00, 600_00)


def load_vote(*, fund: Fund, by: User, today: datetime.date) -> Vote:
    """Voted on some weeks before `today`; its money comes from co-funders of the first round."""
    first = fund.rounds.earliest("opens_at")
    councils = list(Council.objects.filter(contract=fund.contract_id).order_by("pk"))
    start = today - datetime.timedelta(days=120)
    round = prepare_round(fund, first, by, start)
    for rank, idea in enumerate(IDEAS):
        request = ask(round, idea, rank, councils, start + datetime.timedelta(days=2))
        accept_request(request=request, by=by, at=at_noon(start, later=20))
    move_round(round=round, transition="start_deciding", by=by, at=at_noon(start, later=31))
    opens, closes = at_noon(start, later=32), at_noon(start, later=46)
    values = {
        "opens_at": opens,
        "closes_at": closes,
        "place": "Maison du projet, les mardis et jeudis",
        "explanation": "Votent les habitants des quartiers prioritaires, à partir de 16 ans. "
        "Les demandes et les bulletins montrés ici sont inventés.",
    }
    vote = prepare_vote(round=round, values=values, by=by, at=opens)
    codes = issue_codes(vote=vote, count=80, by=by, at=opens)
    vote = open_vote(vote=vote, by=by, at=opens)
    cast(vote, codes, by, opens)
    vote = close_vote(vote=vote, by=by, at=closes)
    vote = count_vote(vote=vote, by=by, at=closes)
    move_round(round=round, transition="finish", by=by, at=closes)
    return vote


def prepare_round(fund: Fund, first: Round, by: User, start: datetime.date) -> Round:
    values = round_values("Campagne d’automne", start, 30, Method.EQUAL_SHARES)
    round = create_round(fund=fund, values=values, by=by, at=at_noon(start))
    shares = first.co_funders.select_related("funder").order_by("pk")
    for share, cents in zip(shares, POT, strict=False):
        set_share(round=round, funder=share.funder, pledged_cents=cents, by=by, at=at_noon(start))
    move_round(round=round, transition="announce", by=by, at=at_noon(start))
    return Round.objects.get(pk=round.pk)


def cast(vote: Vote, codes: Sequence[str], by: User, at: datetime.datetime) -> None:
    chosen = drawn_ballots()
    papers, screens = chosen[:ON_PAPER], chosen[ON_PAPER:]
    for code, numbers in zip(codes[ON_PAPER:], screens, strict=False):
        cast_ballot(vote=vote, code=code, numbers=numbers, at=at)
    for code in codes[:ON_PAPER]:
        give_paper(vote=vote, code=code, by=by, at=at)
    pile = start_batch(vote=vote, by=by, at=at)
    for _reading in range(2):
        for number, numbers in enumerate(papers, 1):
            read_paper(batch=pile, number=number, numbers=numbers, by=by, at=at)
        pile = end_reading(batch=pile, by=by, at=at)


def drawn_ballots() -> list[list[int]]:
    chance = random.Random(2026)  # noqa: S311 - invented ballots
    ballots = []
    for people, likes in CIRCLES:
        for _person in range(people):
            liked = [number for number in likes if chance.random() < 0.7]
            ballots.append(liked or [likes[0]])
    ballots.append([])
    chance.shuffle(ballots)
    return ballots
