"""Past years: what goes in, what is refused, what is taken back."""

from __future__ import annotations

import pytest

from ensemblier.applications.enums import ApplicationState, LineState
from ensemblier.applications.models import ALL_OF_IT, Action, Application, Request
from ensemblier.audit.models import Entry
from ensemblier.calls.models import Call, Envelope
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.funding.models import Award, Payment, RememberedMapping
from ensemblier.funding.operations import past_years as operations
from ensemblier.funding.past_years.cells import read_amount
from ensemblier.organizations.enums import OrganizationKind
from ensemblier.organizations.models import Organization
from ensemblier.outcomes.queries.reports import applications_without_report
from tests import factories
from tests.factories import programming as make
from tests.funding.years import (
    AT,
    SIRET,
    apply,
    bring,
    money,
    prepare,
    refusals,
    remap,
)


def refusal_of(text: str) -> str:
    with pytest.raises(InvalidInput) as refusal:
        read_amount(text)
    return str(refusal.value)


def test_a_year_as_people_keep_it(editor, contract, plan, state):
    area = factories.make_area(name="Les Prés", code="QN03001I")
    bearer = factories.make_organization(name="La Ronde", siret=SIRET)
    done = bring(
        editor,
        contract,
        "Programmation 2022;;;;;;;;",
        ";;;;;;;;",
        "Porteur;SIRET;Intitulé de l'action;Financeur;Demandé;Accordé;Versé;Année;QPV;Code",
        f"La ronde;{SIRET};Fête de rue;État;1 234,5 €;1.000,50;1 000,50;2022;QN03001I;1.1",
        "Le Pont;;Les mercredis;Préfecture du Gard;800;500;;31/12/2022;;",
        "TOTAL;;;;2034,50;1500,50;;;;",
    )
    assert refusals(done) == []
    assert money() == [
        ("Fête de rue", "Préfecture du Gard", 1234_50, 1000_50, LineState.JUSTIFIED),
        ("Les mercredis", "Préfecture du Gard", 800_00, 500_00, LineState.JUSTIFIED),
    ]
    first = Application.objects.get(title="Fête de rue")
    assert (first.action.bearer, first.year, first.state) == (
        bearer,
        2022,
        ApplicationState.CLOSED,
    )
    assert [(one.area, one.share) for one in first.areas.all()] == [(area, ALL_OF_IT)]
    assert [(one.node, one.is_main) for one in first.nodes.all()] == [(plan[0], True)]
    assert list(Payment.objects.values_list("amount_cents", flat=True)) == [1000_50]
    envelope = Envelope.objects.get()
    assert (envelope.funder, envelope.amount_cents, envelope.committed_cents) == (
        state,
        1501_00 - 50,
        1501_00 - 50,
    )
    assert Organization.objects.get(name="Le Pont").kind == OrganizationKind.ASSOCIATION
    assert "Demandé\u00a0: 2\u202f034,50\u00a0€." in done.parsed_report.notes[-1]


def test_a_past_year_owes_no_report(editor, contract, plan, state):
    bring(editor, contract, "structure;action;financeur;accordé;année", "La Ronde;Fête;État;1;2020")
    assert not applications_without_report().exists()


def test_one_column_for_each_funder(editor, contract, plan, state):
    town = make.make_funder(name="Ville d’Alès")
    bring(
        editor,
        contract,
        "structure;action;année;montant État;Ville d'Alès;Total accordé",
        "La Ronde;Fête;2021;300;200,50;500,50",
        "La Ronde;Jardin;2021;;150;150",
    )
    assert money() == [
        ("Fête", "Préfecture du Gard", 300_00, 300_00, LineState.JUSTIFIED),
        ("Fête", "Ville d’Alès", 200_50, 200_50, LineState.JUSTIFIED),
        ("Jardin", "Ville d’Alès", 150_00, 150_00, LineState.JUSTIFIED),
    ]
    assert Envelope.objects.get(funder=town).committed_cents == 350_50


def test_the_preview_writes_nothing(editor, contract, plan, state):
    prepared = prepare(
        editor, contract, "structure;action;financeur;montant;année", "La Ronde;Fête;État;10;2020"
    )
    assert [change.label for change in prepared.parsed_report.created] == ["2020-0001 Fête"]
    assert (Application.objects.count(), Call.objects.count(), Action.objects.count()) == (0, 0, 0)


