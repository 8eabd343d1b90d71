"""Amounts are written under lock by those whose column it is, or refused with a sentence."""

from __future__ import annotations

import datetime

import pytest

from ensemblier.applications.enums import ApplicationState, LineState
from ensemblier.applications.models import StateChange
from ensemblier.appraisal.models import Recusal
from ensemblier.audit.models import Entry
from ensemblier.calls.models import Envelope
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.funding.enums import AmountField
from ensemblier.funding.models import AmountEdit, Award
from ensemblier.funding.operations import amounts
from ensemblier.funding.operations.amounts import Cell, CellsRefused, Conflict
from tests.factories import programming as make

AT = datetime.datetime(2026, 3, 2, 10, tzinfo=datetime.UTC)
PROPOSED, GRANTED = AmountField.PROPOSED, AmountField.GRANTED


@pytest.fixture
def envelope(contract):
    call = make.make_call(contract, name="Appel 2026")
    funder = make.make_funder(name="Région")
    return make.make_envelope(call, funder, amount_cents=10_000_00, budget_line="BL 1")


@pytest.fixture
def officer(envelope):
    return make.make_officer(envelope.funder)


def request_of(envelope, asked=5_000_00, **fields):
    fields.setdefault("state", ApplicationState.IN_APPRAISAL)
    application = make.make_application(envelope.call, **fields)
    return make.make_request(application, envelope.funder, amount_cents=asked)


def grant(request, cents, by, **values):
    return amounts.set_granted(request=request, cents=cents, by=by, at=AT, **values)


def propose(request, cents, by, **values):
    return amounts.set_proposed(request=request, cents=cents, by=by, at=AT, **values)


def committed(envelope):
    return Envelope.objects.get(pk=envelope.pk).committed_cents


def state_of(request):
    return type(request).objects.get(pk=request.pk).state


def test_an_officer_proposes_then_grants(envelope, officer):
    request = request_of(envelope)
    award = propose(request, 4_000_00, officer)
    assert (award.proposed_cents, award.granted_cents, award.edition) == (4_000_00, None, 1)
    assert award.envelope == envelope
    assert request.state == LineState.PROPOSED
    award = grant(request, 3_500_00, officer)
    assert (award.proposed_cents, award.granted_cents, award.edition) == (4_000_00, 3_500_00, 2)
    assert award.decided_on == datetime.date(2026, 3, 2)
    assert (award.changed_by, award.changed_at) == (officer, AT)
    assert state_of(request) == LineState.GRANTED
    assert committed(envelope) == 3_500_00


def test_the_trail_tells_the_cell_and_both_amounts(envelope, officer):
    request = request_of(envelope)
    propose(request, 1_000_00, officer)
    propose(request, 1_234_50, officer)
    entry = Entry.objects.filter(action="funding.set_amounts").first()
    reference = request.application.reference
    assert entry.summary == (
        f"{reference}, Région, proposé\u00a0: 1\u202f234,50\u00a0€ (avant\u00a0: 1\u202f000\u00a0€)"
    )
    assert entry.changes == {f"{reference}, Région, proposé": [1_000_00, 1_234_50]}
    assert entry.actor == officer


def test_zero_refuses_and_nothing_opens_the_line_again(envelope, officer):
    request = request_of(envelope)
    grant(request, 0, officer)
    assert state_of(request) == LineState.REFUSED
    award = grant(request, None, officer)
    assert (award.granted_cents, award.decided_on) == (None, None)
    assert state_of(request) == LineState.REQUESTED
    steps = StateChange.objects.filter(request=request).values_list("transition", flat=True)
    assert list(steps) == ["refuse", "revise", "withdraw_proposal"]


def test_a_grant_becomes_a_refusal_and_gives_the_money_back(envelope, officer):
    request = request_of(envelope)
    grant(request, 5_000_00, officer)
    grant(request, 0, officer)
    assert committed(envelope) == 0
    assert state_of(request) == LineState.REFUSED


def test_taking_a_proposal_back_brings_the_line_back(envelope, officer):
    request = request_of(envelope)
    propose(request, 100_00, officer)
    propose(request, None, officer)
    assert state_of(request) == LineState.REQUESTED


