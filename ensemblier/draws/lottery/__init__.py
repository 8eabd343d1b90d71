"""The fairest lottery over panels that meet quotas, and its certificate. Knows no model.

The method and its guarantees are in `docs/rules/draw.md`.
"""

from ensemblier.draws.lottery.alternates import Alternates, alternates_of, check_enough
from ensemblier.draws.lottery.calling import alternate_for
from ensemblier.draws.lottery.certificate import (
    certificate_of,
    file_of,
    fingerprint_of,
    new_code,
    with_outcome,
    with_sequel,
)
from ensemblier.draws.lottery.conflicts import conflict_of, relaxation_of
from ensemblier.draws.lottery.drawing import lottery_of
from ensemblier.draws.lottery.outcome import PANELS, Lottery, number_of
from ensemblier.draws.lottery.parts import Part, parts_of
from ensemblier.draws.lottery.problem import (
    Change,
    InfeasibleQuotas,
    Limit,
    LimitKind,
    Problem,
    Quota,
    Relaxation,
    check_column,
)
from ensemblier.draws.lottery.reading import addresses_of, problem_of, read_pool, read_quotas
from ensemblier.draws.lottery.sequel import (
    Sequel,
    replacement_lottery,
)
from ensemblier.draws.lottery.stratified import Estimate, stratified_chances

__all__ = [
    "PANELS",
    "Alternates",
    "Change",
    "Estimate",
    "InfeasibleQuotas",
    "Limit",
    "LimitKind",
    "Lottery",
    "Part",
    "Problem",
    "Quota",
    "Relaxation",
    "Sequel",
    "addresses_of",
    "alternate_for",
    "alternates_of",
    "certificate_of",
    "check_column",
    "check_enough",
    "conflict_of",
    "file_of",
    "fingerprint_of",
    "lottery_of",
    "new_code",
    "number_of",
    "parts_of",
    "problem_of",
    "read_pool",
    "read_quotas",
    "relaxation_of",
    "replacement_lottery",
    "stratified_chances",
    "with_outcome",
    "with_sequel",
]