def test_bad_rows_come_back_with_their_reason_and_good_ones_go_in(editor, contract, plan, state):
    done = bring(
        editor,
        contract,
        "structure;siret;action;financeur;demandé;accordé;année;code;quartier",
        "La Ronde;;Fête;État;100;50;2020;;",
        ";;Fête;État;100;50;2020;;",
        "La Ronde;123;Bal;État;100;50;2020;;",
        "La Ronde;;Bal;Inconnu;100;50;2020;;",
        "La Ronde;;Bal;État;12,3.4;50;2020;;",
        "La Ronde;;Bal;État;100;150;2020;;",
        "La Ronde;;Bal;État;;;2020;;",
        "La Ronde;;Bal;État;100;50;bientôt;;",
        "La Ronde;;Bal;État;100;50;2031;;",
        "La Ronde;;Bal;État;100;50;2020;9.9;",
        "La Ronde;;Bal;État;100;50;2020;;La Lune",
        "La Ronde;;Fête;État;100;50;2020;;",
    )
    assert refusals(done) == [
        (3, "La structure manque."),
        (4, "Un SIRET a 14 chiffres\u00a0; celui-ci en a 3."),
        (
            5,
            "Financeur inconnu\u00a0: «\u00a0Inconnu\u00a0». Créez sa structure d’abord, "
            "ou choisissez le financeur de tout le fichier.",
        ),
        (6, refusal_of("12,3.4")),
        (7, "Le montant accordé (150\u00a0€) dépasse le montant demandé (100\u00a0€)."),
        (8, "Cette ligne ne donne aucun montant."),
        (9, "«\u00a0bientôt\u00a0» ne dit pas l’année."),
        (10, "2031 n’est pas une année passée\u00a0: de 1977 à 2026."),
        (11, "«\u00a09.9\u00a0» n’est ni un code ni un titre du plan."),
        (12, "Quartier inconnu\u00a0: «\u00a0La Lune\u00a0»."),
        (13, "La même ligne que la ligne 2."),
    ]
    assert money() == [("Fête", "Préfecture du Gard", 100_00, 50_00, LineState.JUSTIFIED)]
    assert Organization.objects.filter(name="La Ronde").count() == 1


def test_a_refused_row_leaves_nothing_of_itself(editor, contract, plan, state):
    """Its first funder's money was written before the second one's amount was read."""
    town = make.make_funder(name="Ville d’Alès")
    done = bring(
        editor,
        contract,
        "structure;action;année;État;Ville d'Alès",
        "La Ronde;Fête;2021;300;100",
        "La Ronde;Fête;2021;400;cent",
        "Le Pont;Bal;2021;10;cent",
    )
    assert [line for line, _ in refusals(done)] == [3, 4]
    assert money() == [
        ("Fête", "Préfecture du Gard", 300_00, 300_00, LineState.JUSTIFIED),
        ("Fête", "Ville d’Alès", 100_00, 100_00, LineState.JUSTIFIED),
    ]
    assert not Organization.objects.filter(name="Le Pont").exists()
    assert set(Envelope.objects.values_list("funder", "committed_cents")) == {
        (state.pk, 300_00),
        (town.pk, 100_00),
    }


def test_two_rows_of_one_funder_and_action_add_up(editor, contract, plan, state):
    done = bring(
        editor,
        contract,
        "structure;action;financeur;accordé;année;remarque",
        "La Ronde;Postes;État;100,25;2020;un",
        "La Ronde;Postes;État;50;2020;deux",
    )
    assert money() == [("Postes", "Préfecture du Gard", 150_25, 150_25, LineState.JUSTIFIED)]
    assert done.parsed_report.notes[-1] == (
        "1 ligne est additionnée à une autre du même financeur et de la même action."
    )


def test_what_no_column_says_is_chosen_for_the_whole_file(editor, contract, plan, state):
    prepared = prepare(editor, contract, "nom;combien", "La Ronde;100", "Le Pont;200,50")
    assert prepared.parsed_report.notes[:2] == [
        "Aucune colonne ne donne l’année\u00a0: indiquez laquelle.",
        "Aucune colonne ne donne un montant\u00a0: indiquez laquelle.",
    ]
    prepared = remap(
        prepared,
        editor,
        granted="combien",
        default_year=2019,
        default_funder=state.pk,
        default_action="Adultes-relais",
    )
    apply(prepared, editor)
    assert money() == [
        ("Adultes-relais", "Préfecture du Gard", 100_00, 100_00, LineState.JUSTIFIED),
        ("Adultes-relais", "Préfecture du Gard", 200_50, 200_50, LineState.JUSTIFIED),
    ]


def test_the_columns_are_remembered_for_the_same_headers(editor, contract, plan, state):
    header = "Qui;Quoi;Combien;Quand"
    prepared = prepare(editor, contract, header, "La Ronde;Fête;100;2020")
    mapping = {
        "organization": "Qui",
        "action": "Quoi",
        "granted": "Combien",
        "year": "Quand",
        "default_funder": state.pk,
    }
    apply(remap(prepared, editor, **mapping), editor)
    assert RememberedMapping.objects.count() == 1
    for same in (header, "qui;quoi;COMBIEN;quand", f"ligne;raison;{header}"):
        cells = (
            "Le Pont;Bal;5;2020" if same.lower().startswith("qui") else "3;Quoi;Le Pont;Bal;5;2020"
        )
        again = prepare(editor, contract, same, cells)
        assert refusals(again) == []
        assert [change.label for change in again.parsed_report.created] == ["2020-0002 Bal"]


