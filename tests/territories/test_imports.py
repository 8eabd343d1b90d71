import datetime
import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ensemblier.core.exceptions import InvalidInput
from ensemblier.core.imports import Report
from ensemblier.territories.enums import AreaKind, Generation, LinkKind
from ensemblier.territories.imports import (
    IMPORTERS,
    ImportOptions,
    import_areas,
    import_perimeters,
    import_statistics,
)
from ensemblier.territories.imports.statistics import read_meanings
from ensemblier.territories.models import Area, AreaLink, Measure, Perimeter, Statistic
from tests import factories

pytestmark = pytest.mark.django_db


def links(kind: str = LinkKind.PART_OF) -> set[tuple[str, str]]:
    return set(AreaLink.objects.filter(kind=kind).values_list("source__code", "target__code"))


def collection(*features: dict) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def feature(geometry: object, **properties: object) -> dict:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def test_neighbourhoods_come_with_their_communes(options):
    content = (
        (
            "code_qp;lib_qp;insee_com;lib_com;epci\n"
            "QN03016M;La Grand-Combe;30051|30132;Branoux; La Grand-Combe;200066918\n"
        )
        .replace("Branoux; La", '"Branoux; La')
        .replace("Combe;2000", 'Combe";2000')
    )

    report = import_areas(content.encode(), options)

    assert Area.objects.get(kind=AreaKind.QPV).generation == Generation.G2024
    assert links() == {("QN03016M", "30051"), ("QN03016M", "30132")}
    assert [change.label for change in report.created] == [
        "territoire La Grand-Combe",
        "territoire Branoux",
        "lien entre territoires La Grand-Combe – fait partie de – Branoux",
        "territoire La Grand-Combe",
        "lien entre territoires La Grand-Combe – fait partie de – La Grand-Combe",
    ]
    assert report.notes == [
        "200066918 n’est pas encore connu\u00a0: son lien n’est pas enregistré. "
        "Importez d’abord la liste des communes."
    ]


def test_the_same_list_twice_changes_nothing(options):
    content = b"code_insee,nom\n30007,Al\xc3\xa8s\n7294,Saint-Brieuc\n"
    import_areas(content, options)

    report = import_areas(content, options)

    assert (report.created, report.updated, report.unchanged) == ([], [], 2)
    assert Area.objects.filter(code="07294").exists()


def test_a_corrected_name_is_reported_before_and_after(options):
    import_areas(b"code_insee,nom\n30007,Ales\n", options)

    report = import_areas("code_insee,nom\n30007,Alès\n".encode(), options)

    assert report.updated[0].fields == {"name": ["Ales", "Alès"]}
    assert Area.objects.get().search_text == "ales 30007"


def test_bad_rows_leave_the_good_ones_and_nothing_of_themselves(options):
    content = "code_qp,nom_qp,insee_com\nQN000001,Un,30007x\nQN000001,Un,\nzz,Deux,\nQN000002,,\n"

    report = import_areas(content.encode(), options)

    assert [(row.line, row.reason) for row in report.refused] == [
        (2, "«\u00a030007x\u00a0» n’est ni un code de quartier, ni un code INSEE, ni un SIREN."),
        (4, "«\u00a0zz\u00a0» n’est ni un code de quartier, ni un code INSEE, ni un SIREN."),
        (5, "Le nom manque."),
    ]
    assert list(Area.objects.values_list("code", flat=True)) == ["QN000001"]
    assert [change.line for change in report.created] == [3]


def test_a_file_without_code_or_name_gets_one_sentence(options):
    with pytest.raises(InvalidInput, match=r"Aucune colonne de code.*Colonnes lues\u00a0: a, b"):
        import_areas(b"a,b\n1,2\n", options)
    with pytest.raises(InvalidInput, match="Aucune colonne de nom"):
        import_areas(b"code_insee,b\n30007,2\n", options)


def test_real_lists_of_gard(shared, options):
    communes = import_areas(
        shared / "data/communes/communes_gard_2026.csv", replace(options, year=2026)
    )
    neighbourhoods = import_areas(shared / "data/qpv/qpv2024_gard.csv", options)

    assert (communes.refused, neighbourhoods.refused) == ([], [])
    assert Area.objects.filter(kind=AreaKind.COMMUNE).count() == 350
    assert Area.objects.filter(kind=AreaKind.QPV).count() == 17
    ales = Area.objects.get(code="30007")
    assert Statistic.objects.get(area=ales).value == 46125
    assert ("30007", "200066918") in links()
    assert {target for source, target in links() if source == "QN03016M"} == {
        "30051", "30132", "30307", "200066918",
    }  # fmt: skip
    assert neighbourhoods.mapping["communes"] == "insee_com"


def test_a_perimeter_creates_its_area_and_takes_its_first_day(options):
    content = collection(feature(factories.square(4, 44), CODE_QP="QP030001", nom_qp="Ici"))

    import_perimeters(content, options)

    perimeter = Perimeter.objects.get()
    assert (perimeter.area.code, perimeter.area.name) == ("QP030001", "Ici")
    assert (perimeter.dated, perimeter.source) == (datetime.date(2015, 1, 1), "INSEE")
    assert not perimeter.is_approximate


