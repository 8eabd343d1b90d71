"""The proposal is the best there is, exact in cents, and says why to each who gets less."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ensemblier.funding.sharing import (
    Action,
    Dimension,
    Envelope,
    ImpossibleRules,
    Line,
    Problem,
    Share,
    share,
)
from ensemblier.funding.sharing.reasons import blocking_limits

EURO = 100


def codes_of(proposal, line):
    return [reason.code for reason in proposal.reasons[line]]


def texts_of(proposal, line):
    return [reason.text for reason in proposal.reasons[line]]


def one_envelope(remaining, *lines, actions=(), shares=()):
    """Lines of one action each, all asking the same envelope; amounts in euros."""
    named = {action.id: action for action in actions}
    return Problem(
        envelopes=[Envelope(1, "État, BOP 147", remaining * EURO)],
        actions=[
            named.get(line.action, Action(line.action, f"Action {line.action}")) for line in lines
        ],
        lines=lines,
        shares=shares,
    )


def line(pk, asked, **values):
    return Line(pk, values.pop("action", pk), values.pop("envelope", 1), asked * EURO, **values)


def test_everyone_gets_what_they_asked_when_there_is_enough():
    proposal = share(one_envelope(10_000, line(1, 4_000), line(2, 5_999)))
    assert proposal.amounts == {1: 4_000_00, 2: 5_999_00}
    assert proposal.reasons == {}
    assert proposal.is_proven


def test_the_higher_priority_goes_first_and_the_other_is_told():
    proposal = share(one_envelope(10_000, line(1, 6_000, priority=1), line(2, 8_000, priority=3)))
    assert proposal.amounts == {1: 2_000_00, 2: 8_000_00}
    assert texts_of(proposal, 1) == [
        "L’enveloppe «\u00a0État, BOP 147\u00a0» est épuisée.",
        "Toutes les lignes servies y ont une priorité plus haute.",
    ]


def test_a_remainder_smaller_than_the_step_is_left_and_said():
    proposal = share(one_envelope(1_050, line(1, 2_000)))
    assert proposal.amounts == {1: 1_000_00}
    assert texts_of(proposal, 1) == [
        "Il ne reste que 50\u00a0€ dans l’enveloppe «\u00a0État, BOP 147\u00a0»."
    ]


def test_cents_are_given_to_the_cent_when_all_is_given():
    problem = Problem(
        [Envelope(1, "Ville", 1_234_57)],
        [Action(1, "Chorale"), Action(2, "Échecs")],
        [Line(1, 1, 1, 234_57), Line(2, 2, 1, 5_000_00)],
    )
    assert share(problem).amounts == {1: 234_57, 2: 1_000_00}


def test_between_equals_the_most_actions_then_the_order_of_the_table():
    proposal = share(one_envelope(3_000, line(1, 3_000), line(2, 3_000), line(3, 1_000)))
    assert proposal.amounts == {1: 2_800_00, 2: 100_00, 3: 100_00}
    assert codes_of(proposal, 2) == ["envelope", "equal_served"]


def test_a_minimum_that_does_not_fit_is_said():
    proposal = share(
        one_envelope(
            5_000, line(1, 4_500, priority=2), line(2, 3_000, minimum=2_000_00, priority=1)
        )
    )
    assert proposal.amounts == {1: 4_500_00, 2: 0}
    assert texts_of(proposal, 2) == [
        "Son minimum utile, 2\u202f000\u00a0€, ne tient pas dans le reste.",
        "Il ne reste que 500\u00a0€ dans l’enveloppe «\u00a0État, BOP 147\u00a0».",
        "Toutes les lignes servies y ont une priorité plus haute.",
    ]


def test_a_minimum_of_the_whole_action_holds_over_its_funders():
    problem = Problem(
        envelopes=[Envelope(1, "État", 3_000_00), Envelope(2, "Région", 1_000_00)],
        actions=[Action(1, "Chorale", minimum=5_000_00), Action(2, "Échecs")],
        lines=[
            Line(1, 1, 1, 4_000_00, priority=9),
            Line(2, 1, 2, 4_000_00, priority=9),
            Line(3, 2, 1, 500_00),
        ],
    )
    proposal = share(problem)
    assert proposal.amounts == {1: 0, 2: 0, 3: 500_00}
    assert texts_of(proposal, 2) == [
        "L’action a besoin de 5\u202f000\u00a0€ au moins, qui ne tiennent pas dans le reste.",
        "Il ne reste que 2\u202f500\u00a0€ dans l’enveloppe «\u00a0État\u00a0».",
        "Il ne reste que 1\u202f000\u00a0€ dans l’enveloppe «\u00a0Région\u00a0».",
        "Des priorités plus basses y sont servies\u00a0: Échecs. "
        "Sous ces règles, leur reprendre de l’argent n’améliorerait pas l’ensemble.",
    ]


def test_an_action_that_asks_less_than_it_needs_is_told_so():
    proposal = share(
        one_envelope(9_000, line(1, 2_000), actions=[Action(1, "Chorale", minimum=3_000_00)])
    )
    assert proposal.amounts == {1: 0}
    assert texts_of(proposal, 1) == [
        "L’action a besoin de 3\u202f000\u00a0€ au moins\u00a0; "
        "ses demandes à partager ici n’en font que 2\u202f000\u00a0€."
    ]


def test_the_ceiling_of_an_action_is_named():
    proposal = share(
        one_envelope(9_000, line(1, 8_000), actions=[Action(1, "Chorale", ceiling=6_400_00)])
    )
    assert proposal.amounts == {1: 6_400_00}
    assert texts_of(proposal, 1) == ["L’action atteint son plafond de 6\u202f400\u00a0€."]


def test_the_greatest_share_of_a_theme_binds():
    jobs = Share(Dimension.THEME, "emploi", "Emploi", maximum=3000)
    proposal = share(
        one_envelope(
            10_000,
            line(1, 5_000, themes=("emploi",), priority=5),
            line(2, 9_000, themes=("santé",)),
            shares=[jobs],
        )
    )
    assert proposal.amounts == {1: 3_000_00, 2: 7_000_00}
    assert texts_of(proposal, 1) == [
        "«\u00a0Emploi\u00a0» atteint sa part maximale\u00a0: 30\u00a0%, soit 3\u202f000\u00a0€.",
        "L’enveloppe «\u00a0État, BOP 147\u00a0» est épuisée.",
    ]


def test_the_least_share_of_an_area_reserves_money_and_says_how_much():
    center = Share(Dimension.AREA, "QN03001I", "Centre", minimum=4000)
    proposal = share(
        one_envelope(
            10_000,
            line(1, 10_000, areas=(("QN03016M", 10_000),), priority=3),
            line(2, 10_000, areas=(("QN03001I", 5_000),), priority=1),
            shares=[center],
        )
    )
    assert proposal.amounts == {1: 2_000_00, 2: 8_000_00}
    assert texts_of(proposal, 1)[-1] == (
        "La part minimale de «\u00a0Centre\u00a0», 40\u00a0%, réserve de l’argent\u00a0: "
        "sans elle, cette ligne recevrait 10\u202f000\u00a0€."
    )


def test_a_line_without_priority_gets_nothing():
    proposal = share(one_envelope(9_000, line(1, 1_000, priority=0)))
    assert proposal.amounts == {1: 0}
    assert codes_of(proposal, 1) == ["priority"]


def test_rules_in_conflict_are_named_and_no_other():
    jobs = Share(Dimension.THEME, "emploi", "Emploi", minimum=6000)
    health = Share(Dimension.THEME, "santé", "Santé", minimum=5000)
    culture = Share(Dimension.THEME, "culture", "Culture", maximum=5000)
    problem = one_envelope(
        10_000,
        line(1, 9_000, themes=("emploi",)),
        line(2, 9_000, themes=("santé",)),
        line(3, 9_000, themes=("culture",)),
        shares=[culture, jobs, health],
    )
    with pytest.raises(ImpossibleRules) as refusal:
        share(problem)
    assert refusal.value.shares == [jobs, health]
    assert str(refusal.value) == (
        "Ces règles ne peuvent pas tenir ensemble\u00a0: "
        "au moins 60\u00a0% pour «\u00a0Emploi\u00a0» (6\u202f000\u00a0€)\u00a0; "
        "au moins 50\u00a0% pour «\u00a0Santé\u00a0» (5\u202f000\u00a0€). "
        "«\u00a0Emploi\u00a0» peut recevoir 5\u202f000\u00a0€ au plus. "
        "«\u00a0Santé\u00a0» peut recevoir 4\u202f000\u00a0€ au plus."
    )


def test_a_least_share_that_nobody_asked_for_is_impossible():
    jobs = Share(Dimension.THEME, "emploi", "Emploi", minimum=100)
    with pytest.raises(ImpossibleRules) as refusal:
        share(one_envelope(1_000, line(1, 500, themes=("santé",)), shares=[jobs]))
    assert "peut recevoir 0\u00a0€ au plus" in str(refusal.value)


def test_nothing_to_share_is_nobody_funded():
    assert share(Problem([], [], [])).amounts == {}
    proposal = share(one_envelope(0, line(1, 1_000)))
    assert proposal.amounts == {1: 0}
    assert codes_of(proposal, 1) == ["envelope"]


def test_a_line_of_an_unknown_envelope_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="unknown envelope"):
        Problem([], [Action(1, "Chorale")], [Line(1, 1, 1, 100)])


@st.composite
def problems(draw):
    """Small enough to enumerate: at most 5 lines of at most 6 amounts each."""
    step = 100
    envelopes = [
        Envelope(pk, f"E{pk}", draw(st.integers(0, 1_200)))
        for pk in range(1, draw(st.integers(1, 2)) + 1)
    ]
    actions = [
        Action(
            pk,
            f"A{pk}",
            minimum=draw(st.sampled_from([0, 0, 250, 400])),
            ceiling=draw(st.sampled_from([None, None, 350, 600])),
        )
        for pk in range(1, draw(st.integers(1, 3)) + 1)
    ]
    lines = [
        Line(
            pk,
            draw(st.sampled_from(actions)).id,
            draw(st.sampled_from(envelopes)).id,
            draw(st.integers(0, 520)),
            draw(st.sampled_from([0, 0, 150, 300, 900])),
            draw(st.integers(0, 3)),
            draw(st.sampled_from([("x",), ("y",), ("x", "y"), ()])),
            draw(st.sampled_from([(), (("q", 10_000),), (("q", 3_333), ("r", 6_667))])),
        )
        for pk in range(1, draw(st.integers(1, 5)) + 1)
    ]
    shares = draw(
        st.lists(
            st.builds(
                Share,
                dimension=st.just(Dimension.THEME),
                key=st.sampled_from(["x", "y"]),
                label=st.just("thème"),
                minimum=st.sampled_from([None, 0, 1500, 4000]),
                maximum=st.sampled_from([None, 5000, 8000]),
            )
            | st.builds(
                Share,
                dimension=st.just(Dimension.AREA),
                key=st.sampled_from(["q", "r"]),
                label=st.just("quartier"),
                minimum=st.sampled_from([None, 1000, 2501]),
                maximum=st.sampled_from([None, 3333, 7000]),
            ),
            max_size=2,
        )
    )
    return Problem(envelopes, actions, lines, shares, step)


def allowed_amounts(line, step):
    return [
        amount
        for amount in {0, line.asked, *range(0, line.asked + 1, step)}
        if line.allows(amount, step) and (line.priority or not amount)
    ]


def best_by_enumeration(problem):
    choices = [allowed_amounts(line, problem.step) for line in problem.lines]
    possible = (
        problem.measures(amounts)
        for amounts in itertools.product(*choices)
        if not problem.faults(amounts)
    )
    return max(possible, default=None)


@settings(max_examples=150, deadline=None)
@given(problems())
def test_the_sharing_is_the_best_there_is(problem):
    best = best_by_enumeration(problem)
    if best is None:
        with pytest.raises(ImpossibleRules) as refusal:
            share(problem)
        assert best_by_enumeration(only(problem, refusal.value.shares)) is None
        return
    proposal = share(problem)
    amounts = [proposal.amounts[line.id] for line in problem.lines]
    assert problem.faults(amounts) == []
    assert problem.measures(amounts) == best
    assert proposal.measures == best
    assert proposal.is_proven
    assert share(problem) == proposal


def only(problem, shares):
    """The same problem with the rules that were named: they conflict by themselves. The money
    to be shared is unchanged."""
    return Problem(problem.envelopes, problem.actions, problem.lines, shares, problem.step)


@settings(max_examples=100, deadline=None)
@given(problems())
def test_each_who_gets_less_has_true_reasons(problem):
    try:
        proposal = share(problem)
    except ImpossibleRules:
        return
    amounts = [proposal.amounts[line.id] for line in problem.lines]
    reduced = [place for place, line in enumerate(problem.lines) if amounts[place] < line.asked]
    assert sorted(proposal.reasons) == [problem.lines[place].id for place in reduced]
    for place in reduced:
        line = problem.lines[place]
        codes = codes_of(proposal, line.id)
        assert codes != []
        assert (codes == ["priority"]) == (line.priority == 0)
        if codes[0] not in ("priority", "action_minimum"):
            more = line.above(amounts[place], problem.step) - amounts[place]
            blocking = blocking_limits(problem, amounts, {place: more})
            named = [code for code in codes if code in ("envelope", "ceiling", "share")]
            assert [limit.kind for limit in blocking] == named
            assert named != []


def test_an_answer_cut_short_still_keeps_the_rules_and_gives_what_it_can():
    lines = [
        line(pk, 137 * pk + 11, minimum=100 * (pk % 7) * EURO, priority=1 + pk % 4)
        for pk in range(1, 60)
    ]
    problem = one_envelope(40_000, *lines)
    proposal = share(problem, seconds=0)
    amounts = [proposal.amounts[line.id] for line in problem.lines]
    assert problem.faults(amounts) == []
    assert all(proposal.reasons[line.id] for line in lines if line.id in proposal.reasons)
