"""Saving box by box: nothing is lost, and nobody is overwritten unseen."""

import datetime
from decimal import Decimal

import pytest

from ensemblier.applications.enums import ApplicationState, LineState
from ensemblier.applications.models import Application, BearerYear
from ensemblier.applications.operations.saving import save_application, save_bearer_year
from ensemblier.applications.operations.values import values_of
from ensemblier.audit.models import Entry
from ensemblier.core.exceptions import NotAllowed
from ensemblier.indicators.models import Indicator
from ensemblier.plans.models import PlannedIndicator
from tests import factories
from tests.factories import programming as make

AT = datetime.datetime(2026, 2, 2, 13, 32, tzinfo=datetime.UTC)


@pytest.fixture
def draft(programming) -> Application:
    return programming.draft


def save(application, by, base=None, **changes):
    fresh = Application.objects.get(pk=application.pk)
    return save_application(
        application=application,
        base=fresh.edition if base is None else base,
        changes=changes.pop("changes", changes),
        by=by,
        at=AT,
    )


class TestEveryKindOfBox:
    def test_each_is_kept_where_it_belongs(self, draft, applicant, programming):
        area, funder = programming.area.pk, programming.envelope.funder_id
        changes = {
            "title": "Jardin des deux âges",
            "starts_on": datetime.date(2026, 3, 1),
            "full_time_equivalents": Decimal("1.5"),
            "attests_cer": True,
            f"area-{area}": 6000,
            "area-elsewhere": 4000,
            f"audience-{area}-6-15-female": 12,
            "audience-elsewhere-65+-male": 3,
            "budget-641": 1_000_00,
            "budget-74-state": 50_00,
            f"request-{funder}": 800_00,
            f"minimum-{funder}": 400_00,
        }

        saved = save(draft, applicant, changes=changes)

        assert saved.refusals == {}
        assert sorted(saved.written) == sorted(changes)
        kept = values_of(Application.objects.get(pk=draft.pk))
        assert {key: kept[key] for key in changes} == changes

    def test_an_emptied_box_leaves_nothing(self, draft, applicant, programming):
        funder = programming.envelope.funder_id
        save(draft, applicant, changes={"budget-641": 5_00, f"request-{funder}": 5_00})

        save(draft, applicant, changes={"budget-641": None, f"request-{funder}": 0})

        assert (draft.budget_lines.count(), draft.requests.count()) == (0, 0)

    def test_themes_are_those_of_the_call(self, contract, programming, applicant):
        version = factories.make_version(factories.make_plan(contract))
        nodes = [factories.make_node(version) for _ in range(3)]
        closed = factories.make_node(version)
        call = make.make_call(contract, nodes=tuple(nodes), year=2031)
        action = make.make_action(contract, programming.bearer)
        application = make.make_application(call, action)
        _first, second, third = (node.pk for node in nodes)

        save(application, applicant, changes={"node-others": [second, third]})
        save(application, applicant, changes={"node-main": second})
        refused = save(application, applicant, changes={"node-main": closed.pk})

        assert refused.refusals == {"node-main": "Choisissez un thème ouvert par cet appel."}
        assert values_of(Application.objects.get(pk=application.pk), {"node"}) == {
            "node-main": second,
            "node-others": [third],
        }

    def test_an_expected_result_makes_the_indicator_once(self, draft, applicant):
        node = draft.nodes.get().node
        planned = PlannedIndicator.objects.create(node=node, label="Jeunes suivis", unit="jeunes")
        key = f"planned-{planned.pk}"

        save(draft, applicant, changes={key: Decimal(20)})
        save(draft, applicant, changes={key: Decimal(25)})

        assert Indicator.objects.get().theme_id == node.theme_id
        assert values_of(draft, {"planned"}) == {key: Decimal("25.00")}

    def test_a_box_that_does_not_exist_is_refused_alone(self, draft, applicant):
        stranger = make.make_funder()

        saved = save(
            draft,
            applicant,
            changes={"title": "Bon", f"request-{stranger.pk}": 5_00, "state": "decided"},
        )

        assert saved.written == ["title"]
        assert set(saved.refusals) == {f"request-{stranger.pk}", "state"}
        assert draft.requests.count() == 0

    def test_an_empty_title_is_refused_and_the_rest_kept(self, draft, applicant):
        saved = save(draft, applicant, changes={"title": "", "place": "La place"})

        assert saved.refusals == {"title": "Ce champ ne peut pas être vide."}
        assert saved.written == ["place"]

    def test_dates_may_come_in_any_order_but_not_inverted(self, draft, applicant):
        first, last = datetime.date(2027, 1, 1), datetime.date(2027, 6, 1)
        save(draft, applicant, starts_on=first, ends_on=last)
        moved = {"starts_on": last.replace(month=9), "ends_on": last.replace(month=12)}
        assert save(draft, applicant, changes=moved).refusals == {}

        saved = save(draft, applicant, ends_on=first, place="Ici")

        assert saved.refusals == {"ends_on": "L’action finit avant de commencer."}
        assert saved.written == ["place"]
        assert Application.objects.get(pk=draft.pk).ends_on == moved["ends_on"]

    def test_a_minimum_above_what_is_asked_is_refused(self, draft, applicant, programming):
        funder = programming.envelope.funder_id
        saved = save(
            draft, applicant, changes={f"request-{funder}": 100_00, f"minimum-{funder}": 200_00}
        )
        assert saved.refusals == {
            f"minimum-{funder}": "Le minimum utile dépasse le montant demandé."
        }


