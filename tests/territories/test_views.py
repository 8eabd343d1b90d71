import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ensemblier.core.spreadsheets import Sheet, read_grid, write_xlsx
from ensemblier.territories.enums import AreaKind, Generation, LinkKind
from ensemblier.territories.models import Area, AreaLink, Measure, Statistic, TerritoryImport
from tests import factories

pytestmark = pytest.mark.django_db
LIST = reverse("territories:list")


def page(name: str, *args: object) -> str:
    return reverse(f"territories:{name}", args=args)


def text_of(response) -> str:
    return response.content.decode().replace("&nbsp;", "\u00a0")


def upload(content: str | bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())


@pytest.fixture
def commune() -> Area:
    return factories.make_area(kind=AreaKind.COMMUNE, code="30007", name="Alès")


@pytest.fixture
def area(commune) -> Area:
    area = factories.make_area(code="QN03001I", name="Les Prés")
    AreaLink.objects.create(kind=LinkKind.PART_OF, source=area, target=commune)
    factories.make_perimeter(area)
    return area


@pytest.fixture
def place() -> Area:
    return factories.make_area(kind=AreaKind.OTHER, name="Bessèges")


READING = [("list",), ("locate",), ("import",), ("detail", "QN03001I"), ("export", "csv")]
WRITING = [
    ("create",),
    ("describe", "QN03001I"),
    ("add_statistic", "QN03001I"),
]


@pytest.mark.parametrize("target", [*READING, *WRITING])
def test_visitors_sign_in_and_outsiders_find_nothing(target, area, visitor_client, outsider_client):
    url = page(*target)

    assert visitor_client.get(url).url.startswith(reverse("account_login"))
    assert outsider_client.get(url).status_code == 404


@pytest.mark.parametrize("target", READING)
def test_readers_read(target, area, reader_client):
    assert reader_client.get(page(*target)).status_code == 200


@pytest.mark.parametrize("target", WRITING)
def test_readers_are_told_who_can_write(target, area, reader_client, editor_client):
    response = reader_client.get(page(*target))

    assert response.status_code == 403
    assert "droit d’écriture" in text_of(response)
    assert editor_client.get(page(*target)).status_code == 200


def test_the_list_shows_filters_and_maps(area, commune, reader_client):
    response = reader_client.get(LIST, {"q": "ales", "sorte": "qpv"})

    assert [row.area for row in response.context["rows"]] == [area]
    assert response.context["features"][0]["url"] == page("detail", "QN03001I")
    assert "1 territoire" in text_of(response)


@pytest.mark.parametrize(
    "query", ["q=%00", "departement=zz", "sorte=x", "page=9999", "q=" + "a" * 500]
)
def test_odd_filters_are_no_error(query, area, reader_client):
    assert reader_client.get(f"{LIST}?{query}").status_code == 200


def test_an_empty_list_says_what_to_do(reader_client, editor_client):
    assert "Aucun territoire pour l’instant" in text_of(reader_client.get(LIST))
    assert "Importer un fichier officiel" in text_of(editor_client.get(LIST))
    assert "Aucun territoire ne correspond" in text_of(reader_client.get(LIST, {"q": "x"}))


def test_the_list_costs_the_same_for_three_or_thirty(reader_client):
    def fill(count: int) -> None:
        for _rank in range(count):
            made = factories.make_area()
            factories.make_perimeter(made)
            factories.make_statistic(made, "population", 1)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            reader_client.get(LIST)
        return len(queries)

    fill(3)
    cost()
    before = cost()
    fill(30)
    assert cost() == before


def test_the_list_leaves_as_files(area, reader_client):
    table = read_grid(reader_client.get(page("export", "csv"), {"sorte": "qpv"}).content)
    assert table[1][:6] == [
        "QN03001I",
        "Les Prés",
        "quartier prioritaire (QPV)",
        "2024",
        "30007",
        "Alès",
    ]

    shapes = json.loads(reader_client.get(page("export", "geojson")).content)
    found = {f["properties"]["code"]: f["geometry"] for f in shapes["features"]}
    assert found == {"QN03001I": factories.square(4.08, 44.12), "30007": None}
    assert reader_client.get(page("export", "exe")).status_code == 404


def test_the_page_of_an_area_tells_figures_in_words(area, commune, reader_client):
    Measure.objects.create(code="poverty_rate", label="Taux de pauvreté", unit="%")
    factories.make_statistic(area, "poverty_rate", 46.6)
    factories.make_statistic(commune, "poverty_rate", 24)

    page_text = text_of(reader_client.get(page("detail", area.key)))

    assert "46,6\u00a0% des habitants vivaient sous le seuil de pauvreté" in page_text
    assert "contre 24\u00a0% à Alès." in page_text
    assert "Corriger" not in page_text


def test_an_unknown_area_is_not_found(reader_client):
    assert reader_client.get(page("detail", "QN99999X")).status_code == 404


