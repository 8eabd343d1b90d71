"""The matrix goes out to a spreadsheet and comes back, compared before anything is written."""

from __future__ import annotations

import html
import io
import re
import zipfile
from typing import NamedTuple

import pytest
import python_calamine
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from ensemblier.audit.models import Entry
from ensemblier.core.exceptions import InvalidInput
from ensemblier.files.models import StoredFile
from ensemblier.funding.imports import cents_of
from ensemblier.funding.models import Award, MatrixImport
from ensemblier.funding.operations.amounts import set_proposed
from tests import factories
from tests.conftest import client_of
from tests.factories import programming as make
from tests.funding.worlds import World

KEYS, FIRST = 1, 4


@pytest.fixture
def world(contract):
    return World(contract)


@pytest.fixture
def officer(world):
    return make.make_officer(world.region)


@pytest.fixture
def client(officer):
    return client_of(officer)


def text_of(response):
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(plain).replace("\u202f", " ").split())


class Formula(NamedTuple):
    """What a person types, and what the spreadsheet shows for it."""

    text: str
    shown: object


class Book:
    """The workbook as a person's spreadsheet holds it: sheets of values, changed and saved."""

    def __init__(self, content):
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        self.sheets = {
            name: [list(row) for row in book.get_sheet_by_name(name).to_python(False)]
            for name in book.sheet_names
        }

    @property
    def table(self):
        return self.sheets["Tableau"]

    def place(self, application, funder, name):
        column = self.table[KEYS].index(f"{funder.pk}:{name}")
        line = next(
            at for at, row in enumerate(self.table) if row and row[0] == application.reference
        )
        return line, column

    def read(self, application, funder, name):
        line, column = self.place(application, funder, name)
        return self.table[line][column]

    def write(self, application, funder, name, value):
        line, column = self.place(application, funder, name)
        self.table[line][column] = value

    def saved(self, merge=None):
        content = io.BytesIO()
        with xlsxwriter.Workbook(content) as workbook:
            for name, rows in self.sheets.items():
                page = workbook.add_worksheet(name)
                for at, row in enumerate(rows):
                    for place, value in enumerate(row):
                        if isinstance(value, Formula):
                            page.write_formula(at, place, value.text, None, value.shown)
                        else:
                            page.write(at, place, value)
            if merge:
                top, left, _bottom, _right = merge
                workbook.get_worksheet_by_name("Tableau").merge_range(*merge, self.table[top][left])
        return content.getvalue()


def downloaded(client, world):
    response = client.get(world.address("export"))
    assert response.status_code == 200
    return Book(response.content)


def sent(client, world, content, name="tableau.xlsx"):
    upload = SimpleUploadedFile(name, content if isinstance(content, bytes) else content.saved())
    return client.post(world.address("workbook"), {"file": upload}, follow=True)


def apply(client, world):
    prepared = MatrixImport.objects.get()
    return client.post(world.address("compare", prepared.pk), {"action": "apply"}, follow=True)


def test_it_goes_out_with_the_layout_of_the_page(world, client):
    world.award(world.first, world.state, proposed_cents=2_000_50)
    table = downloaded(client, world).table
    assert table[0][0] == "Appel 2027"
    assert table[3] == [
        *("référence", "dossier", "porteur", "objectif", "quartier", "état"),
        *("demandé", "proposé", "accordé") * 3,
    ]
    assert table[FIRST] == [
        *(world.first.reference, "Chorale", "Les amis : Chorale", "1.1 Objectif 1", "Les Prés"),
        *("en instruction", 4000.01, 2000.5, 0, 3000, 2000.5, "", 1000.01, "", ""),
    ]
    assert table[FIRST + 2][6:] == [8000.02, 2000.5, 0, 6000, 2000.5, 0, 2000.02, 0, 0]
    assert table[FIRST + 3][1] == "Enveloppes"
    assert table[FIRST + 4][11] == 10_000