class TestTwoPeople:
    def test_different_boxes_are_both_kept(self, draft, applicant, co_applicant):
        save(draft, applicant, base=0, place="Chez Inès")
        saved = save(draft, co_applicant, base=0, needs="Dit par les habitants")

        assert (saved.written, saved.conflicts) == (["needs"], [])
        assert saved.elsewhere == {"place": "Chez Inès"}
        fresh = Application.objects.get(pk=draft.pk)
        assert (fresh.place, fresh.needs, fresh.edition) == (
            "Chez Inès",
            "Dit par les habitants",
            2,
        )

    def test_the_same_box_is_refused_alone_with_both_values(self, draft, applicant, co_applicant):
        save(draft, applicant, base=0, place="Chez Inès")

        saved = save(draft, co_applicant, base=0, place="Chez Yanis", needs="Besoin")

        assert saved.written == ["needs"]
        conflict = saved.conflicts[0]
        assert (conflict.key, conflict.mine, conflict.theirs, conflict.by) == (
            "place",
            "Chez Yanis",
            "Chez Inès",
            applicant,
        )
        assert Application.objects.get(pk=draft.pk).place == "Chez Inès"

    def test_once_seen_it_may_be_written(self, draft, applicant, co_applicant):
        save(draft, applicant, base=0, place="Chez Inès")
        refused = save(draft, co_applicant, base=0, place="Chez Yanis")

        saved = save(draft, co_applicant, base=refused.edition, place="Chez Yanis")

        assert (saved.conflicts, saved.written) == ([], ["place"])

    def test_the_same_value_is_no_conflict(self, draft, applicant, co_applicant):
        save(draft, applicant, base=0, place="Place du Marché")
        saved = save(draft, co_applicant, base=0, place="Place du Marché")
        assert (saved.conflicts, saved.written, saved.edition) == ([], [], 1)

    def test_a_save_sent_twice_writes_once(self, draft, applicant):
        save(draft, applicant, base=0, place="Ici")
        again = save(draft, applicant, base=0, place="Ici")

        assert (again.written, again.edition) == ([], 1)
        assert Entry.objects.filter(action="applications.save_application").count() == 1

    def test_an_old_save_that_arrives_late_overwrites_nothing(self, draft, applicant):
        save(draft, applicant, base=0, place="Premier")
        save(draft, applicant, base=1, place="Second")

        late = save(draft, applicant, base=0, place="Premier")

        assert [conflict.key for conflict in late.conflicts] == ["place"]
        assert Application.objects.get(pk=draft.pk).place == "Second"


class TestWhoWrites:
    @pytest.mark.parametrize(
        "name", ["other_association", "funder", "reader", "outsider", "council_member"]
    )
    def test_others_do_not(self, draft, request, name):
        with pytest.raises(NotAllowed):
            save(draft, request.getfixturevalue(name), place="Ailleurs")

    def test_the_team_writes_only_what_it_types_for_somebody(self, draft, editor):
        with pytest.raises(NotAllowed):
            save(draft, editor, place="Ailleurs")
        Application.objects.update(is_assisted=True)
        assert save(draft, editor, place="Saisi").written == ["place"]

    def test_what_is_submitted_is_read_only(self, programming, applicant):
        with pytest.raises(NotAllowed, match="Ce dossier ne se modifie plus"):
            save(programming.application, applicant, place="Trop tard")

    def test_an_amount_that_a_funder_works_on_stays(self, programming, applicant):
        application = programming.application
        Application.objects.filter(pk=application.pk).update(state=ApplicationState.TO_COMPLETE)
        funder = programming.request.funder_id
        assert programming.request.state == LineState.PROPOSED

        saved = save(application, applicant, changes={f"request-{funder}": 5_00, "place": "Ici"})

        assert saved.written == ["place"]
        assert "instruit déjà cette demande" in saved.refusals[f"request-{funder}"]


def test_the_trail_is_short_and_says_which_boxes(draft, applicant):
    save(draft, applicant, place="Une adresse que le journal n’a pas à savoir")

    entry = Entry.objects.get(action="applications.save_application")
    assert entry.changes == {"edition": [None, 1], "fields": [None, ["place"]]}
    assert entry.contract_id == draft.contract_id


def test_the_year_of_the_organization_is_told_once(draft, applicant, co_applicant):
    bearer = draft.action.bearer
    told = {"employees": 0, "approvals": "Jeunesse", "own-641": 30_000_00}
    saved = save_bearer_year(
        organization=bearer, year=2026, base=0, changes=told, by=applicant, at=AT
    )
    assert sorted(saved.written) == sorted(told)
    assert values_of(BearerYear.objects.get())["employees"] == 0

    with pytest.raises(NotAllowed):
        save_bearer_year(
            organization=bearer, year=2026, base=1, changes=told, by=co_applicant, at=AT
        )
