"""Run inside the environment of sortition-algorithms: its maximin on a problem read from stdin.

With --exact its tolerances (5e-4 on chances, 1e-4 in its solver) become those of ours, so that
the optimum itself can be compared; without, it runs as it is delivered, to be timed.
"""

import json
import sys
import time

from sortition_algorithms.committee_generation import common, maximin, solver
from sortition_algorithms.features import read_in_features
from sortition_algorithms.people import read_in_people
from sortition_algorithms.settings import Settings


def make_exact():
    common.EPS = maximin.EPS = 1e-8
    plain = solver.HighsSolver.__init__

    def exact(self, *args, **options):
        plain(self, *args, **{**options, "mip_gap": 0.0})
        self._h.setOptionValue("mip_abs_gap", 1e-9)

    solver.HighsSolver.__init__ = exact


def main():
    if "--exact" in sys.argv:
        make_exact()
    asked = json.load(sys.stdin)
    features, *_names = read_in_features(
        ["feature", "value", "min", "max"], asked["quotas"], asked["seats"]
    )
    settings = Settings(id_column="id", columns_to_keep=["address"])
    columns = ["id", "address", *features]
    people, _report = read_in_people(columns, asked["people"], features, settings)
    addresses = ["address"] if asked["same_address"] else []
    started = time.perf_counter()
    committees, shares, _report = maximin.find_distribution_maximin(
        features, people, asked["seats"], addresses, "highspy"
    )
    seconds = time.perf_counter() - started
    chances = dict.fromkeys((person["id"] for person in asked["people"]), 0.0)
    for committee, share in zip(committees, shares, strict=True):
        for person in committee:
            chances[person] += share
    print(json.dumps({"seconds": seconds, "chances": list(chances.values())}))


main()