def test_a_place_is_created_and_renamed(editor_client, area):
    response = editor_client.post(page("create"), {"name": "Bessèges", "source": "contrat"})
    place = Area.objects.get(kind=AreaKind.OTHER)
    assert response.url == page("detail", place.pk)

    editor_client.post(page("edit", place.pk), {"name": "Bessèges centre"})
    place.refresh_from_db()
    assert place.name == "Bessèges centre"
    assert editor_client.get(page("edit", area.key)).status_code == 404


def test_a_refused_place_keeps_what_was_typed(editor_client, place):
    response = editor_client.post(page("create"), {"name": "Bessèges", "source": "le contrat"})

    assert response.status_code == 200
    assert response.context["form"].errors == {"name": ["Un secteur sans code porte déjà ce nom."]}
    assert 'value="le contrat"' in text_of(response)


def test_the_three_sentences_are_written(editor_client, area):
    editor_client.post(page("describe", area.key), {"who_lives_here": "Des gens."})

    assert "Des gens." in text_of(editor_client.get(page("detail", area.key)))


def test_a_figure_is_added_corrected_and_removed(editor_client, area):
    given = {"new_label": "Jardins", "year": 2024, "value": "1 234,5", "source": "Ville"}
    editor_client.post(page("add_statistic", area.key), given)
    figure = Statistic.objects.get()
    assert (figure.measure.code, str(figure.value)) == ("jardins", "1234.5000")

    form = editor_client.get(page("edit_statistic", area.key, figure.pk))
    assert 'value="1234,5"' in text_of(form)
    changed = {"measure": figure.measure_id, "year": 2024, "value": "12", "source": "Ville"}
    editor_client.post(page("edit_statistic", area.key, figure.pk), changed)
    figure.refresh_from_db()
    assert figure.value == 12

    asked = editor_client.get(page("remove_statistic", area.key, figure.pk))
    assert asked.status_code == 200
    assert Statistic.objects.exists()
    editor_client.post(page("remove_statistic", area.key, figure.pk))
    assert not Statistic.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"value": "beaucoup"}, "value"),
        ({"value": "1" * 18}, "value"),
        ({"year": "20"}, "year"),
        ({"source": ""}, "source"),
        ({"new_label": ""}, "measure"),
    ],
)
def test_a_figure_that_cannot_be_is_said_beside_its_field(editor_client, area, changes, field):
    given = {"new_label": "Jardins", "year": 2024, "value": "3", "source": "Ville"} | changes

    response = editor_client.post(page("add_statistic", area.key), given)

    assert list(response.context["form"].errors) == [field]
    assert not Measure.objects.exists()


def test_figures_leave_as_a_file_that_can_be_imported(area, reader_client):
    factories.make_statistic(area, "population", 12)

    table = read_grid(reader_client.get(page("export_statistics", area.key, "csv")).content)

    assert table[1] == ["QN03001I", "2017", "population", "population", "12", "", "test", ""]


AREAS = "code_insee,nom\n30007,Alès (ville)\n30010,Anduze\nfaux,x\n"


def give(client, content: str, name: str = "communes.csv", **fields: object):
    given = {"kind": "areas", "source": "COG", "file": upload(content, name)} | fields
    return client.post(page("import"), given)


def test_a_file_is_seen_confirmed_and_undone(commune, editor_client):
    shown = editor_client.get(give(editor_client, AREAS).url)

    assert "Rien n’est encore écrit" in text_of(shown)
    assert "Alès (ville)" in text_of(shown)
    commune.refresh_from_db()
    assert commune.name == "Alès"
    done = TerritoryImport.objects.get()
    refused = read_grid(editor_client.get(page("import_refused", done.pk)).content)
    assert refused[1][2:] == ["faux", "x"]

    editor_client.post(page("import_apply", done.pk))
    commune.refresh_from_db()
    assert commune.name == "Alès (ville)"

    editor_client.post(page("import_undo", done.pk))
    commune.refresh_from_db()
    assert (commune.name, Area.objects.count()) == ("Alès", 1)
    assert "a été annulé" in text_of(editor_client.get(page("import_preview", done.pk)))


def test_a_preview_is_given_up(editor_client):
    give(editor_client, AREAS)

    response = editor_client.post(page("import_discard", TerritoryImport.objects.get().pk))

    assert response.url == page("import")
    assert not TerritoryImport.objects.exists()


def test_looking_never_writes(editor_client):
    give(editor_client, AREAS)
    pk = TerritoryImport.objects.get().pk

    for name in ("import_apply", "import_undo", "import_discard"):
        assert editor_client.get(page(name, pk)).status_code == 405


def test_a_reader_sees_an_import_and_cannot_confirm_it(editor_client, reader_client):
    give(editor_client, AREAS)
    pk = TerritoryImport.objects.get().pk

    assert "Confirmer l’import" not in text_of(reader_client.get(page("import_preview", pk)))
    assert reader_client.post(page("import_apply", pk)).status_code == 403
    assert give(reader_client, AREAS).status_code == 403
    assert not Area.objects.exists()