def test_only_ones_own_cells_are_unlocked(world, client):
    content = client.get(world.address("export")).content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        styles = archive.read("xl/styles.xml").decode()
        assert 'state="hidden"' in archive.read("xl/workbook.xml").decode()
    assert "<sheetProtection" in sheet
    looks = re.findall(r"<xf [^>]*?(?:/>|>.*?</xf>)", styles.split("<cellXfs")[1])
    unlocked = {str(at) for at, look in enumerate(looks) if 'locked="0"' in look}
    cells = {
        ref for ref, look in re.findall(r'<c r="([A-Z]+\d+)" s="(\d+)"', sheet) if look in unlocked
    }
    assert cells == {"N5", "O5", "N6", "O6"}


def test_a_filter_narrows_what_goes_out(world, client):
    response = client.get(world.address("export"), {"q": "chorale"})
    references = [row[0] for row in Book(response.content).table[FIRST:]]
    assert references == [world.first.reference, "", "", ""]


def test_nothing_is_written_before_it_is_confirmed(world, client):
    book = downloaded(client, world)
    book.write(world.first, world.region, "proposed", 900.5)
    text = text_of(sent(client, world, book))
    assert "1 montant à changer" in text
    assert f"{world.first.reference}, Région, proposé – 900,50 €" in text
    assert not Award.objects.exists()
    assert not StoredFile.objects.exists()
    text = text_of(apply(client, world))
    assert "Les montants du fichier sont écrits." in text
    assert Award.objects.get().proposed_cents == 900_50
    entry = Entry.objects.filter(action="funding.set_amounts").get()
    assert entry.summary.startswith("Tableau «\u00a0tableau.xlsx\u00a0»\u00a0: ")


def test_an_untouched_file_changes_nothing(world, client):
    world.award(world.first, world.region, proposed_cents=10_00)
    text = text_of(sent(client, world, downloaded(client, world)))
    assert "Les montants du fichier sont déjà ceux du tableau." in text


def test_each_bad_cell_has_its_reason_and_the_good_ones_are_kept(world, client):
    lonely = make.make_application(world.call, title="Seul", state="in_appraisal")
    make.make_request(lonely, world.state)
    book = downloaded(client, world)
    book.write(world.first, world.region, "proposed", 1000.02)
    book.write(world.second, world.region, "proposed", "mille")
    book.write(world.second, world.region, "granted", 500)
    book.write(world.first, world.state, "proposed", 5)
    book.write(world.second, world.state, "asked", 1)
    book.write(lonely, world.region, "proposed", 7)
    text = text_of(sent(client, world, book))
    assert "1 montant à changer" in text
    assert "5 cases refusées" in text
    for reason in (
        "1 000,02 €, c’est plus que la demande : 1 000,01 €.",
        "« mille » n’est pas un montant.",
        "Cette colonne est celle de « État »",
        "Le montant demandé ne se change pas ici.",
        "Rien n’est demandé à ce financeur dans ce dossier.",
    ):
        assert reason in text
    apply(client, world)
    assert list(Award.objects.values_list("request", "granted_cents")) == [
        (world.request(world.second, world.region).pk, 500_00)
    ]
    prepared = MatrixImport.objects.get()
    refused = client.get(world.address("refused_cells", prepared.pk)).content.decode("utf-8-sig")
    assert refused.splitlines()[0] == "ligne,raison,cellule"
    assert len(refused.splitlines()) == 6


def test_formulas_give_their_result_or_a_reason(world, client):
    world.award(world.second, world.region, proposed_cents=300_00)
    book = downloaded(client, world)
    book.write(world.first, world.region, "proposed", Formula("=SUM(A1:A9)/3", 333.33333333333331))
    book.write(world.second, world.region, "proposed", Formula("=1/0", "#DIV/0!"))
    book.write(world.second, world.region, "granted", Formula("=1000/4", 250))
    text = text_of(sent(client, world, book))
    assert "1 montant à changer" in text
    assert "« 333.3333333333333 » a plus de deux chiffres après la virgule" in text
    assert "« #DIV/0! » n’est pas un montant." in text
    apply(client, world)
    awards = Award.objects.values_list("proposed_cents", "granted_cents")
    assert list(awards) == [(300_00, 250_00)]


