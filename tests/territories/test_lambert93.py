import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ensemblier.territories.lambert93 import BOUNDS, to_lambert93, to_wgs84

# Computed with PROJ 9 (EPSG:4326 to EPSG:2154).
KNOWN = [
    ((3, 46.5), (700000.0000, 6600000.0000)),
    ((4.0833, 44.1333), (786681.4591, 6337738.4573)),
    ((-4.4861, 48.3904), (146632.9785, 6836262.3267)),
    ((7.7521, 48.5734), (1050362.6954, 6840899.6472)),
    ((9.45, 42.7), (1228546.0453, 6199420.6440)),
    ((2.3522, 48.8566), (652469.0227, 6862035.2594)),
    ((-9.5, 41.2), (-347497.9837, 6093936.6255)),
    ((10.2, 51.4), (1201768.7888, 7167968.3581)),
]


@pytest.mark.parametrize(("degrees", "metres"), KNOWN)
def test_known_points_to_a_tenth_of_a_millimetre(degrees, metres):
    assert np.round(to_lambert93(*degrees), 4).tolist() == pytest.approx(metres, abs=1e-4)
    assert list(to_wgs84(*metres)) == pytest.approx(degrees, abs=1e-9)


@given(st.floats(BOUNDS[0], BOUNDS[2]), st.floats(BOUNDS[1], BOUNDS[3]))
def test_there_and_back_is_the_same_place(lon, lat):
    assert list(to_wgs84(*to_lambert93(lon, lat))) == pytest.approx([lon, lat], abs=1e-11)


def test_arrays_go_through_at_once():
    degrees = np.array([pair for pair, _metres in KNOWN])
    metres = np.array([pair for _degrees, pair in KNOWN])

    assert np.abs(np.column_stack(to_lambert93(*degrees.T)) - metres).max() < 1e-4
