import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ensemblier.territories.enums import AreaKind, Generation, LinkKind, LocationStatus
from ensemblier.territories.models import Area, AreaLink, Measure, Perimeter
from ensemblier.territories.queries import (
    AreaFilters,
    area_card,
    area_rows,
    areas_map,
    find_area,
    locate_point,
    perimeter_in_force,
)
from ensemblier.territories.queries.areas import row_of
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 3, 2)


def link(source: Area, target: Area, kind: str = LinkKind.PART_OF, **fields) -> AreaLink:
    return AreaLink.objects.create(source=source, target=target, kind=kind, **fields)


@pytest.fixture
def ales() -> Area:
    return factories.make_area(kind=AreaKind.COMMUNE, code="30007", name="Alès")


@pytest.fixture
def epci(ales) -> Area:
    epci = factories.make_area(kind=AreaKind.EPCI, code="200066918", name="Alès Agglomération")
    link(ales, epci)
    return epci


@pytest.fixture
def old() -> Area:
    return factories.make_area(code="QP030001", name="Ancien", generation=Generation.G2015)


@pytest.fixture
def new(ales, old) -> Area:
    new = factories.make_area(code="QN03001I", name="Nouveau")
    link(new, ales)
    link(new, old, LinkKind.SUCCEEDS, share=Decimal(1))
    return new


def measure(code: str, label: str, unit: str) -> None:
    Measure.objects.create(code=code, label=label, unit=unit)


def test_the_card_knows_where_the_area_is_and_comes_from(new, old, ales, epci):
    card = area_card(new, TODAY)

    assert (card.communes, card.epcis) == ([ales], [epci])
    assert [kin.area for kin in card.ancestors] == [old]
    assert [kin.area for kin in area_card(old, TODAY).successors] == [new]
    assert area_card(ales, TODAY).parts == [new]


def test_figures_are_told_beside_the_communes_and_never_invented(new, ales, epci):
    measure("poverty_rate", "Taux de pauvreté", "%")
    factories.make_statistic(new, "poverty_rate", 46.6, 2017)
    factories.make_statistic(new, "poverty_rate", 40, 2013)
    factories.make_statistic(ales, "poverty_rate", 24, 2017)
    factories.make_statistic(ales, "poverty_rate", 99, 2019)

    figure = area_card(new, TODAY).figures[0]

    assert figure.sentence == (
        "En 2017, 46,6\u00a0% des habitants vivaient sous le seuil de pauvreté, "
        "contre 24\u00a0% à Alès."
    )
    assert figure.missing == [epci]
    assert [(bar["label"], bar["display"], bar["here"]) for bar in figure.bars] == [
        ("Nouveau (2017)", "46,6\u00a0%", True),
        ("Alès (2017)", "24\u00a0%", False),
    ]


def test_a_figure_of_another_year_says_its_year(new, ales, epci):
    measure("population", "Habitants", "habitants")
    factories.make_statistic(new, "population", 14621, 2013)
    factories.make_statistic(ales, "population", 46125, 2026)

    figure = area_card(new, TODAY).figures[0]

    assert figure.sentence == (
        "En 2013, 14\u202f621\u00a0habitants vivaient ici, "
        "pour 46\u202f125\u00a0habitants à Alès en 2026."
    )


def test_without_figures_of_its_own_each_ancestor_is_told_apart(new, old, ales):
    second = factories.make_area(code="QP030002", name="Autre", generation=Generation.G2015)
    link(new, second, LinkKind.SUCCEEDS)
    measure("poverty_rate", "Taux de pauvreté", "%")
    factories.make_statistic(old, "poverty_rate", 46, 2013)
    factories.make_statistic(second, "poverty_rate", 49, 2013)

    sentences = [figure.sentence for figure in area_card(new, TODAY).figures]

    assert sentences == [
        "En 2013, dans l’ancien périmètre «\u00a0Ancien\u00a0», "
        "46\u00a0% des habitants vivaient sous le seuil de pauvreté.",
        "En 2013, dans l’ancien périmètre «\u00a0Autre\u00a0», "
        "49\u00a0% des habitants vivaient sous le seuil de pauvreté.",
    ]


