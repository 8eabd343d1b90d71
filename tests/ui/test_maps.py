from __future__ import annotations

import json
from typing import Any

import pytest
from django.template import Context, Template

from ensemblier.ui.components import maps


def square(west: float, south: float, side: float) -> dict[str, Any]:
    east, north = west + side, south + side
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def draw(*features: dict[str, Any], **props: Any) -> dict[str, Any]:
    return maps.area_map(features, label="Carte", **props)


def test_shapes_fill_the_frame_north_up() -> None:
    shape = draw({"name": "A", "geometry": square(0, 0, 1)}, height="l")["shapes"][0]

    assert shape["path"] == "M74 876L926 876L926 24L74 24L74 876Z"
    assert shape["center"] == (500.0, 450.0)


def test_longitudes_shrink_away_from_the_equator() -> None:
    projection = maps.projection_of([(4, 60), (5, 60.5)], (1000, 1000))
    west, _ = projection.point((4, 60.25))
    east, _ = projection.point((5, 60.25))
    _, north = projection.point((4, 60.5))
    _, south = projection.point((4, 60))

    assert round((east - west) / (2 * (south - north)), 2) == 0.5


def test_browser_can_read_coordinates_back_to_the_meter() -> None:
    projection = maps.projection_of([(4.05, 44.09), (4.14, 44.18)], (1000, 650))
    x, y = projection.point((4.0987654, 44.1234567))

    longitude = projection.west + (x - projection.left) / (projection.cosine * projection.scale)
    latitude = projection.north - (y - projection.top) / projection.scale
    assert abs(longitude - 4.0987654) < 0.00001
    assert abs(latitude - 44.1234567) < 0.00001


def test_context_is_drawn_behind_and_has_no_number() -> None:
    shapes = draw(
        {"name": "Quartier", "geometry": square(0.2, 0.2, 0.1)},
        {"name": "Commune", "geometry": square(0, 0, 1), "tone": "context"},
        {"name": "Autre", "geometry": square(0.6, 0.6, 0.1)},
    )["shapes"]

    assert [(shape["name"], shape.get("number")) for shape in shapes] == [
        ("Commune", None),
        ("Quartier", 1),
        ("Autre", 2),
    ]


def test_several_parts_and_holes_are_one_shape() -> None:
    geometry = {
        "type": "MultiPolygon",
        "coordinates": [square(0, 0, 1)["coordinates"], square(2, 2, 1)["coordinates"]],
    }

    assert draw({"name": "A", "geometry": geometry})["shapes"][0]["path"].count("M") == 2


def test_lone_point_has_room_around_it() -> None:
    point = {"type": "Point", "coordinates": [4.1, 44.1]}

    assert draw({"name": "Ici", "geometry": point})["shapes"][0]["points"] == [(500.0, 325.0)]


def test_nothing_to_show_is_an_empty_frame() -> None:
    assert draw()["shapes"] == []


def test_lines_are_refused() -> None:
    with pytest.raises(ValueError, match="LineString"):
        draw({"name": "A", "geometry": {"type": "LineString", "coordinates": [[0, 0], [1, 1]]}})


def test_every_name_is_listed_and_approximate_shapes_say_so() -> None:
    features = [
        {"name": "Trescol", "geometry": square(0, 0, 1), "url": "/quartiers/trescol/"},
        {"name": "Bessèges", "geometry": square(2, 0, 1), "approximate": True},
    ]
    html = Template('{% area_map features label="Les quartiers" %}').render(
        Context({"features": features})
    )

    listed = html[html.index("<figcaption>") :]
    assert '<a href="/quartiers/trescol/">Trescol</a>' in listed
    assert "Bessèges <small>(forme approchée)</small>" in listed
    assert "Hachures" in listed
    assert html.count('class="map-hatch"') == 1
    data = html[html.index('type="application/json">') + 24 :].split("</script>")[0]
    assert json.loads(data)["tiles"] == ""
