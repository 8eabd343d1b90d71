import json

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from ensemblier.territories.enums import LocationStatus
from ensemblier.territories.geometry import read_shape, to_metres, to_shape
from ensemblier.territories.lambert93 import to_lambert93
from ensemblier.territories.locating import NOWHERE, Locator, Outline
from tests.factories import square


def outline(geometry, code="QN000001", **fields) -> Outline:
    return Outline(1, code, code, to_metres(to_shape(geometry)), **fields)


def codes(locator, lon, lat) -> list[str]:
    found = locator.locate_many(lon, lat).qpv
    return [locator.qpvs[place].code if place != NOWHERE else "" for place in found]


@pytest.fixture
def locator() -> Locator:
    return Locator(
        [outline(square(4.08, 44.12), "QN000001"), outline(square(4.10, 44.12), "QN000002")],
        [outline(square(4.0, 44.0, 0.2), "30007")],
    )


def test_inside_and_outside(locator):
    located = locator.locate_many([4.085, 4.105, 4.0], [44.125, 44.125, 44.125])

    assert located.status.tolist() == [0, 0, 1]
    assert located.qpv.tolist() == [0, 1, NOWHERE]
    assert np.isnan(located.distance).tolist() == [True, True, False]
    assert located.nearest.tolist() == [NOWHERE, NOWHERE, 0]
    assert located.commune.tolist() == [0, 0, 0]


def test_a_point_on_the_limit_is_inside_at_corners_and_along_long_edges():
    wide = Locator([outline(square(4.0, 44.0, 0.5))])
    west = np.linspace(4.0, 4.5, 101)

    for lat in (44.0, 44.5):
        assert wide.locate_many(west, np.full(101, lat)).status.tolist() == [0] * 101
    for lon in (4.0, 4.5):
        south = np.linspace(44.0, 44.5, 101)
        assert wide.locate_many(np.full(101, lon), south).status.tolist() == [0] * 101


def test_two_centimetres_outside_is_outside():
    one = Locator([outline(square(4.08, 44.12))])

    assert one.locate_many(4.08 - 2.5e-7, 44.125).status.tolist() == [LocationStatus.OUTSIDE]


def test_metres_and_degrees_say_the_same(locator):
    lon, lat = np.array([4.085, 4.0951, 4.2]), np.array([44.125, 44.1, 44.3])
    x, y = to_lambert93(lon, lat)

    by_degrees, by_metres = locator.locate_many(lon, lat), locator.locate_metres(x, y)

    assert by_degrees.qpv.tolist() == by_metres.qpv.tolist()
    np.testing.assert_allclose(by_degrees.distance, by_metres.distance, atol=1e-6)


def test_where_perimeters_overlap_the_exact_then_the_smallest_wins():
    exact_wide = outline(square(4.0, 44.0, 0.1), "QN000001")
    exact_small = outline(square(4.02, 44.02, 0.02), "QN000009")
    drawn_tiny = outline(square(4.025, 44.025, 0.005), "QN000005", is_approximate=True)
    twin = outline(square(4.02, 44.02, 0.02), "QN000008")
    locator = Locator([drawn_tiny, exact_wide, exact_small, twin])

    located = locator.locate_many(4.026, 44.026)

    assert codes(locator, 4.026, 44.026) == ["QN000008"]
    assert located.others.tolist() == [3]
    assert codes(locator, 4.05, 44.05) == ["QN000001"]


@pytest.mark.parametrize(
    ("lon", "lat", "status"),
    [
        (np.nan, 44.1, LocationStatus.MISSING),
        (4.1, np.inf, LocationStatus.MISSING),
        (44.1, 4.1, LocationStatus.SWAPPED),
        (0, 0, LocationStatus.ELSEWHERE),
        (55.5, -21.1, LocationStatus.ELSEWHERE),
        (1e300, -1e300, LocationStatus.ELSEWHERE),
    ],
)
def test_absurd_coordinates_have_a_status(locator, lon, lat, status):
    located = locator.locate_many([lon, 4.085], [lat, 44.125])

    assert located.status.tolist() == [status, LocationStatus.INSIDE]
    assert located.qpv.tolist() == [NOWHERE, 0]
    assert np.isnan(located.distance).all()