def test_several_communes_are_each_shown(new, ales):
    salles = factories.make_area(kind=AreaKind.COMMUNE, code="30307", name="Les Salles-du-Gardon")
    link(new, salles)
    measure("poverty_rate", "Taux de pauvreté", "%")
    for area, value in ((new, 46), (ales, 24), (salles, 18)):
        factories.make_statistic(area, "poverty_rate", value, 2017)

    assert (
        area_card(new, TODAY)
        .figures[0]
        .sentence.endswith(", contre 24\u00a0% à Alès et 18\u00a0% aux Salles-du-Gardon.")
    )


def test_a_borrowed_shape_is_said(new, old):
    assert area_card(new, TODAY).shape_sentence == (
        "Le périmètre de ce territoire n’est pas connu ici."
    )
    factories.make_perimeter(old)

    card = area_card(new, TODAY)

    assert card.perimeter is None
    assert card.is_approximate
    assert "celui de 2015 (QP030001)" in card.shape_sentence
    assert [feature["approximate"] for feature in card.features] == [True]


def test_the_exact_shape_in_force_wins():
    def drawn(day: int, is_approximate: bool = False) -> Perimeter:
        return Perimeter(dated=datetime.date(2026, 3, day), is_approximate=is_approximate)

    first, second, later, rough = drawn(1), drawn(2), drawn(3), drawn(2, True)

    assert perimeter_in_force([second, first, later, rough], TODAY) is second
    assert perimeter_in_force([rough], TODAY) is rough
    assert perimeter_in_force([later], TODAY) is None


def test_the_card_costs_the_same_however_rich(new, old, ales, epci):
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            card = area_card(new, TODAY)
            _ = [figure.sentence for figure in card.figures], card.features
        return len(queries)

    before = cost()
    for rank in range(5):
        other = factories.make_area(kind=AreaKind.COMMUNE)
        link(new, other)
        link(other, epci)
        factories.make_perimeter(other)
        for code in ("population", "poverty_rate", f"m{rank}"):
            factories.make_statistic(new, code, rank, 2010 + rank)
            factories.make_statistic(other, code, rank, 2010 + rank)
    assert cost() == before == 4


def test_the_list_filters_by_kind_generation_department_and_words(new, old, ales, epci):
    corsica = factories.make_area(kind=AreaKind.COMMUNE, code="2A004", name="Ajaccio")

    def codes(**filters: str) -> list[str]:
        return sorted(area.code for area in area_rows(AreaFilters(**filters)))

    assert codes() == sorted(["QN03001I", "QP030001", "30007", "200066918", "2A004"])
    assert codes(kind="qpv", generation="2024") == ["QN03001I"]
    assert codes(department="30") == ["30007", "QN03001I", "QP030001"]
    assert codes(department="2a") == [corsica.code]
    assert codes(words="ales") == ["200066918", "30007", "QN03001I"]
    assert codes(words="alès nulle part") == []


def test_the_list_costs_the_same_for_three_or_thirty():
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            _ = [row_of(area) for area in area_rows(AreaFilters())]
        return len(queries)

    for _rank in range(3):
        link(factories.make_area(), factories.make_area(kind=AreaKind.COMMUNE))
    before = cost()
    for _rank in range(30):
        link(factories.make_area(), factories.make_area(kind=AreaKind.COMMUNE))
    assert cost() == before


def test_maps_leave_out_what_is_not_drawn(new, old, ales):
    factories.make_perimeter(old)

    assert [(f["name"], f["approximate"]) for f in areas_map([new, ales, old], TODAY)] == [
        ("Nouveau", True),
        ("Ancien", False),
    ]


def test_an_area_is_found_by_code_or_number(new):
    other = factories.make_area(kind=AreaKind.OTHER)

    assert find_area("QN03001I") == new
    assert find_area(str(other.pk)) == other
    assert find_area(str(new.pk)) is None
    assert [find_area(key) for key in ("", "x", "9" * 40, "\0", "²")] == [None] * 5


