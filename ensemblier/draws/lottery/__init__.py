"""The fairest lottery over panels that meet quotas, and its certificate. Knows no model.

The method and its guarantees are in `docs/rules/draw.md`.
"""

from ensemblier.draws.lottery.certificate import (
    certificate_of,
    file_of,
    fingerprint_of,
    new_code,
    with_outcome,
)
from ensemblier.draws.lottery.conflicts import conflict_of, relaxation_of
from ensemblier.draws.lottery.drawing import lottery_of
from ensemblier.draws.lottery.outcome import PANELS, Lottery, number_of
from ensemblier.draws.lottery.problem import (
    Change,
    InfeasibleQuotas,
    Limit,
    LimitKind,
    Problem,
    Quota,
    Relaxation,
)
from ensemblier.draws.lottery.reading import addresses_of, problem_of, read_pool, read_quotas

__all__ = [
    "PANELS",
    "Change",
    "InfeasibleQuotas",
    "Limit",
    "LimitKind",
    "Lottery",
    "Problem",
    "Quota",
    "Relaxation",
    "addresses_of",
    "certificate_of",
    "conflict_of",
    "file_of",
    "fingerprint_of",
    "lottery_of",
    "new_code",
    "number_of",
    "problem_of",
    "read_pool",
    "read_quotas",
    "relaxation_of",
    "with_outcome",
]
