"""Plans numbered in every way their authors think of give the tree their authors meant."""

from __future__ import annotations

import pytest

from .writing import levels, read, tree, unread

EXPECTED = """
1 Emploi
  1.1 Lever les freins
    1.1.a Ouvrir une crèche
    1.1.b Financer le permis
  1.2 Rapprocher les entreprises
    1.2.a Tenir un forum
2 Habitat
  2.1 Rénover les logements
    2.1.a Isoler les tours
""".strip().split("\n")

DOTTED = "\n".join(line.strip() for line in EXPECTED)


def renumbered(*codes: str) -> str:
    titles = [line.split(" ", 1)[1] for line in DOTTED.split("\n")]
    return "\n".join(f"{code} {title}" for code, title in zip(codes, titles, strict=True))


NUMBERINGS = {
    "dots": DOTTED,
    "trailing dots": renumbered(
        "1.", "1.1.", "1.1.a.", "1.1.b.", "1.2.", "1.2.a.", "2.", "2.1.", "2.1.a."
    ),
    "Roman, capitals, figures": renumbered("I.", "A.", "1.", "2.", "B.", "1.", "II.", "A.", "1."),
    "Roman compound": renumbered(
        "I.", "I.1", "I.1.a", "I.1.b", "I.2", "I.2.a", "II.", "II.1", "II.1.a"
    ),
    "figures, letters, dashes": renumbered("1)", "a)", "-", "-", "b)", "-", "2)", "a)", "-"),
    "ordinals": renumbered("1°)", "a-", "•", "•", "b-", "•", "2°)", "a-", "•"),
    "dashes": renumbered("1 -", "1-1", "1-1-1", "1-1-2", "1-2", "1-2-1", "2 -", "2-1", "2-1-1"),
    "words": renumbered(
        "Axe 1 :",
        "Objectif 1.1 –",
        "Action 1.1.1 :",
        "Action 1.1.2 :",
        "Objectif 1.2 –",
        "Action 1.2.1 :",
        "Axe 2 :",
        "Objectif 2.1 –",
        "Action 2.1.1 :",
    ),
    "words numbered through": renumbered(
        "Axe 1 –",
        "Objectif stratégique n° 1 –",
        "Action 1.1 :",
        "Action 1.2 :",
        "Objectif stratégique n° 2 –",
        "Action 2.1 :",
        "Axe 2 –",
        "Objectif stratégique n° 3 –",
        "Action 3.1 :",
    ),
    "words starting again": renumbered(
        "AXE N°1 :",
        "Objectif 1 :",
        "Action 1 :",
        "Action 2 :",
        "Objectif 2 :",
        "Action 1 :",
        "AXE N°2 :",
        "Objectif 1 :",
        "Action 1 :",
    ),
    "words without numbers": renumbered(
        "Thématique :", "Objectif :", "➢", "➢", "Objectif :", "➢", "Thématique :", "Objectif :", "➢"
    ),
    "Roman pillars and numbered sheets": renumbered(
        "PILIER I :",
        "Orientation I.1 –",
        "Fiche action n°1 :",
        "Fiche action n°2 :",
        "Orientation I.2 –",
        "Fiche action n°3 :",
        "PILIER II :",
        "Orientation II.1 –",
        "Fiche action n°4 :",
    ),
    "Markdown": renumbered("#", "##", "-", "-", "##", "-", "#", "##", "-"),
    "Markdown and numbers": renumbered(
        "# 1.", "## 1.", "- ", "- ", "## 2.", "-", "# 2.", "## 1.", "-"
    ),
    "private bullets of Word": renumbered(
        "I.", "A.", "\uf0b7", "\uf0b7", "B.", "\uf0b7", "II.", "A.", "\uf0b7"
    ),
}


