"""Plans by people who number, lay out and count in their own way."""

from __future__ import annotations

import io

import docx
import pytest
import typst
import xlsxwriter
from docx.shared import Pt

from ensemblier.plans.reader import UnreadableDocument, read_plan

from .writing import as_docx, as_xlsx, levels, read, saved, tree, unread

TABLE_TREE = [
    " Vivre mieux",
    "   Marcher et rouler",
    "     Tracer une voie cyclable",
    "     Prêter des vélos",
    "   Se soigner",
    "     Ouvrir un centre de santé",
    " Travailler ici",
    "   Se former",
    "     Créer une école de cuisine",
]
ROWS = [
    ("Vivre mieux", "Marcher et rouler", "Tracer une voie cyclable"),
    ("", "", "Prêter des vélos"),
    ("", "Se soigner", "Ouvrir un centre de santé"),
    ("Travailler ici", "Se former", "Créer une école de cuisine"),
]


def bare(lines: list[str]) -> list[str]:
    return [line[: len(line) - len(line.lstrip())] + line.strip() for line in lines]


def test_initials_before_numbers() -> None:
    plan = read(
        "Défi n°1 : Habiter\n\nOS1.1 – Rénover les logements\nOO1.1.1 – Isoler les façades\n"
        "OO1.1.2 – Changer les fenêtres\n\nOS1.2 – Accueillir\nOO1.2.1 – Ouvrir une pension\n\n"
        "Défi n°2 : Apprendre\n\nOS2.1 – Lire\nOO2.1.1 – Ouvrir une bibliothèque, cf. OS1.2\n"
    )
    assert [level.count for level in plan.levels] == [2, 3, 4]
    assert [n.code for n in plan.nodes][:3] == ["1", "OS1.1", "OO1.1.1"]
    assert plan.nodes[-1].see_also == ["1.2"]


def test_a_number_and_a_letter_together() -> None:
    plan = read(
        "Orientation 1 : Habiter\n1A – Rénover les logements\n1B – Accueillir les jeunes\n"
        "Orientation 2 : Apprendre\n2A – Lire ensemble\n"
    )
    assert tree(plan) == [
        "1 Habiter",
        "  1A Rénover les logements",
        "  1B Accueillir les jeunes",
        "2 Apprendre",
        "  2A Lire ensemble",
    ]


def test_numbers_in_letters() -> None:
    plan = read(
        "Premier axe : Habiter\n1°) Rénover\na. Isoler\nb. Chauffer\n2°) Accueillir\na. Loger\n\n"
        "Deuxième axe : Apprendre\n1°) Lire\na. Prêter des livres\n"
    )
    assert levels(plan)[0] == ("axe", 2)
    assert [level.count for level in plan.levels] == [2, 3, 4]
    assert [n.title for n in plan.nodes if n.level == 0] == ["Habiter", "Apprendre"]


def test_a_trail_before_each_action_bears_no_title() -> None:
    plan = read(
        "Axe 1 : Habiter\n\nObjectif 1.1 : Rénover\n"
        "Axe 1 › Objectif 1.1 › Action 1.1.1 : Isoler les murs\n"
        "Axe 1 › Objectif 1.1 › Action 1.1.2 : Changer les fenêtres\n\n"
        "Axe 2 : Apprendre\n\nObjectif 2.1 : Lire\n"
        "Axe 2 › Objectif 2.1 › Action 2.1.1 : Prêter des livres\n"
    )
    assert [level.count for level in plan.levels] == [2, 2, 3]


def test_two_signs_after_the_numbers_of_one_level() -> None:
    plan = read(
        "Orientation 1 : Habiter\n\n1. Rénover\n\n2. Accueillir\n\nOrientation 2 : Apprendre\n\n"
        "3° Lire\n\n4° Écrire\n"
    )
    assert [level.count for level in plan.levels] == [2, 4]


def test_lists_inside_lists_and_no_number_at_all() -> None:
    plan = read(
        "Projet\n\n• Un quartier vert\n  - Planter les cours\n    o Choisir les arbres\n"
        "    o Former les écoles\n  - Ouvrir un jardin\n    o Trouver le terrain\n"
        "• Un quartier vivant\n  - Animer la place\n    o Recruter une médiatrice\n"
    )
    assert [level.count for level in plan.levels] == [2, 3, 4]


