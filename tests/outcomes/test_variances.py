"""Which lines must be explained."""

from decimal import Decimal

import pytest

from ensemblier.outcomes.variances import Compared


@pytest.mark.parametrize(
    ("planned", "actual", "far"),
    [
        (100_00, 100_00, False),
        (100_00, 120_00, False),
        (100_00, 120_01, True),
        (100_00, 79_99, True),
        (100_00, None, False),
        (100_00, 0, True),
        (0, 1, True),
        (0, 0, False),
        (0, None, False),
    ],
)
def test_a_line_is_far_beyond_the_threshold_of_the_call(planned, actual, far):
    assert Compared(planned, actual).is_far(20) is far


def test_the_actual_is_told_as_a_share_of_the_planned():
    assert Compared(300_00, 100_00).percent == Decimal("33.3")
    assert Compared(0, 100_00).percent is None
    assert Compared(300_00, None).percent is None