def test_reading_costs_the_same_for_ten_rows_or_a_hundred(
    editor, contract, plan, state, django_assert_max_num_queries
):
    """What is here is read once; what is new is written table by table, by batches."""
    for count, most in ((10, 42), (100, 52)):
        names = [f"Association {count} {rank}" for rank in range(count)]
        for name in names[::2]:
            make.make_action(contract, factories.make_organization(name=name), name="Fête")
        lines = [f"{name};Fête;État;10;10;2020;1.1" for name in names]
        with django_assert_max_num_queries(most):
            prepared = prepare(
                editor, contract, "structure;action;financeur;accordé;payé;année;code", *lines
            )
        assert (len(prepared.parsed_report.created), refusals(prepared)) == (count, [])


def test_a_refused_row_gives_back_what_it_added(editor, contract, plan, state):
    """The first funder's money was added before the second one's was refused."""
    town = make.make_funder(name="Ville d’Alès")
    done = bring(
        editor,
        contract,
        "structure;action;année;État;demandé Ville d'Alès;Ville d'Alès",
        "La Ronde;Fête;2021;300;50;50",
        "La Ronde;Fête;2021;100;20;",
        "Le Pont;Bal;2021;10;;",
    )
    assert refusals(done) == [
        (3, "Une autre ligne du même financeur et de la même action dit le contraire.")
    ]
    assert money() == [
        ("Fête", "Préfecture du Gard", 300_00, 300_00, LineState.JUSTIFIED),
        ("Fête", "Ville d’Alès", 50_00, 50_00, LineState.JUSTIFIED),
        ("Bal", "Préfecture du Gard", 10_00, 10_00, LineState.JUSTIFIED),
    ]
    assert set(Envelope.objects.values_list("funder", "committed_cents")) == {
        (state.pk, 310_00),
        (town.pk, 50_00),
    }


def test_an_import_is_undone_whole(editor, contract, plan, state):
    done = bring(
        editor,
        contract,
        "structure;action;financeur;demandé;accordé;payé;année;code",
        "La Ronde;Fête;État;100;80;80;2020;1.1",
        "Le Pont;Bal;État;10;5;;2021;",
    )
    organizations = Organization.objects.count()
    operations.undo_past_year(prepared=done, by=editor, at=AT)
    left = [
        model.objects.count()
        for model in (Action, Application, Request, Award, Payment, Envelope, Call)
    ]
    assert left == [0] * 7
    assert Organization.objects.count() == organizations - 2
    with pytest.raises(Refused, match="pas en place"):
        operations.undo_past_year(prepared=done, by=editor, at=AT)
    assert Entry.objects.filter(action="funding.undo_past_year").count() == 1


def test_an_import_that_served_since_is_not_undone(editor, contract, plan, state):
    done = bring(
        editor,
        contract,
        "structure;action;financeur;accordé;année",
        "La Ronde;Fête;État;100;2020",
    )
    make.make_action(contract, Organization.objects.get(name="La Ronde"))
    with pytest.raises(Refused, match="a servi ou changé depuis"):
        operations.undo_past_year(prepared=done, by=editor, at=AT)
    assert Award.objects.count() == 1


def test_a_year_that_the_action_already_has_is_refused(editor, contract, plan, state):
    bring(editor, contract, "structure;action;financeur;accordé;année", "La Ronde;Fête;État;1;2020")
    again = prepare(
        editor, contract, "structure;action;financeur;accordé;année", "La Ronde;Fête;État;2;2020"
    )
    assert refusals(again) == [
        (2, "Cette action a déjà un dossier pour 2020\u00a0: 2020-0001."),
    ]
    with pytest.raises(Refused, match="Aucune ligne"):
        apply(again, editor)


def test_an_action_of_two_years_is_one(editor, contract, plan, state):
    bring(
        editor,
        contract,
        "structure;action;financeur;accordé;année",
        "La Ronde;Fête de rue;État;1;2020",
        "LA RONDE;FETE DE RUE;État;2;2021",
    )
    assert Action.objects.count() == 1
    assert sorted(Application.objects.values_list("reference", flat=True)) == [
        "2020-0001",
        "2021-0001",
    ]


def test_without_a_published_plan_the_reason_is_said(editor, contract, state):
    prepared = prepare(
        editor, contract, "structure;action;financeur;accordé;année", "La Ronde;Fête;État;1;2020"
    )
    assert refusals(prepared) == [
        (2, "Ce contrat n’a pas de plan publié\u00a0: publiez-le avant d’importer.")
    ]


def test_readers_may_not_import(reader, contract):
    with pytest.raises(NotAllowed):
        prepare(reader, contract, "structure", "La Ronde")


def test_a_text_longer_than_a_title_is_kept_whole(editor, contract, plan, state):
    """Two actions that begin alike are two."""
    start = "Accompagner les habitants du quartier, " * 6
    bring(
        editor,
        contract,
        "structure;action;financeur;accordé;année",
        f"La Ronde;{start}les jeunes;État;1;2020",
        f"La Ronde;{start}les anciens;État;2;2020",
        f"{'La Ronde ' * 40};Fête;État;4;2020",
    )
    assert list(Application.objects.order_by("pk").values_list("title", "description")) == [
        (start[:200], f"{start}les jeunes"),
        (start[:200], f"{start}les anciens"),
    ]
    assert [(cents, granted) for _t, _f, cents, granted, _s in money()] == [(100, 100), (200, 200)]