def test_what_a_label_says_of_the_list_below() -> None:
    plan = read(
        "Enjeu n° 1 – Habiter\nActions prioritaires :\n• Isoler\n• Chauffer\n"
        "Actions hors appel à projets :\n• Construire une école\n\n"
        "Enjeu n° 2 – Apprendre\nActions complémentaires :\n• Lire\n"
    )
    said = {n.title: (n.priority, n.outside_call) for n in plan.nodes if n.level == 1}
    assert said == {
        "Isoler": ("priority", False),
        "Chauffer": ("priority", False),
        "Construire une école": (None, True),
        "Lire": ("complementary", False),
    }


def test_a_flag_written_in_full_after_a_title() -> None:
    plan = read(
        "Axe 1 – Habiter\n1.1 Isoler les murs – Action prioritaire\n1.2 Planter [HAP]\n"
        "Axe 2 – Apprendre\n2.1 Lire – Action complémentaire\n"
    )
    assert [(n.title, n.priority) for n in plan.nodes if n.level] == [
        ("Isoler les murs", "priority"),
        ("Planter", None),
        ("Lire", "complementary"),
    ]
    assert [n.outside_call for n in plan.nodes if n.level] == [False, True, False]


def test_a_reference_names_a_level_when_numbers_are_used_twice() -> None:
    plan = read(
        "Axe 1 : Prévenir\nFiche action n° 1 : Repérer\nIndicateurs :\n- Nombre de jeunes\n"
        "Voir action 3\n\nFiche action n° 2 : Informer\nIndicateurs :\n- Nombre de classes\n\n"
        "Axe 2 : Protéger\nFiche action n° 3 : Héberger\nIndicateurs :\n- Nombre de nuits\n"
    )
    found = {n.title: n for n in plan.nodes}
    assert found["Repérer"].see_also == [found["Héberger"].id]
    assert found["Repérer"].indicators == ["Nombre de jeunes"]


def test_a_reference_that_stands_apart_belongs_to_the_parent() -> None:
    plan = read(
        "Axe 1 : Habiter\n\n1.1 Isoler les murs\n\n1.2 Changer les fenêtres\n\n\n\n"
        "Pour le chauffage : cf. axe 2\n\nAxe 2 : Apprendre\n\n2.1 Lire\nCf. 1.1\n"
    )
    assert {n.id: n.see_also for n in plan.nodes if n.see_also} == {"1": ["2"], "2.1": ["1.1"]}


def test_counts_say_whom_they_speak_of() -> None:
    plan = read(
        "Le projet : 2 axes et 4 actions\n\nAxe 1 : Habiter\nAction 1.1 : Isoler\n"
        "Action 1.2 : Chauffer\n\nAxe 2 : Apprendre\nAction 2.1 : Lire\n\n"
        "L’axe 1 compte 2 actions. Nous déclinons le tout en deux axes et 3 actions.\n"
    )
    assert [(d.node, d.declared, d.found, d.ok) for d in plan.declared] == [
        (None, 2, 2, True),
        ("1", 2, 2, True),
        (None, 3, 3, True),
    ]


def test_the_end_of_a_title_printed_above_it() -> None:
    plan = read(
        "Axe 1 : Habiter\n\nLe centre se vide.\n\nmarchés couverts, halles rénovées...\n\n"
        "Actions prioritaires\n\n"
        "- Ouvrir des commerces : épicerie,\n\nAction complémentaire\n\n- Prêter des locaux\n\n"
        "Axe 2 : Apprendre\n\nActions prioritaires\n\n- Lire\n"
    )
    titles = [n.title for n in plan.nodes]
    assert "Ouvrir des commerces : épicerie, marchés couverts, halles rénovées..." in titles


def test_two_columns_of_spaces() -> None:
    left = ["Axe 1 : Habiter", "Action 1.1 : Isoler les murs", "Action 1.2 : Changer les",
            "fenêtres des écoles", "Action 1.3 : Planter"]  # fmt: skip
    right = ["Axe 2 : Apprendre", "Action 2.1 : Lire ensemble", "Action 2.2 : Écrire",
             "Axe 3 : Travailler", "Action 3.1 : Former"]  # fmt: skip
    text = "\n".join(f"{a:<44}{b}" for a, b in zip(left, right, strict=True))
    assert tree(read(text)) == [
        "1 Habiter",
        "  1.1 Isoler les murs",
        "  1.2 Changer les fenêtres des écoles",
        "  1.3 Planter",
        "2 Apprendre",
        "  2.1 Lire ensemble",
        "  2.2 Écrire",
        "3 Travailler",
        "  3.1 Former",
    ]