def test_what_another_changed_since_is_not_overwritten(world, client, editor):
    book = downloaded(client, world)
    for application, cents in ((world.first, 100_00), (world.second, 200_00)):
        set_proposed(
            request=world.request(application, world.region),
            cents=cents,
            by=editor,
            at=timezone.now(),
        )
    book.write(world.first, world.region, "proposed", 300)
    text = text_of(sent(client, world, book))
    assert "Emma Écriture a changé ce montant entre-temps : il vaut 100 €." in text
    assert "Un montant a changé ici depuis" in text
    amounts = sorted(Award.objects.values_list("proposed_cents", flat=True))
    assert amounts == [100_00, 200_00]


def test_what_changed_between_comparison_and_confirmation_is_refused_then(world, client, editor):
    book = downloaded(client, world)
    book.write(world.first, world.region, "proposed", 300)
    book.write(world.second, world.region, "proposed", 400)
    sent(client, world, book)
    set_proposed(
        request=world.request(world.first, world.region), cents=1, by=editor, at=timezone.now()
    )
    text = text_of(apply(client, world))
    assert "1 montant changé" in text
    assert "a changé ce montant entre-temps" in text
    assert sorted(Award.objects.values_list("proposed_cents", flat=True)) == [1, 400_00]


def test_the_whole_file_is_taken_back(world, client):
    book = downloaded(client, world)
    book.write(world.first, world.region, "granted", 300)
    book.write(world.second, world.region, "proposed", 400)
    sent(client, world, book)
    apply(client, world)
    prepared = MatrixImport.objects.get()
    page = world.address("compare", prepared.pk)
    text = text_of(client.post(page, {"action": "undo"}, follow=True))
    assert "Les montants sont comme avant." in text
    assert set(Award.objects.values_list("proposed_cents", "granted_cents")) == {(None, None)}
    text = text_of(client.post(page, {"action": "undo"}, follow=True))
    assert "il est déjà annulé" in text


def test_an_emptied_cell_takes_the_amount_back(world, client):
    world.award(world.first, world.region, proposed_cents=10_00)
    book = downloaded(client, world)
    book.write(world.first, world.region, "proposed", "")
    sent(client, world, book)
    apply(client, world)
    assert Award.objects.get().proposed_cents is None


def test_it_can_be_discarded(world, client):
    sent(client, world, downloaded(client, world))
    page = world.address("compare", MatrixImport.objects.get().pk)
    response = client.post(page, {"action": "discard"}, follow=True)
    assert "aucun montant n’a changé" in text_of(response)
    assert not MatrixImport.objects.exists()
    assert client.get(page).status_code == 404


def test_rows_moved_about_find_their_place_by_their_reference(world, client):
    book = downloaded(client, world)
    book.write(world.first, world.region, "proposed", 300)
    table = book.table
    table[FIRST], table[FIRST + 1] = table[FIRST + 1], table[FIRST]
    table.insert(FIRST + 1, [])
    table.append(["2099-9999"])
    table.append([world.second.reference])
    text = text_of(sent(client, world, book))
    assert "1 montant à changer" in text
    assert "Aucun dossier de cet appel n’a cette référence." in text
    assert "Ce dossier est déjà plus haut dans le fichier." in text


def test_a_table_taken_to_pieces_is_still_read_whole(world, client):
    world.award(world.first, world.region, proposed_cents=10_00)
    book = downloaded(client, world)
    book.write(world.first, world.region, "proposed", 20)
    # Headings gone, a title above, a column of one's own, another name, the origin spoilt.
    del book.table[KEYS + 1 : FIRST]
    book.table.insert(0, ["Pour la réunion"])
    book.sheets = {
        "Notes": [],
        "Pour moi": [["", *row] for row in book.table],
        "Origine": [row[:1] for row in book.sheets["Origine"]],
    }
    text = text_of(sent(client, world, book))
    assert "1 montant à changer" in text
    assert "0 cases refusées" in text
    prepared = MatrixImport.objects.get()
    assert [change.label for change in prepared.parsed_report.updated] == [
        f"{world.first.reference}, Région, proposé"
    ]