def test_more_than_was_asked_is_refused(envelope, officer):
    request = request_of(envelope, asked=1_000_00)
    for write in (propose, grant):
        with pytest.raises(InvalidInput) as refusal:
            write(request, 1_000_01, officer)
        assert str(refusal.value) == (
            "1\u202f000,01\u00a0€, c’est plus que la demande\u00a0: 1\u202f000\u00a0€."
        )
    assert not Award.objects.exists()


def test_above_the_envelope_the_sentence_says_what_is_left(envelope, officer):
    grant(request_of(envelope, 8_000_00), 7_500_00, officer)
    second = request_of(envelope, 5_000_00)
    with pytest.raises(InvalidInput) as refusal:
        grant(second, 2_500_01, officer)
    assert str(refusal.value) == (
        "2\u202f500,01\u00a0€, c’est plus que ce qui reste dans l’enveloppe "
        "«\u00a0BL 1\u00a0»\u00a0: 2\u202f500\u00a0€."
    )
    assert committed(envelope) == 7_500_00
    grant(second, 2_500_00, officer)
    assert committed(envelope) == 10_000_00


def test_changing_a_grant_counts_only_the_difference(envelope, officer):
    request = request_of(envelope, 10_000_00)
    grant(request, 9_000_00, officer)
    grant(request, 10_000_00, officer)
    assert committed(envelope) == 10_000_00
    grant(request, 100, officer)
    assert committed(envelope) == 100


def test_proposals_may_exceed_the_envelope(envelope, officer):
    for _time in range(3):
        propose(request_of(envelope), 5_000_00, officer)
    assert committed(envelope) == 0


def test_money_moves_from_an_envelope_to_another_of_the_same_funder(envelope, officer):
    other = make.make_envelope(
        envelope.call, envelope.funder, budget_line="BL 2", amount_cents=4_000_00, rank=1
    )
    request = request_of(envelope)
    grant(request, 3_000_00, officer)
    grant(request, 3_000_00, officer, envelope=other)
    assert (committed(envelope), committed(other)) == (0, 3_000_00)
    assert Entry.objects.filter(action="funding.set_amounts").first().changes == {
        f"{request.application.reference}, Région, enveloppe": ["BL 1", "BL 2"]
    }
    with pytest.raises(InvalidInput, match="plus que ce qui reste"):
        grant(request, 4_000_01, officer)


def test_the_envelope_of_another_funder_is_refused(envelope, officer):
    with pytest.raises(InvalidInput, match="n’est pas celle de"):
        grant(request_of(envelope), 1, officer, envelope=make.make_envelope(envelope.call))


def test_a_funder_without_envelope_grants_nothing(envelope, editor):
    request = make.make_request(
        make.make_application(envelope.call, state=ApplicationState.IN_APPRAISAL),
        make.make_funder(name="Commune"),
    )
    assert propose(request, 1_00, editor).envelope is None
    with pytest.raises(Refused, match="n’a pas d’enveloppe dans cet appel"):
        grant(request, 1_00, editor)


def test_a_cell_changed_by_another_is_a_conflict_with_both_values(envelope, officer, editor):
    request = request_of(envelope)
    propose(request, 2_000_00, officer, seen=(None,))
    with pytest.raises(Conflict) as conflict:
        propose(request, 3_000_00, editor, seen=(None,))
    assert str(conflict.value) == (
        f"{officer.full_name} a changé ce montant entre-temps\u00a0: il vaut "
        "2\u202f000\u00a0€. Vous vouliez écrire 3\u202f000\u00a0€."
    )
    assert conflict.value.now == 2_000_00
    assert propose(request, 3_000_00, editor, seen=(2_000_00,)).proposed_cents == 3_000_00


def test_the_column_of_another_funder_is_not_written(envelope, officer):
    other = make.make_envelope(envelope.call, make.make_funder(name="CAF"))
    request = make.make_request(request_of(envelope).application, other.funder)
    with pytest.raises(NotAllowed) as refusal:
        propose(request, 1_00, officer)
    assert str(refusal.value) == (
        "Cette colonne est celle de «\u00a0CAF\u00a0»\u00a0: "
        "ses agents et l’équipe du contrat y écrivent."
    )