def test_titles_that_only_a_colon_and_a_list_tell() -> None:
    plan = read(
        "PETITE ENFANCE\n\n"
        "Accueillir les familles :\n  - Créer une crèche ;\n  - Ouvrir un relais.\n\n"
        "Former les métiers :\n  - Réunir les assistantes maternelles ;\n\n"
        "JEUNESSE\n\nEncourager les jeunes :\n  - Créer un conseil ;\n  - Ouvrir un local.\n"
    )
    assert [level.count for level in plan.levels] == [2, 3, 5]
    assert [n.title for n in plan.nodes][1:3] == ["Accueillir les familles", "Créer une crèche"]


BETWEEN = (
    (0, "Axe 1 – Habiter"), (1, "Rénover"), (2, "Action 1 : Isoler"), (2, "Action 2 : Chauffer"),
    (1, "Accueillir"), (2, "Action 3 : Loger"), (0, "Axe 2 – Apprendre"), (1, "Lire"),
    (2, "Action 4 : Prêter des livres"), (2, "Action 5 : Lire à voix haute"),
)  # fmt: skip


@pytest.mark.parametrize("way", ["headings", "bold", "plain"])
def test_titles_without_numbers_between_two_numbered_levels(way: str) -> None:
    document = docx.Document()
    for depth, text in BETWEEN:
        style = f"Heading {depth + 1}" if way == "headings" else None
        document.add_paragraph("") if way == "plain" and depth < 2 else None
        run = document.add_paragraph(style=style).add_run(text)
        run.bold = way == "bold" and depth < 2
    plan = read_plan(saved(document), "plan.docx")
    assert [level.count for level in plan.levels] == [2, 3, 5]
    assert [n.title for n in plan.nodes if n.level == 1] == ["Rénover", "Accueillir", "Lire"]


def test_the_title_of_the_document_in_the_style_of_its_axes() -> None:
    document = docx.Document()
    for style, text in (
        ("Heading 1", "Convention"),
        ("Heading 1", "Enfance"),
        ("List Bullet", "Créer une crèche"),
        ("Heading 1", "Jeunesse"),
        ("List Bullet", "Ouvrir un local"),
        ("List Bullet", "Créer un conseil"),
    ):
        document.add_paragraph(text, style=style)  # fmt: skip
    plan = read_plan(saved(document), "plan.docx")
    assert [n.title for n in plan.nodes if n.level == 0] == ["Enfance", "Jeunesse"]


def test_numbers_followed_by_a_slash() -> None:
    plan = read("1/ Habitat\n1.1/ Isoler les écoles\n1.2/ Aider\n2/ Culture\n2.1/ Lire ensemble\n")
    assert [level.count for level in plan.levels] == [2, 3]


def test_a_field_of_a_sheet_is_no_end_of_a_title() -> None:
    long = "Isoler les écoles, les gymnases et les salles communales du quartier prioritaire"
    plan = read(
        f"Axe 1 : Habiter\nAction 1.1 : {long}\nFinition : par la ville\n"
        "Action 1.2 : Aider\nAction 1.3 : Lire\n"
    )
    assert plan.nodes[1].title == long


def test_capitals_rank_above_other_bold_titles_in_a_pdf() -> None:
    text = "\n\n".join(
        ["*ENFANCE*", "*Accueillir les familles*", "- Créer une crèche", "*Former les métiers*",
         "- Réunir les équipes", "*JEUNESSE*", "*Encourager*", "- Ouvrir un local"]
    )  # fmt: skip
    plan = read_plan(typst.compile(text.encode()), "plan.pdf")
    assert [level.count for level in plan.levels] == [2, 3, 3]


