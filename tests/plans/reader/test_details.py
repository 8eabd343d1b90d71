"""What a plan says of its nodes besides their names."""

from __future__ import annotations

from ensemblier.plans.reader import Declared, Group, Node, ParsedPlan

from .writing import levels, read, tree, unread


def node(plan: ParsedPlan, key: str) -> Node:
    return next(n for n in plan.nodes if n.id == key)


def test_flags_leave_the_title_and_set_the_node() -> None:
    plan = read(
        "Axe 1 : Emploi\n1.1 Ouvrir une crèche (prioritaire)\n1.2 Former – hors appel à projets\n"
        "1.3 Parrainer (HAP)\n1.4 Orienter\nHORS APPEL A PROJET\n"
        "Axe 2 : Habitat\nAction complémentaire 2.1 : Isoler\n2.2 Ravaler [complémentaire]\n"
    )
    assert [(n.title, n.priority, n.outside_call) for n in plan.nodes] == [
        ("Emploi", None, False),
        ("Ouvrir une crèche", "priority", False),
        ("Former", None, True),
        ("Parrainer", None, True),
        ("Orienter", None, True),
        ("Habitat", None, False),
        ("Isoler", "complementary", False),
        ("Ravaler", "complementary", False),
    ]


def test_lists_headed_priority_or_complementary() -> None:
    plan = read(
        "AXE 1 EMPLOI\nA. Former\nActions prioritaires\n- Ouvrir une école\n- Payer le permis\n"
        "Action complémentaire\n- Prêter un local\nB. Recruter\nAction prioritaire\n"
        "- Tenir un forum\n"
        "AXE 2 HABITAT\nA. Rénover\nActions complémentaires\n- Isoler\n"
    )
    assert levels(plan) == [("axe", 2), ("niveau 2", 3), ("action", 5)]
    assert [n.priority for n in plan.nodes if n.level == 2] == [
        "priority",
        "priority",
        "complementary",
        "priority",
        "complementary",
    ]


def test_references_become_identifiers() -> None:
    plan = read(
        "Axe 1 : Emploi\n1.1 Former\n1.1.1 Payer le permis (cf. 2.1.1)\n1.2 Recruter\n"
        "Cf. objectifs 1.1 et 2.1\nAxe 2 : Habitat\n2.1 Rénover\n2.1.1 Voir action 1.1.1\n"
        "2.2 Entretenir\nCF. OBJECTIFS\nOPERATIONNELS 1.1 ET\n1.2\n"
    )
    assert {n.id: (n.title, n.see_also) for n in plan.nodes if n.see_also} == {
        "1.1.1": ("Payer le permis", ["2.1.1"]),
        "1.2": ("Recruter", ["1.1", "2.1"]),
        "2.1.1": ("Voir action 1.1.1", ["1.1.1"]),
        "2.2": ("Entretenir", ["1.1", "1.2"]),
    }
    assert unread(plan) == []


def test_counts_are_checked_where_they_are_declared() -> None:
    plan = read(
        "Le plan s'articule autour de deux axes, 3 objectifs et 5 actions.\n"
        "Axe 1 : Emploi\n! 2 objectifs\n! 2actions\n1.1 Former\n1.1.1 Ouvrir une école\n"
        "1.2 Recruter\n"
        "1.2.1 Tenir un forum\nAxe 2 : Habitat\n(1 objectif, 3 actions)\n2.1 Rénover\n"
        "2.1.1 Isoler\n"
    )
    assert plan.declared == [
        Declared(None, "axes", 2, 2, True),
        Declared(None, "objectifs", 3, 3, True),
        Declared(None, "actions", 5, 3, False),
        Declared("1", "objectifs", 2, 2, True),
        Declared("1", "actions", 2, 2, True),
        Declared("2", "objectif", 1, 1, True),
        Declared("2", "actions", 3, 1, False),
    ]
    assert levels(plan) == [("axe", 2), ("objectif", 3), ("action", 3)]


def test_figures_of_prose_are_not_counts() -> None:
    plan = read(
        "La ville a mené plus de 80 actions depuis 2015.\nLes habitants ont proposé 12 actions.\n"
        "Axe 1 : Emploi\nAction 1.1 Former\nAction 1.2 Recruter\nAxe 2 : Habitat\n"
        "Action 2.1 Isoler\n"
    )
    assert plan.declared == []


