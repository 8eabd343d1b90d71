"""The same plan gives the same tree whatever the format; each format's own hints are used."""

from __future__ import annotations

import docx
import typst

from ensemblier.plans.reader import read_plan

from .writing import as_docx, as_pdf, as_xlsx, everything, levels, read, saved, tree, unread

PLAN = """Axe 1 : Emploi et développement économique

Objectif 1.1 – Lever les freins à l'emploi des habitantes et des habitants du quartier

Action 1.1.1 : Ouvrir une crèche à horaires décalés (prioritaire)

Action 1.1.2 : Financer le permis de conduire – hors appel à projets

Objectif 1.2 – Rapprocher les entreprises et les personnes en recherche d'emploi

Action 1.2.1 : Tenir un forum des métiers (cf. 2.1.1)

Axe 2 : Cadre de vie

Objectif 2.1 – Rénover les espaces publics avec celles et ceux qui y vivent

Action 2.1.1 : Planter des arbres et créer des îlots de fraîcheur
"""


def test_pdf_and_word_give_the_tree_of_the_text() -> None:
    text = everything(read(PLAN))
    assert everything(read_plan(as_pdf(PLAN), "plan.pdf")) == text
    assert everything(read_plan(as_docx(PLAN), "plan.docx")) == text


def test_two_columns_headers_and_page_numbers_of_a_pdf() -> None:
    setting = (
        "#set page(columns: 2, height: 12cm, header: [Ville des Aubiers], footer: context [Page "
        "#counter(page).display()])\n#set par(justify: true)\n#set text(hyphenate: true)"
    )
    plan = read_plan(as_pdf(PLAN * 1, setting), "plan.pdf")
    assert everything(plan) == everything(read(PLAN))
    assert unread(plan) == ["Ville des Aubiers", "Page 1"]


def test_a_table_of_a_pdf_whose_cells_bear_codes() -> None:
    source = """
#set page(flipped: true)
#set text(size: 9pt, lang: "fr")
PILIER 1 : ÉDUCATION
#table(columns: (1fr, 1fr, 2fr), [Orientations], [Objectifs], [Actions],
[1.1 Favoriser la réussite éducative des enfants],
[1.1.1 Soutenir les parents dans leurs relations avec l'école],
[1.1.1.a Ouvrir un café des parents dans chaque école élémentaire \\ 1.1.1.b Créer des ateliers],
[], [1.1.2 Prévenir le décrochage des collégiens], [1.1.2.a Accompagner les élèves exclus],
[1.2 Accéder aux soins], [1.2.1 Aller vers les personnes éloignées des soins],
[1.2.1.a Tenir une permanence mobile])
"""
    plan = read_plan(typst.compile(source.encode()), "plan.pdf")
    assert tree(plan) == [
        "1 ÉDUCATION",
        "  1.1 Favoriser la réussite éducative des enfants",
        "    1.1.1 Soutenir les parents dans leurs relations avec l’école",
        "      1.1.1.a Ouvrir un café des parents dans chaque école élémentaire",
        "      1.1.1.b Créer des ateliers",
        "    1.1.2 Prévenir le décrochage des collégiens",
        "      1.1.2.a Accompagner les élèves exclus",
        "  1.2 Accéder aux soins",
        "    1.2.1 Aller vers les personnes éloignées des soins",
        "      1.2.1.a Tenir une permanence mobile",
    ]
    assert [level.name for level in plan.levels] == ["pilier", "orientation", "objectif", "action"]


def test_headings_of_a_pdf_are_known_by_their_type() -> None:
    source = """
#set text(lang: "fr")
= Mieux vivre ensemble ici et autour, avec les associations, les bailleurs et les écoles
== Développer les liens entre générations
- Monter des ateliers de cuisine entre les résidents du foyer et les élèves,
  chaque mercredi et pendant les vacances
- Créer une bourse d'échange
= Se soigner
== Faciliter l'accès aux soins
- Ouvrir une permanence
"""
    assert tree(read_plan(typst.compile(source.encode()), "plan.pdf")) == [
        "Mieux vivre ensemble ici et autour, avec les associations, les bailleurs et les écoles",
        "  Développer les liens entre générations",
        "    Monter des ateliers de cuisine entre les résidents du foyer et les élèves, chaque "
        "mercredi et pendant les vacances",
        "    Créer une bourse d’échange",
        "Se soigner",
        "  Faciliter l’accès aux soins",
        "    Ouvrir une permanence",
    ]


EXPECTED = [
    "Emploi",
    "  Lever les freins",
    "    Ouvrir une crèche",
    "    Financer le permis",
    "Habitat",
    "  Rénover",
    "    Isoler les tours",
]


def test_headings_and_bullets_of_word() -> None:
    document = docx.Document()
    document.add_heading("Plan d’action", 0)
    for line in EXPECTED:
        depth = (len(line) - len(line.lstrip())) // 2
        if depth < 2:
            document.add_heading(line.strip(), depth + 1)
        else:
            document.add_paragraph(line.strip(), style="List Bullet")
    plan = read_plan(saved(document), "plan.docx")
    assert tree(plan) == EXPECTED
    assert unread(plan) == ["Plan d’action"]


def test_automatic_numbers_of_word_are_not_in_its_text() -> None:
    document = docx.Document()
    for depth, title in [
        (1, "Emploi"),
        (2, "Former"),
        (2, "Recruter"),
        (1, "Habitat"),
        (2, "Isoler"),
    ]:
        style = "List Number" if depth == 1 else "List Number 2"
        document.add_paragraph(title, style=style)
    plan = read_plan(saved(document), "plan.docx")
    assert tree(plan) == ["1 Emploi", "  1 Former", "  2 Recruter", "2 Habitat", "  3 Isoler"]


