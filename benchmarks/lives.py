"""A server that people use for a moment, killed with all its processes: life after life."""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import signal
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import django

from benchmarks.serving import started, wait_for

TOKEN = "k" * 32
LONGEST_LIFE = 0.6  # seconds during which a server is used before it is killed
PATIENCE = 120  # seconds: a busy machine starts slowly


@dataclass(kw_only=True)
class Person:
    """Somebody who believes what the server answers; `answers` are those nobody expects."""

    address: str
    answers: list[str] = field(default_factory=list)

    def act(self, connection: http.client.HTTPConnection, chance: random.Random) -> None:
        """One write; raises when the server is no more."""
        raise NotImplementedError

    def goes_on(self) -> bool:
        return True

    def act_until_it_dies(self, port: int, alive: threading.Event, seed: int) -> None:
        chance = random.Random(seed)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            while self.goes_on():
                self.act(connection, chance)
                alive.set()
        except (OSError, http.client.HTTPException, json.JSONDecodeError):
            connection.close()


def one_life(people: Sequence[Person], chance: random.Random) -> None:
    """A server starts, people use it, it is killed with all its processes at any moment."""
    server, port = started("config.wsgi", os.environ, own_group=True)
    alive = threading.Event()
    try:
        wait_for(port)
        acting = [
            threading.Thread(
                target=person.act_until_it_dies, args=[port, alive, chance.randrange(1 << 30)]
            )
            for person in people
        ]
        for one in acting:
            one.start()
        if not alive.wait(PATIENCE):
            raise SystemExit("The server never answered.")
        time.sleep(chance.uniform(0, LONGEST_LIFE))
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
    for one in acting:
        one.join()


Survive = Callable[[int, int, int], dict[str, Any]]


def main(about: str | None, survive: Survive, *, kills: int, people: int) -> int:
    """The command line: what `survive(kills, people, seed)` found as JSON; 1 for any fault."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--kills", type=int, default=kills)
    parser.add_argument("--people", type=int, default=people)
    parser.add_argument("--seed", type=int, default=None)
    asked = parser.parse_args()
    django.setup()
    seed = random.randrange(1_000_000) if asked.seed is None else asked.seed
    told = {"seed": seed, **survive(asked.kills, asked.people, seed)}
    print(json.dumps(told, ensure_ascii=False))
    return int(bool(told["faults"]))
