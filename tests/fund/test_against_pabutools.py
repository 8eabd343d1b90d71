"""The winners are those of the reference library, where somebody installed it.

`python -m benchmarks.peers.shares` makes its environment.
"""

from __future__ import annotations

import pytest

from benchmarks.peers import shares
from ensemblier.fund.voting import equal_shares, read_pabulib, write_pabulib
from tests.fund.elections import drawn_election

pytestmark = pytest.mark.skipif(
    not shares.is_installed(),
    reason="pabutools is absent: python -m benchmarks.peers.shares installs it",
)
RANDOM = 40


def ours(paths):
    return [equal_shares(read_pabulib(path.read_bytes())).ids for path in paths]


def theirs(paths):
    return [told["winners"] for told in shares.winners_of(paths)]


def test_the_same_winners_on_real_votes(shared):
    files = sorted((shared / "data" / "pabulib").glob("*.pb"))
    paths = [path for path in files if "2019" not in path.name]
    assert len(paths) == 2
    assert ours(paths) == theirs(paths)


@pytest.mark.parametrize("dearest", [8, 3_000])
def test_the_same_winners_on_drawn_votes(tmp_path, dearest):
    """With `dearest` 8 ties abound, with 3 000 there are hardly any."""
    paths = []
    for seed in range(RANDOM):
        election = drawn_election(
            seed, projects=3 + seed % 10, voters=5 + 2 * seed, budget=3 * dearest, dearest=dearest
        )
        paths.append(tmp_path / f"{seed}.pb")
        paths[-1].write_text(write_pabulib(election, {"rule": "equalshares"}), encoding="utf-8")
    assert ours(paths) == theirs(paths)
