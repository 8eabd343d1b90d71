import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ensemblier.core.exceptions import InvalidInput
from ensemblier.core.spreadsheets import open_table
from ensemblier.territories.enums import LocationStatus
from ensemblier.territories.geometry import to_metres, to_shape
from ensemblier.territories.locating import Locator, Outline
from ensemblier.territories.points import ADDED, locate_table
from tests.factories import square


@pytest.fixture(scope="module")
def locator() -> Locator:
    def outline(code: str, geometry: dict, **fields: object) -> Outline:
        return Outline(1, code, f"Nom {code}", to_metres(to_shape(geometry)), **fields)

    return Locator(
        [
            outline("QN000001", square(4.08, 44.12), ancestors=("QP000001", "QP000002")),
            outline("QN000002", square(4.20, 44.12), is_approximate=True, borrowed_from="QP000003"),
        ],
        [outline("30007", square(4.0, 44.0, 0.2))],
    )


def located(locator: Locator, text: str) -> list[list[object]]:
    return list(locate_table(open_table(text.encode()), locator).rows)


def test_every_column_is_kept_and_ours_follow(locator):
    answer = locate_table(open_table(b"id,lon,lat,rue\n7,4.085,44.125,Jaur\xc3\xa8s\n"), locator)

    assert answer.columns == ["id", "lon", "lat", "rue", *ADDED]
    assert list(answer.rows) == [
        [
            "7", "4.085", "44.125", "Jaurès",
            "QN000001", "Nom QN000001", "QP000001 | QP000002",
            "30007", "Nom 30007", "", "", "dans le quartier",
        ]
    ]  # fmt: skip
    assert answer.counts == {LocationStatus.INSIDE: 1}


def test_decimal_commas_are_read_and_given_back(locator):
    row = located(locator, "Longitude;Latitude\n4,07;44,125\n")[0]

    assert row[:2] == ["4,07", "44,125"]
    assert row[7:] == ["800,3", "QN000001", "hors quartier prioritaire"]


def test_lambert93_columns(locator):
    assert located(locator, "x;y\n786 900;6 336 820\n")[0][2] == "QN000001"


def test_a_borrowed_perimeter_is_said_on_the_row(locator):
    assert located(locator, "lon,lat\n4.205,44.125\n")[0][-1] == (
        "dans le quartier (périmètre de 2015 QP000003)"
    )


def test_bad_rows_stay_with_their_reason(locator):
    rows = located(locator, "lat,lon,n\n,,1\nx,4,2\n4.1,44.1,3\n0,0,4\n44.125\n44.125,4.085,6,7\n")

    assert [row[-1] for row in rows] == [
        "coordonnées absentes ou illisibles",
        "coordonnées absentes ou illisibles",
        "longitude et latitude inversées",
        "hors de la France métropolitaine",
        "coordonnées absentes ou illisibles",
        "dans le quartier",
    ]
    assert {len(row) for row in rows} == {3 + len(ADDED)}


def test_a_column_of_ours_already_there_is_not_covered(locator):
    answer = locate_table(open_table(b"lon,lat,status\n4,44,x\n"), locator)

    assert answer.columns[-1] == "ensemblier_status"


def test_without_coordinates_the_columns_read_are_named(locator):
    with pytest.raises(InvalidInput, match=r"lon et lat.*Colonnes lues\u00a0: a, b"):
        locate_table(open_table(b"a,b\n1,2\n"), locator)


def test_progress_is_told_chunk_by_chunk(locator):
    told: list[int] = []
    table = open_table(b"lon,lat\n" + b"4.085,44.125\n" * 45_000)

    list(locate_table(table, locator, advance=told.append).rows)

    assert told == [20_000, 20_000, 5_000]


@given(
    st.sampled_from([b"", b"lon,lat\n", b"x;y;n\n", b"lat\tlon\n\xef", b"PK\x03\x04"]),
    st.binary(max_size=200) | st.text(max_size=80).map(str.encode),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_give_rows_or_one_sentence(locator, start, content):
    try:
        rows = list(locate_table(open_table(start + content), locator).rows)
    except InvalidInput as refusal:
        assert str(refusal)
    else:
        assert all(str(row[-1]) for row in rows)