@pytest.mark.parametrize("text", NUMBERINGS.values(), ids=NUMBERINGS.keys())
def test_the_same_plan_numbered_otherwise(text: str) -> None:
    plan = read(text)
    assert [(n.level, n.title) for n in plan.nodes] == [
        ((len(line) - len(line.lstrip())) // 2, line.split(maxsplit=1)[1]) for line in EXPECTED
    ]
    assert unread(plan) == []


@pytest.mark.parametrize("text", NUMBERINGS.values(), ids=NUMBERINGS.keys())
@pytest.mark.parametrize(
    "encode",
    [
        lambda t: t.replace("\n", "\r\n").encode(),
        lambda t: t.replace("\n", "\n\n").encode("utf-8-sig"),
        lambda t: t.encode("utf-16"),
        lambda t: t.replace(" :", "\u00a0:").replace("1", "1\u00ad").encode(),
    ],
    ids=["CRLF", "blank lines and BOM", "UTF-16", "typography"],
)
def test_neither_encoding_nor_line_ends_change_the_tree(text: str, encode) -> None:  # type: ignore[no-untyped-def]
    from ensemblier.plans.reader import read_plan

    assert tree(read_plan(encode(text), "plan.md")) == tree(read(text))


def test_windows_code_page() -> None:
    from ensemblier.plans.reader import read_plan

    assert tree(read_plan(DOTTED.encode("cp1252"), "plan.txt")) == EXPECTED


def test_capitals_titles_and_bullets() -> None:
    plan = read(
        "COHESION SOCIALE\n\nFavoriser la réussite éducative\n• Soutenir les parents\n"
        "• Ouvrir un lieu d'accueil\n  après l'école\n\nAccéder à la culture\n"
        "• Monter une troupe\n\n"
        "EMPLOI\n\nDévelopper l'insertion\n• Ouvrir un chantier d'insertion\n"
    )
    assert tree(plan) == [
        "COHESION SOCIALE",
        "  Favoriser la réussite éducative",
        "    Soutenir les parents",
        "    Ouvrir un lieu d'accueil après l'école",
        "  Accéder à la culture",
        "    Monter une troupe",
        "EMPLOI",
        "  Développer l'insertion",
        "    Ouvrir un chantier d'insertion",
    ]


def test_underlined_titles() -> None:
    plan = read(
        "Habitat\n=======\nAméliorer les logements\n-----\n* Aider à rénover\n"
        "* Lutter contre l'insalubrité\n"
        "Mobilités\n=========\nDesservir le quartier\n-----\n* Prolonger la ligne 3\n"
    )
    assert [(n.level, n.title) for n in plan.nodes] == [
        (0, "Habitat"),
        (1, "Améliorer les logements"),
        (2, "Aider à rénover"),
        (2, "Lutter contre l'insalubrité"),
        (0, "Mobilités"),
        (1, "Desservir le quartier"),
        (2, "Prolonger la ligne 3"),
    ]


def test_a_line_of_crumbs_gives_only_its_last_title() -> None:
    plan = read(
        "AXE 1 – UN TERRITOIRE SOLIDAIRE\nAxe 1 – Orientation 1/1 – Accès aux droits\n"
        "A. Ouvrir des guichets\n- Créer un bus\nB. Aller vers\n- Former des relais\n"
        "AXE 2 – UN TERRITOIRE DURABLE\nAxe 2 – Orientation 2/1 – Énergie\nA. Rénover\n- Isoler\n"
    )
    assert tree(plan) == [
        "1 UN TERRITOIRE SOLIDAIRE",
        "  1/1 Accès aux droits",
        "    A Ouvrir des guichets",
        "      Créer un bus",
        "    B Aller vers",
        "      Former des relais",
        "2 UN TERRITOIRE DURABLE",
        "  2/1 Énergie",
        "    A Rénover",
        "      Isoler",
    ]
    assert levels(plan)[:2] == [("axe", 2), ("orientation", 2)]


def test_chapters_around_the_plan_are_not_its_levels() -> None:
    plan = read(
        "1. Contexte\nLe quartier compte 4 000 habitants.\n2. Plan d'actions\n"
        f"{NUMBERINGS['words']}\n3. Gouvernance\nLe comité se réunit.\n4. Annexes\n"
    )
    assert levels(plan) == [("axe", 2), ("objectif", 3), ("action", 4)]
    assert unread(plan) == [
        "1. Contexte",
        "Le quartier compte 4 000 habitants.",
        "2. Plan d'actions",
        "3. Gouvernance",
        "Le comité se réunit.",
        "4. Annexes",
    ]


def test_the_title_of_the_document_is_not_a_level() -> None:
    plan = read("# Projet du quartier\n\n" + NUMBERINGS["Markdown"].replace("#", "##"), "plan.md")
    assert [n.level for n in plan.nodes] == [0, 1, 2, 2, 1, 2, 0, 1, 2]
    assert unread(plan) == ["Projet du quartier"]


def test_contents_and_summaries_do_not_double_the_tree() -> None:
    contents = "SOMMAIRE\n1 Emploi ........ 3\n1.1 Lever les freins . . . . . 3\n2 Habitat …… 5\n"
    plan = read(
        contents + DOTTED + "\nTableau récapitulatif\n1 Emploi\n1.1 Lever les freins\n2 Habitat\n"
    )
    assert tree(plan) == EXPECTED
    assert unread(plan) == ["SOMMAIRE", "Tableau récapitulatif"]


def test_running_headers_and_page_numbers_stay_out_of_titles() -> None:
    pages = ["\n".join(DOTTED.split("\n")[at : at + 3]) for at in (0, 3, 6)]
    text = "\n\f".join(
        f"Ville des Aubiers – projet\n{page}\nPage {n} / 3" for n, page in enumerate(pages, 1)
    )
    plan = read(text)
    assert tree(plan) == EXPECTED
    assert unread(plan) == ["Ville des Aubiers – projet", "Page 1 / 3"]


def test_titles_are_whole_over_lines_pages_and_hyphens() -> None:
    plan = read(
        "1 EMPLOI\n1.1 Lever les freins à l'emploi des\nhabitantes et des habitants\n"
        "1.1.a Créer un club de recherche (emploi, sta-\nges, formation)\n"
        "1.1.b Former les stages et les auto-\nentrepreneurs\n2 HABITAT\n2.1 Rénover\n"
        "2.1.a Isoler\n"
    )
    assert [n.title for n in plan.nodes] == [
        "EMPLOI",
        "Lever les freins à l'emploi des habitantes et des habitants",
        "Créer un club de recherche (emploi, stages, formation)",
        "Former les stages et les auto-entrepreneurs",
        "HABITAT",
        "Rénover",
        "Isoler",
    ]


def test_a_piece_of_title_displaced_by_the_layout_comes_back() -> None:
    """A second mention of the title says to whom the stray piece belongs."""
    plan = read(
        "1 Emploi\n1.1 Soutenir les acteurs de 1.1.a. Aider les associations\n"
        "1.1.b Tenir un forum\n"
        "l'économie sociale\n2 Habitat\n2.1 Rénover les logements\n2.1.a Isoler les tours\n"
        "(accord des\n"
        "1.1. SOUTENIR LES ACTEURS DE L'ECONOMIE SOCIALE\n"
    )
    assert [n.title for n in plan.nodes][1:4] == [
        "Soutenir les acteurs de l'économie sociale",
        "Aider les associations",
        "Tenir un forum",
    ]


def test_children_read_before_their_parent_join_it_in_order() -> None:
    plan = read(
        "Axe 1 : Emploi\n1.2.1 Former\n1.2.2 Recruter\n1.1 Lever les freins\n"
        "1.1.1 Garder les enfants\n"
        "1.2 Rapprocher\n1.2.3 Parrainer\nAxe 2 : Habitat\n2.1 Rénover\n2.1.1 Isoler\n"
    )
    assert tree(plan) == [
        "1 Emploi",
        "  1.1 Lever les freins",
        "    1.1.1 Garder les enfants",
        "  1.2 Rapprocher",
        "    1.2.1 Former",
        "    1.2.2 Recruter",
        "    1.2.3 Parrainer",
        "2 Habitat",
        "  2.1 Rénover",
        "    2.1.1 Isoler",
    ]


def test_what_belongs_to_no_title_is_listed() -> None:
    plan = read("Bonjour à tous.\n" + DOTTED + "\n\nMerci de votre lecture.\n")
    assert tree(plan) == EXPECTED
    assert [(row.line, row.text) for row in plan.unread] == [
        (1, "Bonjour à tous."),
        (12, "Merci de votre lecture."),
    ]


def test_numbers_that_start_again_under_titles_without_any() -> None:
    plan = read(
        "Cohésion sociale\n1. Soutenir les parents\n- Café des parents\n2. Aider les associations\n"
        "- Prêter des salles\nEmploi\n1. Lever les freins\n- Ouvrir une crèche\n"
    )
    assert tree(plan) == [
        "Cohésion sociale",
        "  1 Soutenir les parents",
        "    Café des parents",
        "  2 Aider les associations",
        "    Prêter des salles",
        "Emploi",
        "  1 Lever les freins",
        "    Ouvrir une crèche",
    ]


def test_slips_of_numbering_lose_no_node() -> None:
    plan = read(
        "Axe 1 : Emploi\n1.1 Lever les freins\n1.2 Former\n1.2 Parrainer\n1.4 Recruter\n"
        "Axe 2 : Habitat\n2.1 Isoler\n2.3 Ravaler\n"
    )
    assert [(n.id, n.title) for n in plan.nodes] == [
        ("1", "Emploi"),
        ("1.1", "Lever les freins"),
        ("1.2", "Former"),
        ("1.2-2", "Parrainer"),
        ("1.4", "Recruter"),
        ("2", "Habitat"),
        ("2.1", "Isoler"),
        ("2.3", "Ravaler"),
    ]


def test_parts_of_the_document_are_not_levels_of_the_plan() -> None:
    plan = read(
        "PARTIE 1 - LE DIAGNOSTIC\nLe quartier date de 1965.\nPARTIE 2 - LE PLAN\n"
        "Pilier 1 - Cohésion\nAction n°1 - Animer\nPilier 2 - Emploi\nAction n°2 - Former\n"
        "PARTIE 3 - LA GOUVERNANCE\nUn comité se réunit.\n"
    )
    assert levels(plan) == [("pilier", 2), ("action", 2)]
