"""`ensemblier share_votes FILE.pb --rule equal-shares|greedy|majority`: what a vote funds."""

from __future__ import annotations

from argparse import ArgumentParser
from fractions import Fraction
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from ensemblier.core.commands import Command as BaseCommand
from ensemblier.core.exceptions import InvalidInput
from ensemblier.fund.voting import Election, Outcome, Rule, Verdict, decide, read_pabulib
from ensemblier.fund.voting.words import money, sentence_of


class Command(BaseCommand):
    help = "Says which projects a vote by approval funds, and why (file of the Pabulib format)."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.pb")
        parser.add_argument(
            "--rule", choices=[rule.value for rule in Rule], default=Rule.EQUAL_SHARES.value
        )
        parser.add_argument("--json", action="store_true", help="for a machine, on stdout")

    def handle(self, **options: Any) -> None:
        election = read_pabulib(_content(options["file"]))
        outcome = decide(election, Rule(options["rule"]))
        if options["json"]:
            self.write_json(as_json(outcome))
        else:
            self.stdout.write("\n".join(as_text(outcome)))


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InvalidInput(
            _("Le fichier «\u00a0%(name)s\u00a0» n’a pas pu être lu.") % {"name": path.name}
        ) from error


def as_json(outcome: Outcome) -> dict[str, Any]:
    """Amounts are in the currency of the file."""
    election = outcome.election
    return {
        "rule": outcome.rule.value,
        "winners": outcome.ids,
        "spent": _amount(outcome.spent, election),
        "budget": _amount(election.budget, election),
        "ballots": len(election.ballots),
        "share": None if outcome.share is None else _amount(outcome.share, election),
        "raised": outcome.raised,
        "explanations": {
            verdict.project.id: _explanation(verdict, election) for verdict in outcome.verdicts
        },
    }


def _explanation(verdict: Verdict, election: Election) -> dict[str, Any]:
    told: dict[str, Any] = {
        "funded": verdict.funded,
        "reason": verdict.reason.value,
        "supporters": verdict.votes,
        "cost": _amount(verdict.project.cost, election),
    }
    if verdict.price is not None:
        told["price"] = _amount(verdict.price, election)
        told["paid_the_price"] = verdict.paying
        told["paid_all_they_had"] = verdict.emptied
    if verdict.supporters_left is not None:
        told["supporters_left"] = _amount(verdict.supporters_left, election)
    if verdict.left_over is not None:
        told["left_over"] = _amount(verdict.left_over, election)
    return {**told, "text": sentence_of(verdict, election.unit)}


def _amount(value: Fraction | int, election: Election) -> int | float:
    amount = Fraction(value) / election.unit
    return amount.numerator if amount.denominator == 1 else float(amount)


def as_text(outcome: Outcome) -> list[str]:
    election = outcome.election
    lines = [
        _("%(spent)s dépensés sur %(budget)s, pour %(count)s projets.")
        % {
            "spent": money(outcome.spent, election.unit),
            "budget": money(election.budget, election.unit),
            "count": len(outcome.winners),
        }
    ]
    for verdict in sorted(outcome.verdicts, key=lambda one: not one.funded):
        sign = "✓" if verdict.funded else "–"
        name = " ".join(verdict.project.name.split())
        lines += ["", f"{sign} {verdict.project.id} {name}".rstrip()]
        lines += [f"  {sentence_of(verdict, election.unit)}"]
    return lines