def test_same_shape_is_unchanged_another_is_another_date(options):
    area = factories.make_area(code="QN030001")
    one = collection(feature(factories.square(4, 44), code="QN030001"))
    other = collection(feature(factories.square(4, 44.001), code="QN030001"))
    import_perimeters(one, options)

    assert import_perimeters(one, options).unchanged == 1
    assert import_perimeters(one, replace(options, dated=datetime.date(2025, 1, 1))).unchanged == 1
    refused = import_perimeters(other, options).refused
    assert refused[0].reason == (
        f"Un autre tracé de {area} porte déjà la date du 01/01/2024. Un périmètre ne change "
        "pas\u00a0: donnez la date du nouveau."
    )
    import_perimeters(other, replace(options, dated=datetime.date(2025, 1, 1)))
    assert [str(p.dated) for p in area.perimeters.all()] == ["2025-01-01", "2024-01-01"]


def test_mended_and_converted_shapes_are_said(options):
    bow_tie = {"type": "Polygon", "coordinates": [[[4, 44], [4.1, 44.1], [4.1, 44], [4, 44.1]]]}

    report = import_perimeters(collection(feature(bow_tie, code="30007", nom="Alès")), options)

    assert report.notes == ["Alès\u00a0: tracé mal fermé ou croisé, réparé"]


def test_bad_features_leave_the_good_ones(options):
    content = collection(
        feature(None, code="30007", nom="Alès"),
        feature(factories.square(4, 44), code="30010", nom="Anduze"),
        feature(factories.square(4, 44), nom="Sans code"),
        "n’importe quoi",
        feature(factories.square(4, 44), code="30011"),
    )

    report = import_perimeters(content, options)

    assert [row.line for row in report.refused] == [1, 3, 4, 5]
    assert [p.area.code for p in Perimeter.objects.all()] == ["30010"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "vide"),
        (b'{"type": "FeatureCollection", "features": [', "coupé"),
        (b"[]", "FeatureCollection"),
        (b'{"type": "FeatureCollection", "features": []}', "aucun tracé"),
        (b'{"type": "FeatureCollection", "features": {}}', "FeatureCollection"),
        ('{"nom": "Alès"}'.encode("cp1252"), "UTF-8"),
        (b"[" * 100_000, "coupé"),
        (b"PK\x03\x04", "coupé"),
    ],
)
def test_what_is_no_geojson_gets_one_sentence(options, content, sentence):
    with pytest.raises(InvalidInput, match=sentence):
        import_perimeters(content, options)


def test_a_giant_is_refused_without_being_read(options, tmp_path):
    path = tmp_path / "a.geojson"
    with path.open("wb") as stream:
        stream.truncate(101 * 1024 * 1024)

    with pytest.raises(InvalidInput, match="trop gros"):
        import_perimeters(path, options)


def test_real_perimeters_of_the_pilot_territory(shared, options):
    import_areas(shared / "data/qpv/qpv2024_gard.csv", options)

    report = import_perimeters(
        shared / "data/qpv/pilote_5_polygones_2015_codes_2024.geojson", options
    )

    assert report.refused == []
    assert Perimeter.objects.count() == 5
    assert links(LinkKind.SUCCEEDS) >= {("QN03016M", "QP030016"), ("QN03016M", "QP030017")}
    assert ("QP030016", "30132") in links()


def test_a_successor_named_by_its_ancestor_is_created_until_the_list_comes(options):
    content = collection(
        feature(
            factories.square(4.0, 44.2), code_qp="QP030001", nom_qp="A", code_qp_2024="QN03001I"
        )
    )
    report = import_perimeters(content, options)

    assert links(LinkKind.SUCCEEDS) == {("QN03001I", "QP030001")}
    assert report.notes == [
        "QN03001I n’était pas connu\u00a0: il est créé sous le nom de QP030001. "
        "La liste officielle le corrigera."
    ]
    import_areas(b"code_qp,lib_qp\nQN03001I,Tamaris\n", options)
    assert Area.objects.get(code="QN03001I").name == "Tamaris"


def test_real_perimeters_of_occitanie_and_communes(shared, options):
    assert import_perimeters(shared / "data/qpv/qpv2015_occitanie.geojson", options).refused == []
    report = import_perimeters(
        shared / "data/communes/communes-30-gard_ign2018.geojson",
        replace(options, dated=datetime.date(2018, 1, 1)),
    )

    assert report.refused == []
    assert Perimeter.objects.filter(area__kind=AreaKind.QPV).count() == 105
    assert Perimeter.objects.filter(area__kind=AreaKind.COMMUNE).count() == 353


