"""What a funder decides: one line, a whole deliberation, and what may be revised."""

from __future__ import annotations

import datetime

import pytest

from ensemblier.applications.enums import ApplicationState, LineState
from ensemblier.applications.models import Application, Request, StateChange
from ensemblier.audit.models import Entry
from ensemblier.calls.models import Envelope
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.funding.enums import Verdict
from ensemblier.funding.models import Award
from ensemblier.funding.operations.decisions import (
    Decided,
    close_settled,
    decide_lines,
    revise_decision,
)
from tests.factories import programming as make
from tests.funding.lines import AT, DECIDED, grant, make_line


def decide(call, by, *decisions, **fields):
    fields.setdefault("decided_on", DECIDED)
    return decide_lines(call=call, decisions=decisions, by=by, at=AT, **fields)


def state_of(request):
    return Request.objects.get(pk=request.pk).state


def committed(envelope):
    return Envelope.objects.get(pk=envelope.pk).committed_cents


def test_a_decision_keeps_its_day_and_reference(department, gardeners, agent):
    request = make_line(department, gardeners)

    grant(request, 5_000_00, agent, decided_on=DECIDED, reference=" 2026-031 ")

    award = Award.objects.get(request=request)
    assert (award.granted_cents, award.decided_on, award.decision_reference) == (
        5_000_00,
        DECIDED,
        "2026-031",
    )
    assert (state_of(request), committed(department)) == (LineState.GRANTED, 5_000_00)


def test_a_deliberation_decides_a_whole_list_at_once(department, gardeners, agent):
    first, second, third = (make_line(department, gardeners) for _rank in range(3))

    awards = decide(
        department.call,
        agent,
        Decided(first.pk, Verdict.GRANT, 5_000_00),
        Decided(second.pk, Verdict.REFUSE),
        Decided(third.pk, Verdict.POSTPONE),
        reference="2026-031",
        reason="Crédits épuisés.",
    )

    assert [state_of(row) for row in (first, second, third)] == ["granted", "refused", "postponed"]
    assert {(row.decision_reference, row.decided_on) for row in awards} == {("2026-031", DECIDED)}
    assert [row.granted_cents for row in awards] == [5_000_00, 0, None]
    entry = Entry.objects.get(action="funding.decide_lines")
    assert entry.summary == "3 décisions du 12 mars 2026, réf. 2026-031"


def test_amounts_of_the_matrix_take_the_reference_of_their_deliberation(
    department, gardeners, agent
):
    """They were granted in the matrix first: nothing changes but the day and the reference."""
    request = make_line(department, gardeners)
    grant(request, 5_000_00, agent, reference="", decided_on=DECIDED)
    moves = StateChange.objects.filter(request=request).count()

    grant(request, 5_000_00, agent, reference="2026-040", decided_on=datetime.date(2026, 3, 20))

    award = Award.objects.get(request=request)
    assert (award.decision_reference, award.decided_on) == (
        "2026-040",
        datetime.date(2026, 3, 20),
    )
    assert StateChange.objects.filter(request=request).count() == moves


def test_one_line_too_many_and_nothing_of_the_list_is_decided(department, gardeners, agent):
    first, second = (make_line(department, gardeners, asked=80_000_00) for _rank in range(2))

    with pytest.raises(Refused) as refusal:
        decide(
            department.call,
            agent,
            Decided(first.pk, Verdict.GRANT, 60_000_00),
            Decided(second.pk, Verdict.GRANT, 60_000_00),
        )

    assert str(refusal.value) == (
        f"Rien n’a été décidé. Dossier {second.application.reference}\u00a0: 60\u202f000\u00a0€, "
        "c’est plus que ce qui reste dans l’enveloppe «\u00a0Social\u00a0»\u00a0: "
        "40\u202f000\u00a0€."
    )
    assert (state_of(first), committed(department)) == (LineState.REQUESTED, 0)


def test_more_than_what_was_asked_is_refused(department, gardeners, agent):
    request = make_line(department, gardeners, asked=6_000_00)

    with pytest.raises(Refused) as refusal:
        grant(request, 6_000_01, agent)

    assert str(refusal.value) == (
        f"Rien n’a été décidé. Dossier {request.application.reference}\u00a0: "
        "6\u202f000,01\u00a0€, c’est plus que la demande\u00a0: 6\u202f000\u00a0€."
    )


@pytest.mark.parametrize("verdict", [Verdict.REFUSE, Verdict.POSTPONE])
def test_a_no_is_explained(department, gardeners, agent, verdict):
    request = make_line(department, gardeners)

    with pytest.raises(InvalidInput) as refusal:
        decide(department.call, agent, Decided(request.pk, verdict), reason="  ")

    assert (str(refusal.value), refusal.value.field) == (
        "Dites pourquoi\u00a0: l’association le lira.",
        "reason",
    )


def test_a_decision_is_not_dated_from_tomorrow(department, gardeners, agent):
    request = make_line(department, gardeners)

    with pytest.raises(InvalidInput) as refusal:
        grant(request, 1_00, agent, decided_on=AT.date() + datetime.timedelta(days=1))

    assert refusal.value.field == "decided_on"