def test_a_point_is_told_with_its_ancestors_and_commune(new, old, ales):
    factories.make_perimeter(new)
    factories.make_perimeter(ales, geometry=factories.square(4.0, 44.0, 0.3))

    inside = locate_point(4.085, 44.125, TODAY)
    outside = locate_point(4.07, 44.125, TODAY)

    assert (inside.qpv, inside.ancestors, inside.commune) == (new, [old], ales)
    assert inside.caution == ""
    assert (outside.qpv, outside.nearest, outside.commune) == (None, new, ales)
    assert outside.sentence == (
        "Ce point n’est pas dans un quartier prioritaire. "
        "Le plus proche, «\u00a0Nouveau\u00a0», est à 800\u00a0m."
    )


def test_an_ancestor_stands_in_and_that_is_said(new, old):
    factories.make_perimeter(old)

    found = locate_point(4.085, 44.125, TODAY)

    assert (found.qpv, found.borrowed_from, found.is_approximate) == (new, "QP030001", True)
    assert "celui de 2015 (QP030001)" in found.caution


def test_the_locator_follows_what_changes(new, old):
    assert locate_point(4.085, 44.125, TODAY).status == LocationStatus.UNKNOWN
    factories.make_perimeter(new)
    assert locate_point(4.085, 44.125, TODAY).qpv == new
    Area.objects.filter(pk=new.pk).update(valid_to=datetime.date(2026, 1, 1))
    assert locate_point(4.085, 44.125, TODAY).status == LocationStatus.UNKNOWN
    assert locate_point(4.085, 44.125, datetime.date(2025, 12, 31)).qpv == new


def test_exact_limits_of_ancestors_come_before_an_approximate_drawing(new, old):
    drawing = factories.square(4.2, 44.2)
    factories.make_perimeter(new, geometry=drawing, is_approximate=True)
    assert locate_point(4.205, 44.205, TODAY).qpv == new
    factories.make_perimeter(old)

    assert locate_point(4.085, 44.125, TODAY).borrowed_from == "QP030001"
    assert "celui de 2015 (QP030001)" in area_card(new, TODAY).shape_sentence
    assert locate_point(4.205, 44.205, TODAY).qpv is None


def test_an_approximate_drawing_stays_while_an_ancestor_is_not_drawn(new, old):
    unknown = factories.make_area(code="QP030002", generation=Generation.G2015)
    link(new, unknown, LinkKind.SUCCEEDS)
    drawing = factories.square(4.2, 44.2)
    factories.make_perimeter(new, geometry=drawing, is_approximate=True)
    factories.make_perimeter(old)

    assert locate_point(4.205, 44.205, TODAY).qpv == new


def test_a_neighbourhood_of_2015_answers_while_nothing_tells_what_became_of_it(old):
    factories.make_perimeter(old)

    found = locate_point(4.085, 44.125, TODAY)

    assert (found.status, found.qpv, found.ancestors) == (LocationStatus.FORMER, old, [])
    assert found.sentence == "Ce point est dans «\u00a0Ancien\u00a0», quartier prioritaire de 2015."
    assert found.caution == (
        "Réponse indicative\u00a0: seul le périmètre de 2015 est connu ici. "
        "Ce que ce quartier est devenu en 2024 ne l’est pas."
    )


def test_a_neighbourhood_of_2015_gives_way_to_a_perimeter_of_today_that_meets_it(old):
    factories.make_perimeter(old)
    factories.make_perimeter(geometry=factories.square(4.085, 44.125))

    assert locate_point(4.082, 44.122, TODAY).status == LocationStatus.OUTSIDE


def test_other_places_are_not_answers():
    factories.make_perimeter(factories.make_area(kind=AreaKind.OTHER))

    assert locate_point(4.085, 44.125, TODAY).status == LocationStatus.UNKNOWN
