"""Run by the environment of pabutools: the winners of Pabulib files under our very rule."""

import json
import sys
import time

from pabutools.election import Cost_Sat, parse_pabulib
from pabutools.rules import greedy_utilitarian_welfare, method_of_equal_shares
from pabutools.tiebreaking import TieBreakingRule


def precedence(_instance, profile, project):
    return (-profile.approval_score(project), project.cost, project.name)


def winners_of(path):
    instance, profile = parse_pabulib(path)
    ties = TieBreakingRule(precedence)
    start = time.perf_counter()
    bought = method_of_equal_shares(
        instance, profile, sat_class=Cost_Sat, voter_budget_increment=1, tie_breaking=ties
    )
    completed = greedy_utilitarian_welfare(
        instance,
        profile,
        sat_class=Cost_Sat,
        tie_breaking=ties,
        initial_budget_allocation=bought,
    )
    seconds = time.perf_counter() - start
    return {"winners": [project.name for project in completed], "seconds": seconds}


for name in sys.argv[1:]:
    print(json.dumps(winners_of(name)), flush=True)