def test_titles_styled_by_hand_in_word() -> None:
    document = docx.Document()
    for size, text in ((18, "Habiter"), (14, "Rénover"), (0, "Isoler"), (0, "Chauffer"),
                       (14, "Accueillir"), (0, "Loger"), (18, "Apprendre"), (14, "Lire"),
                       (0, "Prêter des livres")):  # fmt: skip
        run = document.add_paragraph(style=None if size else "List Bullet").add_run(text)
        if size:
            run.bold, run.font.size = True, Pt(size)
    plan = read_plan(saved(document), "plan.docx")
    assert [level.count for level in plan.levels] == [2, 3, 4]


def test_a_table_of_actions_under_each_title_in_word() -> None:
    document = docx.Document()
    for title, actions in (("Habiter", ["Isoler", "Chauffer"]), ("Apprendre", ["Lire", "Écrire"])):
        document.add_heading(title, 1)
        table = document.add_table(1 + len(actions), 2)
        table.cell(0, 0).text, table.cell(0, 1).text = "Action", "Pilote"
        for at, action in enumerate(actions, 1):
            table.cell(at, 0).text, table.cell(at, 1).text = action, "La ville"
    plan = read_plan(saved(document), "plan.docx")
    assert levels(plan)[1] == ("action", 4)
    assert "Pilote : La ville" in unread(plan)


def ruled(rows: list[tuple[str, ...]], heads: tuple[str, ...]) -> bytes:
    cells = "".join(f"[{cell}]," for row in [heads, *rows] for cell in row)
    setting = '#set text(lang: "fr", size: 9pt, hyphenate: false)\n'
    return typst.compile(f"{setting}#table(columns: {len(heads)},{cells})".encode())


def test_a_ruled_table_without_codes_in_a_pdf_and_its_twin() -> None:
    heads = ("Axe", "Objectif", "Action")
    plan = read_plan(ruled(ROWS, heads), "plan.pdf")
    assert tree(plan) == bare([line[1:] for line in TABLE_TREE])
    assert [level.name for level in plan.levels] == ["axe", "objectif", "action"]
    twin = read_plan(as_xlsx([list(heads), *map(list, ROWS)]), "plan.xlsx")
    assert tree(twin) == tree(plan)


def test_a_sheet_for_each_axis() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        for name, rows in (("Habiter", ROWS[:2]), ("Apprendre", ROWS[2:])):
            sheet = book.add_worksheet(name)
            for at, row in enumerate([("Objectif", "Action"), *[r[1:] for r in rows]]):
                sheet.write_row(at, 0, row)
        notes = book.add_worksheet("Notes")
        notes.write_string(0, 0, "À relire avant le comité")
    plan = read_plan(file.getvalue(), "plan.xlsx")
    assert [level.count for level in plan.levels] == [2, 3, 4]
    assert "À relire avant le comité" in unread(plan)


def test_columns_of_a_table_without_head_and_a_total() -> None:
    rows = [
        ["1", "Habitat"],
        ["1.1", "Isoler les écoles"],
        ["1.2", "Chauffer"],
        ["2", "Culture"],
        ["2.1", "Prêter"],
    ]
    assert [level.count for level in read_plan(as_xlsx(rows), "plan.xlsx").levels] == [2, 3]
    table = [["Axe", "Action", "Coût"], ["Habiter", "Isoler", "3"], ["", "Chauffer", "4"],
             ["Apprendre", "Lire", "1"], ["Total", "", "8"]]  # fmt: skip
    plan = read_plan(as_xlsx(table), "plan.xlsx")
    assert [level.count for level in plan.levels] == [2, 3]
    assert "Total 8" in unread(plan)


def test_articles_of_a_law_are_no_plan() -> None:
    law = "\n".join(
        f"Article {n}\nI. - La politique de la ville est une politique de cohésion.\n"
        "1° Lutter contre les inégalités ;\n2° Garantir l’accès aux droits ;\n"
        for n in range(1, 5)
    )
    with pytest.raises(UnreadableDocument):
        read(law)


@pytest.mark.parametrize("text", ["(" * 4000 + "\n", "Axe 1000 : a\n", "1000.1 Aider\n"])
def test_a_long_file_of_damage_is_refused(text: str) -> None:
    with pytest.raises(UnreadableDocument):
        read(text * 200)


def test_a_word_file_with_too_many_paragraphs_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match="lignes"):
        read_plan(as_docx("Axe\n" * 20_100), "plan.docx")