def test_readers_and_strangers_write_nothing(envelope, reader, outsider, other_member):
    request = request_of(envelope)
    for person in (reader, outsider, other_member):
        with pytest.raises(NotAllowed):
            propose(request, 1_00, person)


def test_a_recused_person_writes_nothing(envelope, officer):
    request = request_of(envelope)
    Recusal.objects.create(
        contract=envelope.contract,
        call=envelope.call,
        user=officer,
        organization=request.application.action.bearer,
        reason="Elle y travaille.",
        declared_by=officer,
        declared_at=AT,
    )
    with pytest.raises(NotAllowed) as refusal:
        propose(request, 1_00, officer)
    assert str(refusal.value) == (
        f"Vous avez un lien avec le porteur du dossier {request.application.reference}\u00a0: "
        "quelqu’un d’autre écrit ce montant."
    )


def test_a_member_of_the_bearer_is_recused_too(envelope, editor):
    request = request_of(envelope)
    make.make_member(request.application.action.bearer, user=editor)
    with pytest.raises(NotAllowed, match="Vous avez un lien"):
        propose(request, 1_00, editor)


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (ApplicationState.DECIDED, "est «\u00a0décidé\u00a0»\u00a0: ce montant ne change plus."),
        (ApplicationState.SUBMITTED, "déclarez-le recevable avant d’accorder un montant."),
        (ApplicationState.INADMISSIBLE, "«\u00a0irrecevable\u00a0»"),
        (ApplicationState.DRAFT, "«\u00a0en préparation\u00a0»"),
    ],
)
def test_money_is_granted_only_while_it_is_decided(envelope, officer, state, sentence):
    with pytest.raises(Refused) as refusal:
        grant(request_of(envelope, state=state), 1_00, officer)
    assert sentence in str(refusal.value)


def test_a_line_under_agreement_does_not_move(envelope, officer):
    request = request_of(envelope)
    request.state = LineState.AGREEMENT
    request.save()
    with pytest.raises(Refused) as refusal:
        grant(request, 1_00, officer)
    assert str(refusal.value) == (
        "La demande à «\u00a0Région\u00a0» est «\u00a0conventionné\u00a0»\u00a0: "
        "ce montant ne change plus."
    )


def test_an_amount_is_not_proposed_once_it_is_granted(envelope, officer):
    request = request_of(envelope)
    grant(request, 1_00, officer)
    with pytest.raises(Refused, match="est «\u00a0accordé\u00a0»"):
        propose(request, 2_00, officer)


def test_a_block_that_does_not_fit_writes_nothing(envelope, officer):
    first, second = request_of(envelope), request_of(envelope, asked=100_00)
    cells = [
        Cell(first.pk, PROPOSED, 1_000_00),
        Cell(second.pk, PROPOSED, 200_00),
        Cell(0, PROPOSED, 1),
    ]
    with pytest.raises(CellsRefused) as refusal:
        amounts.set_amounts(call=envelope.call, cells=cells, by=officer, at=AT)
    assert str(refusal.value) == (
        "200\u00a0€, c’est plus que la demande\u00a0: 100\u00a0€. "
        "Un autre montant ne va pas. Rien n’a été écrit."
    )
    assert list(refusal.value.refusals) == cells[1:]
    assert not Award.objects.exists()
    assert not Entry.objects.filter(action="funding.set_amounts").exists()


def test_partly_keeps_those_that_fit(envelope, officer):
    first, second = request_of(envelope), request_of(envelope, asked=100_00)
    cells = [Cell(first.pk, GRANTED, 5_000_00), Cell(second.pk, GRANTED, 200_00)]
    batch = amounts.set_amounts(
        call=envelope.call, cells=cells, by=officer, at=AT, partly=True, why="Fichier relu"
    )
    assert list(batch.refusals) == [cells[1]]
    assert committed(envelope) == 5_000_00
    assert Award.objects.get().granted_cents == 5_000_00