def test_a_line_is_told_by_its_number_in_the_file(world, client):
    book = downloaded(client, world)
    line, _column = book.place(world.first, world.region, "proposed")
    book.write(world.first, world.region, "proposed", "mille")
    book.table.insert(0, [])
    sent(client, world, book)
    [refused] = MatrixImport.objects.get().parsed_report.refused
    assert refused.line == line + 2


def test_what_a_merge_hides_is_not_taken_for_an_empty_cell(world, client):
    world.award(world.first, world.region, proposed_cents=10_00)
    world.award(world.second, world.region, proposed_cents=20_00)
    book = downloaded(client, world)
    line, column = book.place(world.first, world.region, "proposed")
    merged = book.saved(merge=(line, column, line + 1, column))
    text = text_of(sent(client, world, merged))
    assert "0 montants à changer" in text
    assert "Cette case est fusionnée avec une autre : défaites la fusion." in text


def test_the_matrix_of_another_call_is_refused(world, client, contract):
    other = make.make_call(contract)
    make.make_envelope(other, world.region)
    book = downloaded(client, world)
    book.table[KEYS][0] = f"ensemblier:{other.pk}"
    assert "Ce fichier est le tableau d’un autre appel." in text_of(sent(client, world, book))


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("liste.xlsx", None, "Ce fichier n’est pas un tableau sorti d’ici"),
        ("photo.xlsx", b"\x89PNG\r\n\x1a\n" + b"0" * 200, "mais le contenu est d’une autre sorte."),
        ("tableau.csv", b"a;b\n1;2\n", "Un fichier « .csv » n’est pas accepté ici."),
    ],
)
def test_what_is_no_matrix_is_refused_with_a_sentence(world, client, name, content, sentence):
    response = sent(client, world, content or _book({"Liste": [["a", "b"], [1, 2]]}), name)
    assert sentence in text_of(response)
    assert not MatrixImport.objects.exists()


def _book(sheets):
    book = Book.__new__(Book)
    book.sheets = sheets
    return book


def test_a_file_without_its_origin_is_compared_with_the_present(world, client):
    book = downloaded(client, world)
    del book.sheets["Origine"]
    book.write(world.first, world.region, "proposed", 300)
    assert "1 montant à changer" in text_of(sent(client, world, book))


def test_an_origin_that_lost_its_columns_is_compared_with_the_present(world, client):
    book = downloaded(client, world)
    book.sheets["Origine"] = [[row[0]] for row in book.sheets["Origine"]]
    book.write(world.first, world.region, "proposed", 300)
    assert "1 montant à changer" in text_of(sent(client, world, book))


def test_readers_take_it_and_do_not_send_it(world, reader_client):
    book = downloaded(reader_client, world)
    assert "Déposer" not in text_of(reader_client.get(world.address("workbook")))
    assert sent(reader_client, world, book).status_code == 403


def test_the_file_of_another_is_not_known(world, client, editor_client):
    sent(client, world, downloaded(client, world))
    prepared = MatrixImport.objects.get()
    for name in ("compare", "refused_cells"):
        assert editor_client.get(world.address(name, prepared.pk)).status_code == 404


def test_titles_are_never_formulas(world, client):
    world.add("=1+1", world.nodes[0], [])
    assert "=1+1" in [row[1] for row in downloaded(client, world).table]


@pytest.mark.parametrize(
    ("text", "cents"),
    [("", None), ("1234.5", 1234_50), ("0.30000000000000004", 30), ("1 234,50 €", 1234_50)],
)
def test_figures_of_a_spreadsheet(text, cents):
    assert cents_of(text) == cents


@pytest.mark.parametrize("text", ["1666.6666666666667", "1.234", "12,3.4", "#REF!"])
def test_figures_that_are_no_amount(text):
    with pytest.raises(InvalidInput):
        cents_of(text)


def test_an_outsider_of_the_call_takes_nothing(world):
    client = client_of(factories.make_user())
    for name in ("export", "workbook"):
        assert client.get(world.address(name)).status_code == 404