@pytest.mark.parametrize(
    ("kind", "content", "name", "sentence"),
    [
        ("perimeters", "[]", "a.geojson", "FeatureCollection"),
        ("perimeters", '{"type": "Feat', "a.geojson", "coupé"),
        ("perimeters", "a,b", "a.csv", "n’est pas accepté ici"),
        ("areas", "a,b\n1,2\n", "a.csv", "Aucune colonne de code"),
        ("statistics", "code_qp,tp60\nQP030001,1\n", "a.csv", "l’année"),
    ],
)
def test_a_wrong_file_is_said_beside_the_form(kind, content, name, sentence, editor_client):
    response = give(editor_client, content, name, kind=kind)

    assert response.status_code == 200
    assert sentence in str(response.context["form"].errors)
    assert not TerritoryImport.objects.exists()


def test_a_notice_of_columns_that_is_none_is_said(editor_client):
    response = give(
        editor_client, AREAS, kind="statistics", year=2013, meanings=upload("a,b\n1,2\n", "n.csv")
    )

    assert list(response.context["form"].errors) == ["meanings"]


def test_a_point_is_located(area, commune, reader_client):
    inside = reader_client.get(page("locate"), {"lat": "44,125", "lon": "4.085"})
    outside = reader_client.get(page("locate"), {"lat": "44,125", "lon": "4,07"})

    assert "dans le quartier prioritaire «\u00a0Les Prés\u00a0»" in text_of(inside)
    assert "est à 800\u00a0m" in text_of(outside)


def test_the_map_shows_the_point_in_a_neighbourhood_of_2015(reader_client):
    old = factories.make_area(code="QP030001", generation="2015")
    factories.make_perimeter(old)

    answer = reader_client.get(page("locate"), {"lat": "44,125", "lon": "4,085"})

    assert [feature["name"] for feature in answer.context["features"]] == [old.name, "le point"]


@pytest.mark.parametrize("query", ["lat=x&lon=4", "lat=&lon=", "lat=1e400&lon=4", "lat=%00&lon=3"])
def test_coordinates_that_are_none_are_said(query, reader_client):
    response = reader_client.get(f"{page('locate')}?{query}")

    assert response.status_code == 200
    assert response.context["point_form"].errors


@pytest.mark.parametrize("query", ["lat=0&lon=0", "lat=4&lon=44", "lat=999999999&lon=-999999999"])
def test_points_elsewhere_have_their_sentence(query, area, reader_client):
    response = reader_client.get(f"{page('locate')}?{query}")

    assert response.context["answer"].sentence in text_of(response)


def test_without_the_address_service_the_rest_holds(reader_client, settings, area):
    settings.ADDRESS_SERVICE_URL = ""
    assert "Par adresse" not in text_of(reader_client.get(page("locate")))

    settings.ADDRESS_SERVICE_URL = "http://127.0.0.1:9/search"
    response = reader_client.get(page("locate"), {"adresse": "1 rue Jaurès"})
    assert "ne répond pas" in text_of(response)
    assert "Par coordonnées" in text_of(response)


def test_a_file_of_points_comes_back_located(area, commune, reader_client):
    sent = upload("rue;lon;lat\nJaurès;4,085;44,125\nrien;;\n", "points.csv")

    response = reader_client.post(page("locate"), {"file": sent})

    assert response["Content-Disposition"] == 'attachment; filename="points-situe.csv"'
    rows = read_grid(response.content)
    assert rows[1][3:5] == ["QN03001I", "Les Prés"]
    assert rows[2][-1] == "coordonnées absentes ou illisibles"
    assert len(rows) == 3


def test_a_workbook_of_points_comes_back_as_one(area, reader_client):
    content = write_xlsx(Sheet("p", ["lon", "lat"], [[4.085, 44.125]]))

    response = reader_client.post(page("locate"), {"file": upload(content, "p.xlsx")})

    assert read_grid(response.content)[1][2] == "QN03001I"


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        ("a,b\n1,2\n", "p.csv", "lon et lat"),
        ("lon,lat\n", "p.exe", "n’est pas accepté ici"),
        ('lon,lat\n1,"2\n3,4\n', "p.csv", "guillemet"),
    ],
)
def test_a_bad_file_of_points_is_said_beside_its_field(content, name, sentence, reader_client):
    response = reader_client.post(page("locate"), {"file": upload(content, name)})

    assert sentence in str(response.context["points_form"].errors["file"])


def test_the_pages_cost_the_same_however_rich(area, commune, reader_client):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            reader_client.get(page("detail", area.key))
        return len(queries)

    factories.make_statistic(area, "population", 1, 2000)
    cost()
    before = cost()
    for rank in range(20):
        factories.make_statistic(area, f"m{rank}", 1, 2001)
        part = factories.make_area(generation=Generation.G2015)
        AreaLink.objects.create(kind=LinkKind.SUCCEEDS, source=area, target=part)
    assert cost() == before
