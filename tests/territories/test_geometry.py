import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ensemblier.core.exceptions import InvalidInput
from ensemblier.territories.geometry import (
    is_same_shape,
    read_shape,
    to_shape,
)
from ensemblier.territories.lambert93 import to_lambert93
from tests.factories import square

BOW_TIE = {
    "type": "Polygon",
    "coordinates": [[[4, 44], [4.1, 44.1], [4.1, 44], [4, 44.1], [4, 44]]],
}


def test_a_sound_shape_is_kept_as_it_is():
    read = read_shape(square(4.08, 44.12))

    assert is_same_shape(read.geometry, square(4.08, 44.12))
    assert read.notes == []


def test_crossed_rings_are_mended_and_said():
    read = read_shape(BOW_TIE)

    assert read.geometry["type"] == "MultiPolygon"
    assert to_shape(read.geometry).is_valid
    assert read.notes == ["tracé mal fermé ou croisé, réparé"]


def test_a_ring_left_open_is_closed():
    opened = square(4.08, 44.12)
    opened["coordinates"][0].pop()

    assert is_same_shape(read_shape(opened).geometry, square(4.08, 44.12))


def test_lambert93_is_seen_and_converted():
    ring = square(4.08, 44.12)["coordinates"][0]
    metres = [list(map(float, to_lambert93(*place))) for place in ring]

    read = read_shape({"type": "Polygon", "coordinates": [metres]})

    assert is_same_shape(read.geometry, square(4.08, 44.12))
    assert read.notes == ["coordonnées Lambert-93 converties en WGS 84"]


def test_a_third_coordinate_is_left_aside():
    flat = square(4.08, 44.12)
    tall = {
        "type": "Polygon",
        "coordinates": [[[*place, 130.0] for place in flat["coordinates"][0]]],
    }

    assert read_shape(tall).geometry == read_shape(flat).geometry


def test_the_same_outline_may_start_elsewhere_and_turn_round():
    shape = square(4.08, 44.12)
    ring = shape["coordinates"][0]
    turned = {"type": "Polygon", "coordinates": [[*ring[2:-1], *ring[:3]][::-1]]}

    assert is_same_shape(shape, turned)
    assert not is_same_shape(shape, square(4.08, 44.12001))


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (None, "pas une surface"),
        ({"type": "Point", "coordinates": [4, 44]}, "pas une surface"),
        ({"type": "Polygon", "coordinates": []}, "pas une surface"),
        ({"type": "Polygon", "coordinates": [[[4, 44], [4, 45]]]}, "incomplètes"),
        ({"type": "Polygon", "coordinates": [[[4, 44], ["x", 45], [5, 44]]]}, "incomplètes"),
        ({"type": "Polygon", "coordinates": [[[4, 44], [4, math.nan], [5, 44]]]}, "incomplètes"),
        ({"type": "Polygon", "coordinates": [[[4, 44], [4, 10**400], [5, 44]]]}, "incomplètes"),
        ({"type": "Polygon", "coordinates": [[[4, 44], [4, 45], [4, 46]]]}, "aucune surface"),
        ({"type": "Polygon", "coordinates": [[[1e6, 5e6], [2e6, 5e6], [2e6, 4e6]]]}, "ni en"),
        ({"type": "Polygon", "coordinates": [[[44, 4], [44.1, 4], [44.1, 4.1]]]}, "inversées"),
    ],
)
def test_what_is_no_shape_is_said(raw, sentence):
    with pytest.raises(InvalidInput, match=sentence):
        read_shape(raw)


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(st.sampled_from(["type", "coordinates", "x"]), inner, max_size=3)
    ),
    max_leaves=20,
)
coordinates = st.lists(
    st.lists(
        st.lists(st.floats(-200, 200) | st.sampled_from([4.0, 44.0]), min_size=1, max_size=3),
        max_size=7,
    ),
    max_size=3,
)


@given(
    json_values
    | st.fixed_dictionaries(
        {"type": st.sampled_from(["Polygon", "MultiPolygon"]), "coordinates": coordinates}
    )
)
def test_anything_gives_a_valid_shape_or_a_sentence(raw):
    try:
        read = read_shape(raw)
    except InvalidInput as refusal:
        assert str(refusal)
    else:
        assert to_shape(json.loads(json.dumps(read.geometry))).area > 0
