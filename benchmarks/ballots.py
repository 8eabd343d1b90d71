"""The server is killed while people vote: what it said was counted is, and nothing is twice.

    python -m benchmarks.ballots [--kills 50] [--people 4]

Writes into the empty, migrated database of the environment, and prints what came of it as JSON.
"""

from __future__ import annotations

import datetime
import http.client
import random
import sys
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from benchmarks.lives import TOKEN, Person, main, one_life

CODES_FOR_A_KILL = 400


@dataclass(kw_only=True)
class Voter(Person):
    """Somebody who votes with one code after the other, and believes what the server answers."""

    codes: list[str]
    projects: int
    told: dict[str, tuple[int, ...]] = field(default_factory=dict)
    sent: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def act(self, connection: http.client.HTTPConnection, chance: random.Random) -> None:
        """One ballot; raises when the server is no more."""
        code = self.codes.pop()
        chosen = tuple(n for n in range(1, self.projects + 1) if chance.random() < 0.4)
        self.sent[code] = chosen
        body = urlencode(
            [
                *(("numbers", str(number)) for number in chosen),
                *(("code", code), ("step", "cast"), ("csrfmiddlewaretoken", TOKEN)),
            ]
        )
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"csrftoken={TOKEN}",
            "Host": "127.0.0.1",
        }
        connection.request("POST", self.address, body, headers)
        response = connection.getresponse()
        page = response.read()
        if response.status == 302 and response.headers["Location"].endswith("/merci/"):
            self.told[code] = chosen
        else:
            self.answers.append(f"{response.status}: {page[:200]!r}")

    def goes_on(self) -> bool:
        return bool(self.codes)


def prepare(people: int, kills: int) -> tuple[Any, list[Voter]]:
    from django.urls import reverse
    from django.utils import timezone

    from benchmarks.year import small_contract
    from ensemblier.accounts.models import User
    from ensemblier.fund.operations.ballots import issue_codes
    from ensemblier.fund.operations.votes import open_vote, prepare_vote
    from tests.factories.votes import make_voted_round

    editor = User.objects.create_user("equipe@essai.example", None, full_name="Équipe d’essai")
    now = timezone.now()
    costs = [100_00 * rank for rank in range(1, 7)]
    round = make_voted_round(small_contract(editor), costs=costs)
    dates = {"opens_at": now, "closes_at": now + datetime.timedelta(days=1)}
    vote = prepare_vote(round=round, values=dates, by=editor, at=now)
    codes: list[str] = []
    while len(codes) < kills * CODES_FOR_A_KILL:
        codes += issue_codes(vote=vote, count=CODES_FOR_A_KILL, by=editor, at=now)
    vote = open_vote(vote=vote, by=editor, at=now)
    address = reverse("portal:vote_ballot", args=[vote.pk])
    return vote, [
        Voter(address=address, codes=codes[rank::people], projects=len(costs))
        for rank in range(people)
    ]


def faults_of(vote: Any, voters: list[Voter]) -> list[str]:
    """What the box holds now, against what the voters were told."""
    from ensemblier.fund.counting import key_of
    from ensemblier.fund.enums import CodeUse
    from ensemblier.fund.models import BallotBox, VotingCode
    from ensemblier.fund.operations.ballots import fingerprint_of

    found = [answer for voter in voters for answer in voter.answers]
    for voter in voters:
        voter.answers.clear()
    box = BallotBox.objects.get(vote=vote)
    rows = VotingCode.objects.filter(vote=vote, use=CodeUse.SCREEN)
    used = set(rows.values_list("fingerprint", flat=True))
    expected: dict[str, int] = {}
    for voter in voters:
        for code, chosen in voter.sent.items():
            if fingerprint_of(vote, code) in used:
                expected[key_of(chosen)] = expected.get(key_of(chosen), 0) + 1
            elif code in voter.told:
                found.append("a ballot that was acknowledged is lost")
    if box.on_screen != len(used):
        found.append(f"{len(used)} codes were used, {box.on_screen} ballots are counted")
    if box.ballots != expected:
        found.append("the box does not hold the ballots of the codes that were used")
    return found


def survive(kills: int, people: int, seed: int) -> dict[str, Any]:
    chance, faults = random.Random(seed), []
    vote, voters = prepare(people, kills)
    for rank in range(1, kills + 1):
        one_life(voters, chance)
        faults += [f"kill {rank}: {fault}" for fault in faults_of(vote, voters)]
    told = sum(len(voter.told) for voter in voters)
    return {"kills": kills, "ballots_kept": told, "faults": faults}


if __name__ == "__main__":
    sys.exit(main(__doc__, survive, kills=50, people=4))
