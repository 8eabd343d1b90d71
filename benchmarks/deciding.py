"""Many processes decide at once on one envelope: never overspent, no update lost.

    python -m benchmarks.deciding [--processes 16] [--decisions 10000]

Writes into the empty, migrated database of the environment, and prints what came of it as JSON.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import sys
import time
from collections import Counter
from typing import Any

import django

APPLICATIONS = 48
PEOPLE = 4
REFUSALS = {
    "more than is left": "plus que ce qui reste dans l’enveloppe",
    "more than was asked": "plus que la demande",
    "changed meanwhile": "a changé ce montant entre-temps",
}


def prepare() -> tuple[int, list[int], list[int]]:
    """One envelope that holds a third of what is asked of it, and the people who decide."""
    from django.db.models import F, Sum

    from benchmarks.year import add_year, officers, small_contract
    from ensemblier.accounts.models import User
    from ensemblier.applications.models import Request
    from ensemblier.calls.models import Envelope

    editor = User.objects.create_user("equipe@essai.example", None, full_name="Équipe d’essai")
    contract = small_contract(editor)
    year = add_year(contract, by=editor, applications=APPLICATIONS, funders_count=1)
    people = [editor, *officers(year.funders * (PEOPLE - 1))]
    asked = Request.objects.filter(application__call=year.call)
    total = asked.aggregate(total=Sum("amount_cents"))["total"]
    envelope = Envelope.objects.get(call=year.call)
    Envelope.objects.filter(pk=envelope.pk).update(amount_cents=total // 3 + F("committed_cents"))
    return envelope.pk, list(asked.values_list("pk", flat=True)), [one.pk for one in people]


def decide(seed: int, count: int, requests: list[int], people: list[int]) -> dict[str, Any]:
    """What one process did: how many decisions of each outcome, and what nobody can explain."""
    from django.utils import timezone, translation

    from ensemblier.accounts.models import User
    from ensemblier.applications.models import Request
    from ensemblier.core.exceptions import Refused
    from ensemblier.funding.models import Award
    from ensemblier.funding.operations.amounts import set_granted

    chance, outcomes, unexplained = random.Random(seed), Counter[str](), []
    person = User.objects.get(pk=people[seed % len(people)])
    translation.activate("fr")
    for _turn in range(count):
        request = Request.objects.select_related("application__call").get(
            pk=chance.choice(requests)
        )
        held = Award.objects.filter(request=request).values_list("granted_cents", flat=True).first()
        try:
            set_granted(
                request=request,
                cents=drawn(chance, request.amount_cents),
                by=person,
                at=timezone.now(),
                # Half of the people say what they had read there before.
                seen=(held,) if chance.random() < 0.5 else (),
            )
            outcomes["granted"] += 1
        except Refused as refusal:
            why = reason(refusal)
            if why is None:
                unexplained.append(str(refusal))
            else:
                outcomes[why] += 1
        except Exception as error:
            unexplained.append(f"{type(error).__name__}: {error}")
    return {"outcomes": outcomes, "unexplained": unexplained}


def reason(refusal: Exception) -> str | None:
    """Which of the refusals that are expected here, by its sentence."""
    return next((name for name, words in REFUSALS.items() if words in str(refusal)), None)


def drawn(chance: random.Random, asked: int) -> int | None:
    """Mostly an amount that might do; sometimes nothing, sometimes more than was asked."""
    kind = chance.random()
    if kind < 0.2:
        return None
    return chance.randint(0, asked) if kind < 0.9 else asked + chance.randint(1, 100_000)


def faults(envelope_id: int) -> list[str]:
    """What does not hold once everybody has finished."""
    from django.db.models import Sum

    from ensemblier.audit.operations import first_broken_entry
    from ensemblier.calls.models import Envelope
    from ensemblier.funding.models import AmountEdit, Award

    found = []
    envelope = Envelope.objects.get(pk=envelope_id)
    awards = Award.objects.filter(envelope=envelope)
    granted = awards.aggregate(total=Sum("granted_cents"))["total"] or 0
    if granted != envelope.committed_cents:
        found.append(f"{granted} cents are granted, {envelope.committed_cents} are committed")
    if granted > envelope.amount_cents:
        found.append(f"{granted} cents are granted out of {envelope.amount_cents}")
    held = dict.fromkeys(awards.values_list("pk", flat=True))
    for edit in AmountEdit.objects.filter(field="granted", award__in=held).order_by("pk"):
        if edit.before != held[edit.award_id]:
            found.append(f"award {edit.award_id}: {edit.before} replaces {held[edit.award_id]}")
        held[edit.award_id] = edit.after
    for award in awards:
        if award.granted_cents != held[award.pk]:
            found.append(f"award {award.pk}: {award.granted_cents}, {held[award.pk]} was written")
    broken = first_broken_entry()
    return found if broken is None else [*found, f"the audit chain breaks at {broken}"]


def compete(processes: int, decisions: int) -> dict[str, Any]:
    from django.db import connection

    envelope, requests, people = prepare()
    # Nothing open is handed down to the processes.
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()
    share = decisions // processes
    start = time.perf_counter()
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        told = pool.starmap(decide, [(seed, share, requests, people) for seed in range(processes)])
    elapsed = time.perf_counter() - start
    outcomes = sum((one["outcomes"] for one in told), Counter[str]())
    unexplained = [error for one in told for error in one["unexplained"]]
    return {
        "processes": processes,
        "decisions": share * processes,
        "per_second": share * processes / elapsed,
        "granted": outcomes["granted"],
        "refused": {why: outcomes[why] for why in REFUSALS},
        "unexplained": unexplained,
        "faults": faults(envelope),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--processes", type=int, default=16)
    parser.add_argument("--decisions", type=int, default=10_000)
    asked = parser.parse_args()
    django.setup()
    told = compete(asked.processes, asked.decisions)
    print(json.dumps(told, ensure_ascii=False))
    return int(bool(told["faults"] or told["unexplained"]))


if __name__ == "__main__":
    sys.exit(main())