def test_sheets_give_their_items_to_the_node_above_them() -> None:
    plan = read(
        "Axe 1 : Emploi\nFiche action n°1 : Chantier d'insertion\nPorteur : régie de quartier\n"
        "Cahier des charges\n- Recruter dans le\n  quartier\n- Former chaque salarié\n"
        "PRIORISER LES FINANCEMENTS FIPD\n"
        "Indicateurs de résultats\n- Nombre de salariés (F/H)\n- Sorties positives\n"
        "Fiche action n°2 : Clauses sociales\nIndicateurs : heures réalisées ; personnes (F/H)\n"
        "Axe 2 : Habitat\nFiche action n°3 : Auto-réhabilitation\nModalités :\n• Accompagner\n"
    )
    assert node(plan, "1.1").specification == [
        "Recruter dans le quartier",
        "Former chaque salarié",
        "PRIORISER LES FINANCEMENTS FIPD",
    ]
    assert node(plan, "1.1").indicators == ["Nombre de salariés (F/H)", "Sorties positives"]
    assert node(plan, "1.2").indicators == ["heures réalisées", "personnes (F/H)"]
    assert node(plan, "2.3").specification == ["Accompagner"]
    assert unread(plan) == ["Porteur : régie de quartier"]


def test_a_section_that_closes_each_series_belongs_to_its_parent() -> None:
    plan = read(
        "1. Vivre ensemble\n1.1 Animer le quartier\na) Fêter le printemps\nb) Ouvrir la maison\n"
        "Indicateurs\n- Nombre de fêtes\n1.2 Soutenir les associations\na) Prêter des salles\n"
        "b) Former les bénévoles\nIndicateurs\n- Nombre de salles\n"
        "2. Se déplacer\n2.1 Desservir le quartier\na) Prolonger la ligne 3\nb) Créer une navette\n"
        "Indicateurs\n- Nombre de voyageurs\n"
    )
    assert {n.id: n.indicators for n in plan.nodes if n.indicators} == {
        "1.1": ["Nombre de fêtes"],
        "1.2": ["Nombre de salles"],
        "2.1": ["Nombre de voyageurs"],
    }


SHEET = """
1. EMPLOI
OBJECTIF
OPERATIONNEL
1.1 FORMER LES HABITANTS 1.2 RECRUTER
SUR PLACE
ACTIONS
1.1.1 Ouvrir une
école
1.2.1 Tenir un forum
CAHIER DES
CHARGES
• Travailler avec
les écoles
• Inviter les entreprises
EVALUATION
INDICATEURS
• Nombre d'élèves (F/H)
• Bilan du forum
"""


def test_columns_flattened_by_extraction_are_left_for_a_person_to_hand_out() -> None:
    plan = read(
        "PILIER 1 : EMPLOI\n1.1 Former les habitants\n1.1.1 Ouvrir une école\n"
        "1.2 Recruter sur place\n"
        "1.2.1 Tenir un forum\nPILIER 2 : HABITAT\n2.1 Rénover\n2.1.1 Isoler les tours\n" + SHEET
    )
    assert plan.groups == [
        Group(
            nodes=["1.1", "1.2"],
            specification=["Travailler avec les écoles", "Inviter les entreprises"],
            indicators=["Nombre d'élèves (F/H)", "Bilan du forum"],
            lines=[13, 27],
        )
    ]
    assert [n.specification + n.indicators for n in plan.nodes] == [[]] * 8
    assert tree(plan)[1:5] == [
        "  1.1 Former les habitants",
        "    1.1.1 Ouvrir une école",
        "  1.2 Recruter sur place",
        "    1.2.1 Tenir un forum",
    ]
    assert unread(plan) == []


def test_lists_that_few_nodes_have_are_not_a_level() -> None:
    plan = read(
        "Axe 1 : Emploi\n1.1 Former\nInstances existantes :\n• Mission locale\n"
        "• Maison de l'emploi\n"
        "1.2 Recruter\n1.3 Parrainer\nAxe 2 : Habitat\n2.1 Isoler\n2.2 Ravaler\n"
    )
    assert [level.count for level in plan.levels] == [2, 5]
    assert unread(plan) == ["Instances existantes :", "Mission locale", "Maison de l'emploi"]


def test_names_of_levels_come_from_heads_counts_and_prose() -> None:
    heads = read(
        "Orientations stratégiques | Objectifs | Actions\nPILIER I – EMPLOI\nI.1 Former\n"
        "I.1.1 Lire\n"
        "I.1.1.a Ouvrir\nPILIER II – HABITAT\nII.1 Rénover\nII.1.1 Isoler\nII.1.1.a Aider\n"
    )
    assert [level.name for level in heads.levels] == [
        "pilier",
        "orientation stratégique",
        "objectif",
        "action",
    ]
    prose = read(
        "Le projet a deux axes déclinés en programmes et actions.\nAxe 1 : Emploi\n"
        "A. Former\n- Lire\n"
        "B. Recruter\n- Parrainer\nAxe 2 : Habitat\nA. Rénover\n- Isoler\n"
    )
    assert [level.name for level in prose.levels] == ["axe", "programme", "action"]
