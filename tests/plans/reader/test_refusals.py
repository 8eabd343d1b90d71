"""A file that is not a plan gets one sentence a person can act on."""

from __future__ import annotations

import base64
import io
import zipfile

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from ensemblier.plans.reader import ParsedPlan, UnreadableDocument, read_plan
from ensemblier.plans.reader.documents import opening

from .writing import as_docx, as_pdf, as_xlsx

NOT_A_PLAN = (
    "Ce fichier ne ressemble pas à un plan\u00a0: aucun axe, objectif ou action n’y a été trouvé."
)
DAMAGED = "Ce fichier est abîmé ou incomplet\u00a0: il n’a pas pu être ouvert."
PROTECTED = "Ce fichier est protégé par un mot de passe\u00a0: enregistrez-le sans protection."
OTHER_FORMAT = (
    "Ce format n’est pas accepté\u00a0: enregistrez le plan en .txt, .md, .pdf, .docx, "
    ".xlsx ou .csv."
)
PLAN = "Axe 1 : Emploi\nAction 1.1 Former\nAxe 2 : Habitat\nAction 2.1 Isoler\n"


def refusal(content: bytes, name: str = "plan.txt") -> str:
    with pytest.raises(UnreadableDocument) as caught:
        read_plan(content, name)
    return str(caught.value)


OTHER_TEXTS = {
    "recipe": "Tarte aux pommes\n\nIngrédients\n- 3 pommes\n- 200 g de farine\n\nPréparation\n"
    "1. Étaler la pâte\n2. Couper les pommes\n3. Cuire 40 minutes\n\nDécoration\n- Sucre glace\n",
    "letter": "Madame,\n\nVoici le dossier de notre association pour les habitants.\n\n"
    "1. Les comptes sont joints.\n2. Le budget est équilibré.\n\nVeuillez agréer mes salutations.\n"
    "M. Durand\n",
    "prose": "Les habitants des quartiers demandent des services et des transports.\n" * 40,
    "Python": "# Load\nimport os\n\n## Save\ndef save(path):\n    - 1\n    * 2\n"
    "    return path\n# End\n",
    "one list": "- Soutenir les jeunes\n- Rénover le quartier\n- Former\n- Isoler\n- Animer\n",
    "magazine": "".join(
        f"## Le quartier en fête {n}\n\n{'Les habitants racontent leur année. ' * 30}\n\n"
        f"### Photos\n\n"
        f"{'Le centre social a ouvert ses portes. ' * 20}\n\n"
        for n in range(5)
    ),
}


@pytest.mark.parametrize("text", OTHER_TEXTS.values(), ids=OTHER_TEXTS.keys())
def test_texts_that_are_not_plans(text: str) -> None:
    assert refusal(text.encode()) == NOT_A_PLAN


def test_a_table_of_grants_is_not_a_plan() -> None:
    table = (
        "nomAttribuant;nomBeneficiaire;action;axe;montant\n"
        + "Ville;Club du quartier;Sport pour tous;Emploi;1500\n" * 5
    )
    assert refusal(table.encode(), "subventions.csv") == NOT_A_PLAN


def test_empty_and_blank_files() -> None:
    assert refusal(b"") == "Ce fichier est vide."
    assert refusal(b" \r\n\t\n") == "Ce fichier est vide."
    assert refusal(as_docx("\n\n"), "plan.docx") == "Ce fichier ne contient aucun texte."
    assert refusal(as_xlsx([[]]), "plan.xlsx") == "Ce fichier ne contient aucun texte."


def test_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MAX_BYTES", 1024 * 1024)
    assert refusal(b"Axe 1" * 300_000) == "Ce fichier dépasse la taille permise (1 Mo)."


def test_a_word_at_the_far_end_of_a_sheet_does_not_ask_for_all_the_memory() -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write(0, 0, "Axe 1")
        sheet.write(1_048_575, 16_383, "x")
    assert refusal(content.getvalue(), "plan.xlsx") == (
        "Ce document dépasse 20000 lignes\u00a0: ne gardez que les pages du plan."
    )