TABLE = [
    ["Axe", "Objectif", "Action", "Indicateurs"],
    ["Emploi", "Lever les freins", "Ouvrir une crèche", "Places; Enfants (F/G)"],
    ["", "", "Financer le permis", ""],
    ["Habitat", "Rénover", "Isoler les tours", ""],
]


def test_a_table_with_one_column_a_level() -> None:
    document = docx.Document()
    table = document.add_table(len(TABLE), 4)
    for at, row in enumerate(TABLE):
        for place, cell in enumerate(row):
            table.cell(at, place).text = cell
    text = "\n".join(";".join(f'"{cell}"' for cell in row) for row in TABLE)
    markdown = "\n".join(f"| {' | '.join(row)} |" for row in [TABLE[0], ["---"] * 4, *TABLE[1:]])
    for content, name in [
        (saved(document), "plan.docx"),
        (as_xlsx(TABLE), "plan.xlsx"),
        (("\ufeff" + text).encode(), "plan.csv"),
        (text.replace(";", "\t").encode("cp1252"), "plan.csv"),
        (markdown.encode(), "plan.md"),
    ]:
        plan = read_plan(content, name)
        assert tree(plan) == EXPECTED
        assert levels(plan) == [("axe", 2), ("objectif", 2), ("action", 3)]
        assert plan.nodes[2].indicators[0].startswith("Places")


def test_merged_cells_flags_and_codes_of_a_workbook() -> None:
    rows = [
        ["Plan 2024"],
        ["Axe", "N°", "Action", "Priorité", "Hors appel à projets", "Voir", "Cahier des charges"],
        ["", "1.1", "Ouvrir une crèche", "prioritaire", "", "2.1", "Recruter\nFormer"],
        ["", "1.2", "Financer le permis", "complémentaire", "oui"],
        ["Axe 2 : Habitat", "2.1", "Isoler les tours"],
    ]
    plan = read_plan(as_xlsx(rows, ((2, 0, 3, 0, "Axe 1 : Emploi"),)), "plan.xlsx")
    assert tree(plan) == [
        "1 Emploi",
        "  1.1 Ouvrir une crèche",
        "  1.2 Financer le permis",
        "2 Habitat",
        "  2.1 Isoler les tours",
    ]
    crib, permit = plan.nodes[1:3]
    assert (crib.priority, crib.see_also) == ("priority", ["2.1"])
    assert crib.specification == ["Recruter", "Former"]
    assert (permit.priority, permit.outside_call) == ("complementary", True)
    assert unread(plan) == ["Plan 2024"]


def test_a_listing_with_code_level_and_title() -> None:
    plan = read(
        'code,niveau,titre\n1,Axe,Emploi\n1.1,Objectif,"Lever les freins, tous"\n'
        "1.1.a,Action,Ouvrir une crèche\n2,Axe,Habitat\n2.1,Objectif,Rénover\n"
        "2.1.a,Action,Isoler\n",
        "plan.csv",
    )
    assert tree(plan) == [
        "1 Emploi",
        "  1.1 Lever les freins, tous",
        "    1.1.a Ouvrir une crèche",
        "2 Habitat",
        "  2.1 Rénover",
        "    2.1.a Isoler",
    ]
    assert levels(plan) == [("axe", 2), ("objectif", 2), ("action", 2)]


def test_columns_of_a_sheet_in_a_word_table_are_handed_out() -> None:
    document = docx.Document()
    for line in PLAN.split("\n"):
        document.add_paragraph(line)
    rows = [
        ["Objectifs", "1.1 Lever les freins à l'emploi", "1.2 Rapprocher les entreprises"],
        ["Actions", "1.1.1 Ouvrir une crèche", "1.2.1 Tenir un forum des métiers"],
        [
            "Cahier des charges",
            "• Travailler avec la PMI\n• Associer les parents",
            "• Inviter la CCI",
        ],
        ["Indicateurs", "• Nombre d’enfants (F/G)", "• Nombre de visiteurs (F/H)"],
    ]
    table = document.add_table(4, 3)
    for at, row in enumerate(rows):
        for place, cell in enumerate(row):
            table.cell(at, place).text = cell
    plan = read_plan(saved(document), "plan.docx")
    told = {n.id: (n.specification, n.indicators) for n in plan.nodes if n.indicators}
    assert told == {
        "1.1": (["Travailler avec la PMI", "Associer les parents"], ["Nombre d’enfants (F/G)"]),
        "1.2": (["Inviter la CCI"], ["Nombre de visiteurs (F/H)"]),
    }
    assert plan.groups == []


def test_columns_that_are_no_part_of_a_plan_are_listed() -> None:
    plan = read(
        "Axe;Action;Pilote;Échéance\nEmploi;Former;Mission locale;2026\nEmploi;Recruter;;\n"
        "Habitat;Isoler;Bailleur;\n",
        "plan.csv",
    )
    assert tree(plan) == ["Emploi", "  Former", "  Recruter", "Habitat", "  Isoler"]
    assert [(row.line, row.text) for row in plan.unread] == [
        (2, "Pilote : Mission locale"),
        (2, "Échéance : 2026"),
        (4, "Pilote : Bailleur"),
    ]
