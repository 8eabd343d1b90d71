"""The server is killed while people save: what it said it had kept is kept, in a whole trail.

    python -m benchmarks.killing [--kills 200] [--people 3]

Writes into the empty, migrated database of the environment, and prints what came of it as JSON.
"""

from __future__ import annotations

import argparse
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

import django

from benchmarks.serving import started, wait_for

TOKEN = "k" * 32
LONGEST_LIFE = 0.6  # seconds during which a server receives saves before it is killed


@dataclass
class Author:
    """Somebody who types in one application, and believes what the server answers."""

    application: int
    address: str
    cookie: str
    edition: int = 0
    sent: int = 0
    kept: int = 0
    answers: list[str] = field(default_factory=list)

    def save(self, connection: http.client.HTTPConnection) -> None:
        """One more number in the box «objectives»; raises when the server is no more."""
        self.sent += 1
        connection.request(
            "POST",
            self.address,
            json.dumps({"edition": self.edition, "fields": {"objectives": str(self.sent)}}),
            {
                "Content-Type": "application/json",
                "Accept": "application/json",
                "Cookie": f"{self.cookie}; csrftoken={TOKEN}",
                "X-CSRFToken": TOKEN,
                "Host": "127.0.0.1",
            },
        )
        response = connection.getresponse()
        body = response.read()
        if response.status != 200:
            self.answers.append(f"{response.status}: {body[:200]!r}")
            return
        told = json.loads(body)
        if told["written"] != ["objectives"]:
            self.answers.append(f"not written: {body[:200]!r}")
            return
        self.edition, self.kept = told["edition"], self.sent

    def type_until_it_dies(self, port: int, alive: threading.Event) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        try:
            while True:
                self.save(connection)
                alive.set()
        except (OSError, http.client.HTTPException, json.JSONDecodeError):
            connection.close()


def prepare(people: int) -> list[Author]:
    """One draft for each person, all in one call."""
    from django.urls import reverse

    from benchmarks.signing_in import cookie_of
    from benchmarks.year import add_year, small_contract
    from ensemblier.accounts.models import User
    from ensemblier.applications.enums import ApplicationState
    from ensemblier.applications.models import Application
    from ensemblier.organizations.enums import MembershipRole
    from ensemblier.organizations.models import Membership

    editor = User.objects.create_user("equipe@essai.example", None, full_name="Équipe d’essai")
    year = add_year(small_contract(editor), by=editor, applications=people, funders_count=1)
    Application.objects.filter(call=year.call).update(state=ApplicationState.DRAFT)
    authors = []
    for rank, application in enumerate(year.applications):
        person = User.objects.create_user(
            f"a{rank}@essai.example", None, full_name=f"Autrice {rank}"
        )
        Membership.objects.create(
            organization_id=application.action.bearer_id,
            user=person,
            role=MembershipRole.REPRESENTATIVE,
            starts_on=year.call.opens_at.date(),
        )
        address = reverse("applications:save", args=[application.pk, "action"])
        authors.append(Author(application.pk, address, cookie_of(person)))
    return authors


def one_life(authors: list[Author], chance: random.Random) -> None:
    """A server starts, people type, it is killed with all its processes at any moment."""
    server, port = started("config.wsgi", os.environ, own_group=True)
    alive = threading.Event()
    try:
        wait_for(port)
        typing = [
            threading.Thread(target=author.type_until_it_dies, args=[port, alive])
            for author in authors
        ]
        for one in typing:
            one.start()
        if not alive.wait(30):
            raise SystemExit("The server never answered.")
        time.sleep(chance.uniform(0, LONGEST_LIFE))
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
    for one in typing:
        one.join()


def faults_of(author: Author) -> list[str]:
    """What the application says now, against what its author was told."""
    from ensemblier.applications.models import Application

    found = list(author.answers)
    author.answers.clear()
    application = Application.objects.get(pk=author.application)
    written = int(application.objectives) if application.objectives.isdigit() else 0
    # The last save may have been written without its answer being heard.
    if written not in (author.kept, author.sent):
        found.append(f"{author.kept} was acknowledged, {author.sent} was sent, {written} is there")
    if written == author.kept and application.edition != author.edition:
        found.append(f"edition {application.edition}, {author.edition} was acknowledged")
    author.edition, author.kept = application.edition, written
    return found


def survive(kills: int, people: int, seed: int) -> dict[str, Any]:
    from ensemblier.audit.operations import first_broken_entry

    chance, authors, faults = random.Random(seed), prepare(people), []
    for rank in range(1, kills + 1):
        one_life(authors, chance)
        faults += [f"kill {rank}: {fault}" for author in authors for fault in faults_of(author)]
        if rank % 20 == 0 or rank == kills:
            broken = first_broken_entry()
            if broken is not None:
                faults.append(f"kill {rank}: the audit chain breaks at {broken}")
                break
    kept = sum(author.edition for author in authors)
    return {"kills": kills, "saves_kept": kept, "faults": faults}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--people", type=int, default=3)
    parser.add_argument("--seed", type=int, default=None)
    asked = parser.parse_args()
    django.setup()
    seed = random.randrange(1_000_000) if asked.seed is None else asked.seed
    told = {"seed": seed, **survive(asked.kills, asked.people, seed)}
    print(json.dumps(told, ensure_ascii=False))
    return int(bool(told["faults"]))


if __name__ == "__main__":
    sys.exit(main())
