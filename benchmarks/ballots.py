"""The server is killed while people vote: what it said was counted is, and nothing is twice.

    python -m benchmarks.ballots [--kills 50] [--people 4]

Writes into the empty, migrated database of the environment, and prints what came of it as JSON.
"""

from __future__ import annotations

import argparse
import datetime
import http.client
import json
import os
import random
import signal
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import django

from benchmarks.serving import started, wait_for

TOKEN = "k" * 32
LONGEST_LIFE = 0.6  # seconds during which a server receives ballots before it is killed
CODES_FOR_A_KILL = 400
PATIENCE = 120  # seconds: a busy machine starts slowly


@dataclass
class Voter:
    """Somebody who votes with one code after the other, and believes what the server answers."""

    address: str
    codes: list[str]
    projects: int
    told: dict[str, tuple[int, ...]] = field(default_factory=dict)
    sent: dict[str, tuple[int, ...]] = field(default_factory=dict)
    answers: list[str] = field(default_factory=list)

    def vote(self, connection: http.client.HTTPConnection, chance: random.Random) -> None:
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

    def vote_until_it_dies(self, port: int, alive: threading.Event, seed: int) -> None:
        chance = random.Random(seed)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            while self.codes:
                self.vote(connection, chance)
                alive.set()
        except (OSError, http.client.HTTPException):
            connection.close()


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
    return vote, [Voter(address, codes[rank::people], len(costs)) for rank in range(people)]


def one_life(voters: list[Voter], chance: random.Random) -> None:
    """A server starts, people vote, it is killed with all its processes at any moment."""
    server, port = started("config.wsgi", os.environ, own_group=True)
    alive = threading.Event()
    try:
        wait_for(port)
        voting = [
            threading.Thread(
                target=voter.vote_until_it_dies, args=[port, alive, chance.randrange(1 << 30)]
            )
            for voter in voters
        ]
        for one in voting:
            one.start()
        if not alive.wait(PATIENCE):
            raise SystemExit("The server never answered.")
        time.sleep(chance.uniform(0, LONGEST_LIFE))
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
    for one in voting:
        one.join()


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


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--people", type=int, default=4)
    parser.add_argument("--seed", type=int, default=None)
    asked = parser.parse_args()
    django.setup()
    seed = random.randrange(1_000_000) if asked.seed is None else asked.seed
    told = {"seed": seed, **survive(asked.kills, asked.people, seed)}
    print(json.dumps(told, ensure_ascii=False))
    return int(bool(told["faults"]))


if __name__ == "__main__":
    sys.exit(main())