def test_figures_in_columns_with_their_meaning(options):
    factories.make_area(code="QP030001", generation=Generation.G2015)
    meanings = read_meanings(
        b"colonne,description\ndecuc_d1,Premier decile (en euros)\ntx_x,Part des x\n"
    )
    content = (
        "code_qp,nom_qp,nom_commune,pop_com,tp60,decuc_d1,tx_x\n"
        'QP030001,a,b,9,"46,6",1404,s\nQP030009,a,b,9,1,1,1\n'
    )

    report = import_statistics(content.encode(), replace(options, year=2013, meanings=meanings))

    found = Statistic.objects.values_list("measure__code", "value", "measure__unit", "year")
    assert set(found) == {
        ("poverty_rate", Decimal("46.6"), "%", 2013),
        ("decuc_d1", Decimal(1404), "EUR", 2013),
    }
    assert report.notes == [
        "La colonne pop_com parle de la commune\u00a0: laissée.",
        "1 valeurs absentes ou secrètes\u00a0: laissées vides.",
    ]
    assert [(row.line, row.reason) for row in report.refused] == [
        (3, "QP030009 n’est pas connu. Importez d’abord la liste des territoires.")
    ]


def test_a_notice_that_comes_later_names_what_bore_the_name_of_its_column(options):
    factories.make_area(code="QP030001", generation="2015")
    table, dated = b"code_qp,abc_bac\nQP030001,541\n", replace(options, year=2013)
    import_statistics(table, dated)

    import_statistics(table, replace(dated, meanings={"abc_bac": "Demandeurs, niveau bac"}))
    import_statistics(table, dated)

    assert Measure.objects.get(code="abc_bac").label == "Demandeurs, niveau bac"


def test_figures_in_rows(options):
    factories.make_area(kind=AreaKind.COMMUNE, code="30007")
    content = (
        "area_code,year,measure,value,unit,source,note\n"
        "30007,2020,population,44 633,habitants,RP,\n30007,an,population,1,,,\n"
    )

    report = import_statistics(content.encode(), options)

    assert list(Statistic.objects.values_list("value", "source")) == [(Decimal(44633), "RP")]
    assert report.refused[0].reason == "«\u00a0an\u00a0» n’est pas une année."


def test_a_corrected_figure_is_reported_and_the_same_is_not(options):
    area = factories.make_area(code="QP030001", generation=Generation.G2015)
    factories.make_statistic(area, "poverty_rate", 40, 2013)
    given = replace(options, year=2013, source="test")

    assert import_statistics(b"code_qp,tp60\nQP030001,40.0\n", given).unchanged == 1
    report = import_statistics(b"code_qp,tp60\nQP030001,46.6\n", given)

    assert report.updated[0].fields == {"value": ["40.0000", "46.6000"]}


def test_the_year_must_be_said(options):
    with pytest.raises(InvalidInput, match="l’année"):
        import_statistics(b"code_qp,tp60\nQP030001,40\n", options)


def test_a_refused_row_leaves_no_measure_behind(options):
    factories.make_area(code="QP030001", generation=Generation.G2015)
    content = b"code_qp,a,b\nQP030009,1,2\nQP030001,1,x\nQP030001,3,4\n"

    report = import_statistics(content, replace(options, year=2013))

    assert [row.line for row in report.refused] == [2, 3]
    assert set(Measure.objects.values_list("code", flat=True)) == {"a", "b"}
    assert set(Statistic.objects.values_list("value", flat=True)) == {3, 4}


def test_real_indicators_of_occitanie(shared, options):
    import_perimeters(shared / "data/qpv/qpv2015_occitanie.geojson", options)
    meanings = read_meanings(shared / "data/qpv/qpv2015_occitanie_colonnes.csv")

    report = import_statistics(
        shared / "data/qpv/qpv2015_occitanie_indicateurs.csv",
        replace(options, year=2013, meanings=meanings),
    )

    assert report.refused == []
    figures = Statistic.objects.filter(area__code="QP030001")
    assert figures.get(measure__code="poverty_rate").value == Decimal("46.6")
    assert figures.get(measure__code="median_income").value == 12827
    assert Measure.objects.get(code="tx_et_empl").unit == "%"


HEADERS = [
    b"",
    b"code_qp,nom_qp,insee_com,epci,code_qp_2015,tp60,annee\n",
    b"code;nom;population;valid_from;measure;value;year\nQN000001;a;",
    b'{"type": "FeatureCollection", "features": [',
    b'{"type": "FeatureCollection", "features": [{"properties": {"code": "30007"}, "geometry": ',
    b"PK\x03\x04",
]


@given(
    st.sampled_from(sorted(IMPORTERS)),
    st.sampled_from(HEADERS),
    st.binary(max_size=200) | st.text(max_size=100).map(str.encode),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_bytes_give_a_report_or_one_sentence(kind, start, content):
    options = ImportOptions(today=datetime.date(2026, 3, 2), year=2020)
    try:
        report = IMPORTERS[kind](start + content, options)
    except InvalidInput as refusal:
        assert str(refusal)
    else:
        assert Report.from_dict(json.loads(json.dumps(report.as_dict()))) == report