def test_granting_nothing_is_not_granting(department, gardeners, agent):
    request = make_line(department, gardeners)

    with pytest.raises(InvalidInput) as refusal:
        grant(request, 0, agent)

    assert str(refusal.value) == (
        f"Dossier {request.application.reference}\u00a0: écrivez le montant accordé, "
        "ou refusez la demande."
    )


def test_nobody_decides_for_another_funder_nor_for_their_own_association(
    department, gardeners, agent
):
    request = make_line(department, gardeners)
    other = make.make_officer(make.make_envelope(department.call).funder)
    member = make.make_member(gardeners, user=agent)

    for person in (other, member):
        with pytest.raises(NotAllowed):
            grant(request, 1_000_00, person)

    assert state_of(request) == LineState.REQUESTED


def test_a_line_put_off_gives_back_what_it_had(department, gardeners, agent):
    request = make_line(department, gardeners)
    grant(request, 5_000_00, agent)

    decide(department.call, agent, Decided(request.pk, Verdict.POSTPONE), reason="À revoir.")

    assert (state_of(request), committed(department)) == (LineState.POSTPONED, 0)


def test_a_draft_is_not_put_off(department, gardeners, agent):
    request = make_line(department, gardeners, state=ApplicationState.SUBMITTED)

    with pytest.raises(Refused) as refusal:
        decide(department.call, agent, Decided(request.pk, Verdict.POSTPONE), reason="Tôt.")

    assert str(refusal.value) == (
        f"Le dossier {request.application.reference} est «\u00a0déposé\u00a0»\u00a0: "
        "il ne s’ajourne pas."
    )


def test_the_last_decision_of_the_team_settles_the_application(department, gardeners, editor):
    request = make_line(department, gardeners)
    region = make.make_envelope(department.call)
    other = make.make_request(request.application, region.funder)

    grant(request, 5_000_00, editor)
    assert Application.objects.get().state == ApplicationState.IN_APPRAISAL
    decide(department.call, editor, Decided(other.pk, Verdict.REFUSE), reason="Hors thème.")

    application = Application.objects.get()
    assert (application.state, application.decided_at) == (ApplicationState.DECIDED, AT)


def test_a_line_put_off_waits_for_the_team_to_close(department, gardeners, editor):
    request = make_line(department, gardeners)
    decide(department.call, editor, Decided(request.pk, Verdict.POSTPONE), reason="À revoir.")
    assert Application.objects.get().state == ApplicationState.IN_APPRAISAL

    closed = close_settled(call=department.call, by=editor, at=AT)

    assert closed == [request.application]
    assert Application.objects.get().state == ApplicationState.DECIDED


def test_an_officer_closes_nothing(department, gardeners, agent):
    request = make_line(department, gardeners)
    grant(request, 5_000_00, agent)

    assert close_settled(call=department.call, by=agent, at=AT) == []
    assert Application.objects.get(pk=request.application_id).state == "in_appraisal"


def test_a_decision_is_revised_with_a_reason(department, gardeners, editor):
    request = make_line(department, gardeners)
    grant(request, 5_000_00, editor)
    assert Application.objects.get().state == ApplicationState.DECIDED

    revise_decision(request=request, reason="Erreur de ligne.", by=editor, at=AT)

    award = Award.objects.get()
    assert (award.granted_cents, award.decided_on, award.decision_reference) == (None, None, "")
    assert (state_of(request), committed(department)) == (LineState.REQUESTED, 0)
    assert Application.objects.get().state == ApplicationState.IN_APPRAISAL
    entry = Entry.objects.get(action="funding.revise_decision")
    assert entry.changes == {"reason": ["", "Erreur de ligne."]}


def test_a_line_put_off_may_be_taken_up_again(department, gardeners, editor):
    request = make_line(department, gardeners)
    decide(department.call, editor, Decided(request.pk, Verdict.POSTPONE), reason="À revoir.")

    revise_decision(request=request, reason="Le budget est voté.", by=editor, at=AT)

    assert state_of(request) == LineState.PROPOSED


def test_revising_wants_a_reason_and_the_team_for_a_decided_application(
    department, gardeners, editor, agent
):
    request = make_line(department, gardeners)
    grant(request, 5_000_00, editor)

    with pytest.raises(InvalidInput):
        revise_decision(request=request, reason=" ", by=editor, at=AT)
    with pytest.raises(NotAllowed) as refusal:
        revise_decision(request=request, reason="Erreur.", by=agent, at=AT)

    assert str(refusal.value) == (
        "Le dossier est décidé\u00a0: l’équipe du contrat seule peut le rouvrir. Écrivez-lui."
    )
    assert state_of(request) == LineState.GRANTED


def test_a_request_of_another_call_is_not_in_the_list(department, agent):
    stranger = make.make_request()

    with pytest.raises(InvalidInput) as refusal:
        decide(department.call, agent, Decided(stranger.pk, Verdict.GRANT, 1_00))

    assert str(refusal.value) == "Une de ces demandes n’est pas dans cet appel."


def test_an_empty_list_is_said(department, agent):
    with pytest.raises(InvalidInput) as refusal:
        decide(department.call, agent)

    assert str(refusal.value) == "Cochez au moins un dossier."
