"""The server is killed while people save: what it said it had kept is kept, in a whole trail.

    python -m benchmarks.killing [--kills 200] [--people 3]

Writes into the empty, migrated database of the environment, and prints what came of it as JSON.
"""

from __future__ import annotations

import http.client
import json
import random
import sys
from dataclasses import dataclass
from typing import Any

from benchmarks.lives import TOKEN, Person, main, one_life


@dataclass(kw_only=True)
class Author(Person):
    """Somebody who types in one application, and believes what the server answers."""

    application: int
    cookie: str
    edition: int = 0
    sent: int = 0
    kept: int = 0

    def act(self, connection: http.client.HTTPConnection, chance: random.Random) -> None:
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
        authors.append(
            Author(address=address, application=application.pk, cookie=cookie_of(person))
        )
    return authors


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


if __name__ == "__main__":
    sys.exit(main(__doc__, survive, kills=200, people=3))
