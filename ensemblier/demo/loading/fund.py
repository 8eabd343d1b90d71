"""The residents’ fund of Alès: a round that is decided, with its reports, and one that is open.

Everything goes through the operations, at invented hours; people and texts are invented.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Contract
from ensemblier.councils.models import Council
from ensemblier.fund.enums import BearerKind, Channel, Method
from ensemblier.fund.models import CoFunder, Fund, FundRequest, Round
from ensemblier.fund.operations.decisions import give_opinion, record_decision
from ensemblier.fund.operations.examining import accept_request, ask_completion, refuse_request
from ensemblier.fund.operations.money import pay_bearer, receive_contribution, record_return
from ensemblier.fund.operations.receiving import Cost, Who, receive_request
from ensemblier.fund.operations.reports import Spent, accept_report, send_report
from ensemblier.fund.operations.rounds import create_fund, create_round, move_round, set_share
from ensemblier.organizations.models import Organization

NOON = datetime.time(12, tzinfo=datetime.UTC)
SHARES = {
    "prefecture-du-gard": 3_000_00,
    "conseil-departemental-du-gard": 1_500_00,
    "ales-agglomeration": 1_500_00,
    "de-ceze-cevennes": 500_00,
}
EXCLUSIONS = """les salaires et les cachets de plus de 150 €
l’alcool
ce qui est déjà payé par une autre subvention
les actions politiques ou religieuses"""


@dataclass(frozen=True)
class Idea:
    """An invented request. `granted` and `spent` are in whole euros; nothing: not there yet."""

    title: str
    text: str
    place: str
    audience: str
    people: int
    costs: tuple[tuple[str, int], ...]
    who: str
    kind: str = BearerKind.RESIDENT
    granted: int | None = None
    spent: int | None = None
    reached: tuple[int, int, int, int] = (0, 0, 0, 0)
    words: str = ""


DECIDED = (
    Idea(
        "La grande tablée du bâtiment C",
        "Un repas partagé dans la cour, chacun apporte un plat, la musique est de chez nous.",
        "la cour du bâtiment C, rue des Mûriers",
        "les voisins de tous les âges",
        80,
        (("boissons et pain", 140), ("location de tables", 120), ("sonorisation", 140)),
        "Mireille Tournesol",
        granted=400,
        spent=400,
        reached=(34, 27, 11, 9),
        words="Six musiciens du quartier ont joué. On recommence l’an prochain.",
    ),
    Idea(
        "Un bac à herbes au pied des tours",
        "Construire trois bacs avec les enfants et y planter menthe, thym et sauge.",
        "la placette des Tours",
        "les enfants et leurs grands-parents",
        30,
        (("planches et vis", 180), ("terre et plants", 160), ("goûter", 60)),
        "Groupe des Pouces verts",
        BearerKind.GROUP,
        granted=400,
        spent=343,
        reached=(9, 6, 8, 10),
        words="Le bois a coûté moins cher que prévu. Les bacs tiennent bon.",
    ),
    Idea(
        "Sortie à la mer pour douze familles",
        "Un autocar, un pique-nique et la plage\u00a0: plusieurs enfants n’ont jamais vu la mer.",
        "départ place du Marché",
        "des familles qui ne partent pas en vacances",
        48,
        (("autocar", 620), ("pique-nique", 130)),
        "Amicale du Castor pressé",
        BearerKind.ASSOCIATION,
        granted=700,
        spent=750,
        reached=(15, 8, 13, 12),
        words="Départ à sept heures, retour à vingt heures, personne ne voulait rentrer.",
    ),
    Idea(
        "Atelier de réparation de vélos",
        "Trois samedis pour apprendre à réparer, avec des pièces d’occasion.",
        "le local commun, rue du Faubourg",
        "les jeunes du quartier",
        25,
        (("outils", 210), ("pièces", 140)),
        "Yanis Pédalier",
        granted=350,
    ),
    Idea(
        "Tournoi de foot à cinq",
        "Huit équipes mixtes, une coupe, un goûter.",
        "le terrain du bas",
        "les 12-18 ans",
        60,
        (("coupe et médailles", 120), ("goûter", 180), ("chasubles", 250)),
        "Groupe du terrain du bas",
        BearerKind.GROUP,
        granted=0,
        words="Le club du quartier prête déjà son matériel pour un tournoi ce mois-là.",
    ),
)
OPEN = (
    Idea(
        "Cinéma dans la cour",
        "Un film choisi par vote, un drap, des couvertures.",
        "la cour de l’école",
        "tout le quartier",
        100,
        (("droits du film", 220), ("location du projecteur", 180)),
        "Nadège Bobine",
    ),
    Idea(
        "Carnaval des deux rues",
        "Fabriquer des masques en papier puis défiler en musique.",
        "de la rue Haute à la place",
        "les enfants et leurs parents",
        120,
        (("papier et peinture", 110), ("fanfare", 150), ("goûter", 120)),
        "Ronde du Lézard vert",
        BearerKind.ASSOCIATION,
    ),
    Idea(
        "Café des langues",
        "Chacun apprend dix mots de la langue de l’autre, un jeudi sur deux.",
        "la salle des associations",
        "celles et ceux qui apprennent le français",
        20,
        (("café, thé, gâteaux", 90), ("cartes et jeux", 60)),
        "Amparo Palabra",
    ),
)


def load_fund(
    *,
    contract: Contract,
    organizations: Mapping[str, Organization],
    users: Mapping[str, User],
    today: datetime.date,
) -> Fund:
    """Works with whatever councils the contract has."""
    by = users["editor"]
    councils = list(Council.objects.filter(contract=contract).order_by("pk"))
    start = today - datetime.timedelta(days=300)
    values = {
        "name": "Fonds de participation des habitants d’Alès",
        "code": "FPH",
        "presentation": "Une idée pour votre immeuble, votre rue, votre quartier\u00a0? Le fonds "
        "la paie, jusqu’à 700 €. Toutes les demandes montrées ici sont inventées.",
        "phone": "04 00 00 00 00",
        "address": "Maison du projet\n1 place Inventée, Alès",
    }
    fund = create_fund(contract=contract, values=values, by=by, at=at_noon(start))
    first = load_decided(fund, organizations, councils, by, start)
    load_open(fund, first, councils, by, today)
    return fund


def at_noon(day: datetime.date, *, later: int = 0) -> datetime.datetime:
    return datetime.datetime.combine(day + datetime.timedelta(days=later), NOON)


def round_values(title: str, day: datetime.date, days: int, method: str) -> dict[str, object]:
    return {
        "title": title,
        "year": day.year,
        "opens_at": at_noon(day),
        "closes_at": at_noon(day, later=days),
        "decides_on": day + datetime.timedelta(days=days + 10),
        "method": method,
        "ceiling_cents": 700_00,
        "bearer_ceiling_cents": 1_000_00,
        "min_delay_days": 15,
        "report_days": 30,
        "advance_percent": 100,
        "exclusions": EXCLUSIONS,
        "rules_source": "Contrat de ville 2024-2030 pour le plafond\u00a0; le reste est inventé",
        "rules_on": datetime.date(2024, 1, 1),
    }


def load_decided(
    fund: Fund,
    organizations: Mapping[str, Organization],
    councils: list[Council],
    by: User,
    start: datetime.date,
) -> Round:
    values = round_values("Campagne de printemps", start, 40, Method.JURY)
    round = create_round(fund=fund, values=values, by=by, at=at_noon(start))
    for key, cents in SHARES.items():
        funder = organizations[key]
        set_share(round=round, funder=funder, pledged_cents=cents, by=by, at=at_noon(start))
    move_round(round=round, transition="announce", by=by, at=at_noon(start))
    asked = [
        ask(round, idea, rank, councils, start + datetime.timedelta(days=5 + rank))
        for rank, idea in enumerate(DECIDED)
    ]
    pay_in(round, by, start + datetime.timedelta(days=30))
    for request in asked:
        accept_request(request=request, by=by, at=at_noon(start, later=41))
    move_round(round=round, transition="start_deciding", by=by, at=at_noon(start, later=42))
    for request, idea in zip(asked, DECIDED, strict=True):
        follow(request, idea, by, start)
    move_round(round=round, transition="finish", by=by, at=at_noon(start, later=51))
    return Round.objects.get(pk=round.pk)


def pay_in(round: Round, by: User, day: datetime.date) -> None:
    for share in CoFunder.objects.filter(round=round):
        receive_contribution(
            co_funder=share,
            amount_cents=share.pledged_cents,
            on=day,
            by=by,
            at=at_noon(day),
            label="virement",
        )


def ask(
    round: Round, idea: Idea, rank: int, councils: list[Council], day: datetime.date
) -> FundRequest:
    council = councils[rank % len(councils)] if councils else None
    area = council.areas.order_by("pk").first() if council else None
    values = {
        "title": idea.title,
        "description": idea.text,
        "starts_on": day + datetime.timedelta(days=75 + 3 * rank),
        "ends_on": None,
        "place": idea.place,
        "audience": idea.audience,
        "people": idea.people,
        "asked_cents": min(700_00, sum(euros for _label, euros in idea.costs) * 100),
        "area": area,
        "node": None,
    }
    return receive_request(
        round=round,
        values=values,
        costs=[Cost(label, euros * 100) for label, euros in idea.costs],
        who=Who(kind=idea.kind, name=idea.who, phone=f"06 00 00 {round.pk % 100:02d} {rank:02d}"),
        council=council,
        channel=Channel.SCREEN,
        by=None,
        at=at_noon(day),
    )


def follow(request: FundRequest, idea: Idea, by: User, start: datetime.date) -> None:
    """Its decision, its money, its report: as far as the idea goes."""
    granted = (idea.granted or 0) * 100
    reason = idea.words if not granted else ""
    record_decision(
        request=request, granted_cents=granted, reason=reason, by=by, at=at_noon(start, later=50)
    )
    if not granted:
        return
    paid_on = start + datetime.timedelta(days=60)
    pay_bearer(request=request, amount_cents=granted, on=paid_on, by=by, at=at_noon(paid_on))
    if idea.spent is not None:
        tell(request, idea, by)


def tell(request: FundRequest, idea: Idea, by: User) -> None:
    request.refresh_from_db()
    at = at_noon(request.starts_on, later=12)
    women, men, girls, boys = idea.reached
    spent = idea.spent or 0
    planned = sum(euros for _label, euros in idea.costs)
    costs = [Spent(label, euros * spent * 100 // planned) for label, euros in idea.costs]
    left = spent * 100 - sum(cost.cents for cost in costs)
    costs.append(Spent(idea.costs[0][0], left))
    send_report(
        request=request,
        values={
            "happened_on": request.starts_on,
            "place": idea.place,
            "story": idea.words,
            "women": women,
            "men": men,
            "girls": girls,
            "boys": boys,
        },
        spent=costs,
        by=None,
        at=at,
    )
    earned = min(spent * 100, request.granted_cents)
    accept_report(request=request, earned_cents=earned, by=by, at=at)
    if back := request.granted_cents - earned:
        record_return(
            request=request, amount_cents=back, on=at.date(), by=by, at=at, label="chèque"
        )


def load_open(
    fund: Fund, first: Round, councils: list[Council], by: User, today: datetime.date
) -> Round:
    """Three requests: one to read, one to complete, one ready to be decided."""
    start = today - datetime.timedelta(days=20)
    values = round_values("Campagne d’hiver", start, 41, Method.EQUAL_SHARES)
    round = create_round(fund=fund, values=values, by=by, at=at_noon(start), copied_from=first)
    move_round(round=round, transition="announce", by=by, at=at_noon(start))
    days = [start + datetime.timedelta(days=3 * rank + 2) for rank in range(len(OPEN))]
    asked = [
        ask(round, idea, rank, councils, day)
        for rank, (idea, day) in enumerate(zip(OPEN, days, strict=True))
    ]
    at = at_noon(days[-1], later=2)
    ask_completion(
        request=asked[1],
        missing="Dites-nous si la fanfare est assurée, et joignez son devis.",
        due_on=today + datetime.timedelta(days=10),
        by=by,
        at=at,
    )
    accept_request(request=asked[2], by=by, at=at)
    give_opinion(request=asked[2], value="favorable", comment="Simple et utile.", by=by, at=at)
    outside = Idea(
        "Prime pour les bénévoles",
        "Donner 30 € à chacun des dix bénévoles.",
        "la maison du projet",
        "les bénévoles",
        10,
        (("primes", 300),),
        "Groupe des Bénévoles",
        BearerKind.GROUP,
    )
    refused = ask(round, outside, len(OPEN), councils, days[-1])
    refuse_request(request=refused, reason="Le fonds ne paie ni salaires ni primes.", by=by, at=at)
    return round