def test_without_any_perimeter_that_is_what_is_said():
    located = Locator([]).locate_many([4.1, np.nan], [44.1, 44.1])

    assert located.status.tolist() == [LocationStatus.UNKNOWN, LocationStatus.MISSING]


def test_no_point_at_all():
    assert len(Locator([]).locate_many([], [])) == 0
    assert len(Locator([outline(square(4, 44))]).locate_many([], [])) == 0


def test_a_hole_is_outside_and_its_rim_is_a_limit():
    ring, hole = square(4.0, 44.0, 0.1), square(4.04, 44.04, 0.02)
    geometry = {"type": "Polygon", "coordinates": [*ring["coordinates"], *hole["coordinates"]]}
    holed = Locator([outline(geometry)])

    located = holed.locate_many([4.05, 4.04], [44.05, 44.05])

    assert located.status.tolist() == [LocationStatus.OUTSIDE, LocationStatus.INSIDE]
    assert 780 < located.distance[0] < 820


@given(
    st.lists(
        st.tuples(st.floats(allow_nan=True), st.floats(allow_nan=True))
        | st.tuples(st.floats(3.9, 4.3), st.floats(43.9, 44.3)),
        max_size=20,
    )
)
def test_any_floats_get_a_status(pairs):
    locator = Locator([outline(square(4.08, 44.12))])
    for ask in (locator.locate_many, locator.locate_metres):
        located = ask([pair[0] for pair in pairs], [pair[1] for pair in pairs])
        assert set(located.status.tolist()) <= set(LocationStatus.values)


@pytest.fixture
def occitanie(shared) -> list[Outline]:
    path = shared / "data/qpv/qpv2015_occitanie.geojson"
    features = json.loads(path.read_text())["features"]
    return [
        outline(read_shape(feature["geometry"]).geometry, feature["properties"]["code_qp"])
        for feature in features
    ]


def test_real_perimeters_agree_with_brute_force(occitanie):
    locator = Locator(occitanie)
    rng = np.random.default_rng(7)
    chosen = rng.choice(len(occitanie), 400)
    centres = np.array([occitanie[place].shape.centroid.coords[0] for place in chosen])
    x, y = (centres + rng.normal(0, 1200, centres.shape)).T
    points = shapely.points(x, y)

    located = locator.locate_metres(x, y)

    shapes = [one.shape for one in locator.qpvs]
    gaps = np.array([shapely.distance(shape.boundary, points) for shape in shapes])
    held = np.array([shapely.intersects(shape, points) for shape in shapes])
    inside = held.any(axis=0) | (gaps.min(axis=0) < 0.01)
    assert (located.status == LocationStatus.INSIDE).tolist() == inside.tolist()
    assert located.qpv[held.any(axis=0)].tolist() == held.argmax(axis=0)[held.any(axis=0)].tolist()
    np.testing.assert_allclose(
        located.distance[~inside], gaps.min(axis=0)[~inside], rtol=0, atol=1e-6
    )
    assert located.nearest[~inside].tolist() == gaps.argmin(axis=0)[~inside].tolist()


def test_many_points_go_in_blocks_and_come_back_in_order(occitanie):
    locator = Locator(occitanie)
    rng = np.random.default_rng(3)
    lon, lat = rng.uniform(3.9, 4.2, 120_000), rng.uniform(44.0, 44.3, 120_000)

    whole = locator.locate_many(lon, lat)
    some = rng.choice(120_000, 50)

    for place in some:
        alone = locator.locate_many(lon[place], lat[place])
        assert alone.qpv[0] == whole.qpv[place]
        np.testing.assert_equal(alone.distance[0], whole.distance[place])