def test_one_entry_of_the_trail_for_a_block(envelope, officer):
    cells = [Cell(request_of(envelope).pk, PROPOSED, 100_00) for _time in range(3)]
    amounts.set_amounts(call=envelope.call, cells=cells, by=officer, at=AT, why="Collage")
    entry = Entry.objects.get(action="funding.set_amounts")
    assert entry.summary == "Collage\u00a0: 3 montants changés dans «\u00a0Appel 2026\u00a0»"
    assert sorted(entry.changes.values()) == [[None, 100_00]] * 3


def test_a_block_may_free_the_money_that_it_spends(envelope, officer):
    first, second = request_of(envelope, 10_000_00), request_of(envelope, 10_000_00)
    grant(first, 10_000_00, officer)
    cells = [Cell(first.pk, GRANTED, 0), Cell(second.pk, GRANTED, 10_000_00)]
    amounts.set_amounts(call=envelope.call, cells=cells, by=officer, at=AT)
    assert committed(envelope) == 10_000_00


def test_undo_goes_back_batch_by_batch(envelope, officer):
    first, second = request_of(envelope), request_of(envelope)
    propose(first, 1_000_00, officer)
    amounts.set_amounts(
        call=envelope.call,
        cells=[Cell(first.pk, PROPOSED, 2_000_00), Cell(second.pk, GRANTED, 3_000_00)],
        by=officer,
        at=AT,
    )

    def shown():
        return list(Award.objects.order_by("pk").values_list("proposed_cents", "granted_cents"))

    amounts.undo_last(call=envelope.call, by=officer, at=AT)
    assert shown() == [(1_000_00, None), (None, None)]
    assert committed(envelope) == 0
    assert state_of(second) == LineState.REQUESTED
    amounts.undo_last(call=envelope.call, by=officer, at=AT)
    assert shown() == [(None, None), (None, None)]
    with pytest.raises(Refused, match="Vous n’avez rien à annuler"):
        amounts.undo_last(call=envelope.call, by=officer, at=AT)
    assert Entry.objects.filter(summary__startswith="Annulation\u00a0: ").count() == 2
    assert AmountEdit.objects.filter(undone_at__isnull=True).count() == 0


def test_one_takes_back_only_what_one_wrote(envelope, officer, editor):
    propose(request_of(envelope), 1_000_00, officer)
    with pytest.raises(Refused, match="rien à annuler"):
        amounts.undo_last(call=envelope.call, by=editor, at=AT)


def test_undo_does_not_erase_what_another_wrote_since(envelope, officer, editor):
    request = request_of(envelope)
    propose(request, 1_000_00, officer)
    propose(request, 1_500_00, editor)
    with pytest.raises(Refused, match="a changé ce montant entre-temps"):
        amounts.undo_last(call=envelope.call, by=officer, at=AT)
    assert Award.objects.get().proposed_cents == 1_500_00


def test_undo_of_a_freed_grant_is_refused_when_the_money_went_elsewhere(envelope, officer):
    first, second = request_of(envelope, 10_000_00), request_of(envelope, 10_000_00)
    grant(first, 10_000_00, officer)
    grant(first, 0, officer)
    colleague = make.make_officer(envelope.funder)
    grant(second, 6_000_00, colleague)
    with pytest.raises(Refused, match="plus que ce qui reste"):
        amounts.undo_last(call=envelope.call, by=officer, at=AT)
    assert committed(envelope) == 6_000_00


def test_nothing_changed_writes_nothing(envelope, officer):
    request = request_of(envelope)
    propose(request, 1_00, officer)
    entries = Entry.objects.count()
    assert propose(request, 1_00, officer).edition == 1
    assert Entry.objects.count() == entries


def test_a_later_year_without_call_has_no_amount(envelope, officer):
    request = request_of(envelope)
    request.application.call = None
    request.application.save()
    with pytest.raises(Refused, match="dans aucun appel"):
        propose(request, 1_00, officer)


def test_writing_a_cell_stays_short(envelope, officer, django_assert_max_num_queries):
    request = request_of(envelope)
    propose(request, 1_00, officer)
    with django_assert_max_num_queries(20):
        propose(request, 2_00, officer)
    for _time in range(5):
        request_of(envelope)
    with django_assert_max_num_queries(20):
        propose(request, 3_00, officer)