def test_too_long() -> None:
    assert refusal(b"Bonjour\n" * 30_000) == (
        "Ce document dépasse 20000 lignes\u00a0: ne gardez que les pages du plan."
    )


def test_a_bomb_is_not_unpacked() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (210 * 1024 * 1024))
    assert refusal(file.getvalue(), "plan.docx") == (
        "Une fois décompressé, ce fichier dépasse la taille permise."
    )


@pytest.mark.parametrize(
    ("content", "name"),
    [(as_pdf(PLAN), "plan.pdf"), (as_docx(PLAN), "plan.docx"), (as_xlsx([["Axe"]]), "plan.xlsx")],
    ids=["pdf", "docx", "xlsx"],
)
def test_truncated_files(content: bytes, name: str) -> None:
    assert refusal(content[: len(content) // 2], name) == DAMAGED


ENCRYPTED_PDF = base64.b64decode(
    """
    JVBERi0xLjMKJeLjz9MKMSAwIG9iago8PAovUHJvZHVjZXIgPGY0Yjc1MDJmOTQ+Cj4+CmVuZG9iagoyIDAgb2JqCj
    w8Ci9UeXBlIC9QYWdlcwovQ291bnQgMQovS2lkcyBbIDQgMCBSIF0KPj4KZW5kb2JqCjMgMCBvYmoKPDwKL1R5cGUg
    L0NhdGFsb2cKL1BhZ2VzIDIgMCBSCj4+CmVuZG9iago0IDAgb2JqCjw8Ci9UeXBlIC9QYWdlCi9SZXNvdXJjZXMgPD
    wKPj4KL01lZGlhQm94IFsgMC4wIDAuMCA3MiA3MiBdCi9QYXJlbnQgMiAwIFIKPj4KZW5kb2JqCjUgMCBvYmoKPDwK
    L1YgMQovUiAyCi9MZW5ndGggNDAKL1AgNDI5NDk2NzI5MgovRmlsdGVyIC9TdGFuZGFyZAovTyA8ZTVhOGQyNjg3Ym
    Q5ZDBjZmY5NDZiN2FjNTVmNTEwODFkY2YwZDExNjU1NGM0YmZjYjBhNWU0NDZmNjllYTQ4YT4KL1UgPDZhNGZiNzIz
    YjMxMDA0OWU2MGE5ODFiZGU2YmY1ZGUyMDkxMzk0NWEyMzdhODRjN2E4YjMyZDAyNjg1MjZmY2I+Cj4+CmVuZG9iag
    p4cmVmCjAgNgowMDAwMDAwMDAwIDY1NTM1IGYgCjAwMDAwMDAwMTUgMDAwMDAgbiAKMDAwMDAwMDA1OSAwMDAwMCBu
    IAowMDAwMDAwMTE4IDAwMDAwIG4gCjAwMDAwMDAxNjcgMDAwMDAgbiAKMDAwMDAwMDI1OSAwMDAwMCBuIAp0cmFpbG
    VyCjw8Ci9TaXplIDYKL1Jvb3QgMyAwIFIKL0luZm8gMSAwIFIKL0lEIFsgPDhmZDkwMGU0Zjk0ZDYyNzA0MWFmMjA0
    ZmQ1NWE5NzgxPiA8OGZkOTAwZTRmOTRkNjI3MDQxYWYyMDRmZDU1YTk3ODE+IF0KL0VuY3J5cHQgNSAwIFIKPj4Kc3
    RhcnR4cmVmCjQ3MwolJUVPRgo=
    """
)


def test_protected_files() -> None:
    office = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le")
    )
    assert refusal(ENCRYPTED_PDF, "plan.pdf") == PROTECTED
    assert refusal(office, "plan.docx") == PROTECTED


def test_a_scan_has_no_text() -> None:
    drawing = as_pdf("", "#rect(width: 5cm, height: 5cm, fill: red)")
    assert refusal(drawing, "plan.pdf") == (
        "Ce PDF ne contient que des images\u00a0: il faut un PDF dont le texte peut se copier."
    )


def test_other_formats_name_those_accepted() -> None:
    open_document = io.BytesIO()
    with zipfile.ZipFile(open_document, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    old_word = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    for content, name in [
        (open_document.getvalue(), "plan.odt"),
        (old_word, "plan.doc"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "plan.png"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 50, "plan.pdf"),
        (b"{\\rtf1 Axe 1}", "plan.rtf"),
    ]:
        assert refusal(content, name) == OTHER_FORMAT


def test_garbled_text() -> None:
    assert refusal(bytes(range(1, 32)) * 50) == (
        "Le texte de ce fichier est illisible\u00a0: enregistrez-le en UTF-8 et réessayez."
    )


def test_the_content_is_believed_not_the_extension() -> None:
    expected = [n.title for n in read_plan(PLAN.encode(), "plan.txt").nodes]
    assert [n.title for n in read_plan(as_docx(PLAN), "plan.pdf").nodes] == expected
    assert [n.title for n in read_plan(as_pdf(PLAN), "plan.docx").nodes] == expected
    assert [n.title for n in read_plan(PLAN.encode(), "plan.xlsx").nodes] == expected


def reads_or_refuses(content: bytes, name: str) -> None:
    try:
        plan = read_plan(content, name)
    except UnreadableDocument as sentence:
        assert "\n" not in str(sentence) and str(sentence).endswith(".")
        return
    assert ParsedPlan.from_dict(plan.as_dict()) == plan
    seen: dict[str | None, int] = {None: -1}
    for node in plan.nodes:
        assert node.id not in seen and node.title
        assert seen[node.parent] < node.level
        seen[node.id] = node.level
    assert [level.count for level in plan.levels] == [
        sum(n.level == at for n in plan.nodes) for at in range(len(plan.levels))
    ]


NAMES = st.sampled_from(["p.txt", "p.md", "p.pdf", "p.docx", "p.xlsx", "p.csv", "p.doc", "p"])
PIECES = st.sampled_from(
    [
        "Axe 1 :",
        "Axe 2 –",
        "Objectif 1.1",
        "Action n°3 :",
        "1.1",
        "1.1.1.a",
        "I.",
        "II.",
        "A.",
        "b)",
        "2)",
        "-",
        "•",
        "  -",
        "#",
        "##",
        "cf. 1.1",
        "(HAP)",
        "Indicateurs",
        "Cahier des charges :",
        "Actions prioritaires",
        "3 actions",
        "2 axes et 4 objectifs",
        "Emploi",
        "Rénover les logements",
        "EMPLOI",
        "de",
        "(",
        ")",
        "“",
        ";",
        ",",
        "",
        "",
        "........ 4",
        "12",
        "Thématique :",
        "DISPOSITIF NPNRU",
    ]
)
ENDS = st.sampled_from([" ", "\n", "\n\n", "\f", "\t", ""])


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), NAMES)
def test_any_bytes_are_read_or_refused(content: bytes, name: str) -> None:
    reads_or_refuses(content, name)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(PIECES, ENDS), max_size=60), NAMES)
def test_any_arrangement_of_marks_is_read_or_refused(
    pieces: list[tuple[str, str]], name: str
) -> None:
    reads_or_refuses("".join(part for piece in pieces for part in piece).encode(), name)


@settings(max_examples=60, deadline=None)
@given(st.data(), st.sampled_from([as_pdf(PLAN), as_docx(PLAN), as_xlsx([["Axe", "Action"]] * 5)]))
def test_damaged_files_are_read_or_refused(data: st.DataObject, content: bytes) -> None:
    at = data.draw(st.integers(0, len(content) - 1))
    patch = data.draw(st.binary(max_size=20))
    reads_or_refuses(content[:at] + patch + content[at + len(patch) :], "plan.pdf")
