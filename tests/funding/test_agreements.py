"""Conventions: compulsory above the threshold, over one year or three, signed on both sides."""

from __future__ import annotations

import datetime

import pytest

from ensemblier.applications.enums import ApplicationState, LineState
from ensemblier.applications.models import Request, Series
from ensemblier.core.docx import read_docx_text
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.funding.enums import AgreementKind, AgreementState
from ensemblier.funding.models import Agreement, Award, Payment
from ensemblier.funding.operations import agreements, payments
from ensemblier.funding.operations.decisions import revise_decision
from ensemblier.funding.queries.agreements import agreements_seen_by, awards_to_agree, row_of
from ensemblier.funding.queries.awards import needs_agreement
from ensemblier.notices.models import Notice
from ensemblier.organizations.enums import OrganizationKind
from tests import factories
from tests.factories import programming as make
from tests.funding.lines import AT, DAY, DECIDED, grant, make_bearer, make_line

SIGNED = datetime.date(2026, 4, 1)


def prepare(award, by, kind=AgreementKind.ANNUAL, **fields):
    return agreements.prepare_agreement(award=award, kind=kind, by=by, at=AT, **fields)


def sign(agreement, by, **fields):
    fields = fields or {"bearer_signed_on": DECIDED, "funder_signed_on": SIGNED}
    return agreements.sign_agreement(agreement=agreement, by=by, at=AT, **fields)


def state_of(request):
    return Request.objects.get(pk=request.pk).state


def text_of(agreement):
    with agreement.file.content.open("rb") as content:
        return read_docx_text(content.read())


def in_series(request, later_years, asked=30_000_00):
    """The later years of a request over several years, whose calls are not open yet."""
    application = request.application
    series = Series.objects.create(
        contract=application.contract, action=application.action, first_year=application.year
    )
    application.series = series
    application.save()
    made = []
    for rank, year in enumerate(later_years, start=2):
        later = make.make_application(
            application.call,
            application.action,
            year=year,
            series=series,
            series_rank=rank,
            state=ApplicationState.IN_APPRAISAL,
        )
        made.append(make.make_request(later, request.funder, amount_cents=asked))
    return made


@pytest.mark.parametrize(
    ("cents", "expected"), [(22_999_99, False), (23_000_00, False), (23_000_01, True)]
)
def test_an_agreement_is_compulsory_above_the_threshold(
    department, gardeners, agent, cents, expected
):
    award = grant(make_line(department, gardeners, asked=30_000_00), cents, agent)

    assert needs_agreement(award) is expected


def test_the_threshold_counts_all_actions_of_the_year(department, gardeners, agent):
    first = grant(make_line(department, gardeners, asked=20_000_00), 13_000_00, agent)
    assert needs_agreement(first) is False

    second = grant(make_line(department, gardeners, asked=20_000_00), 13_000_00, agent)

    assert [needs_agreement(first), needs_agreement(second)] == [True, True]
    assert awards_to_agree(agent) == [(first, 26_000_00), (second, 26_000_00)]


def test_the_threshold_is_that_of_the_call(department, gardeners, agent):
    department.call.rules.create(code="agreement_threshold_cents", value=5_000_00)
    award = grant(make_line(department, gardeners), 5_000_01, agent)

    assert needs_agreement(award) is True
    assert awards_to_agree(agent) == [(award, 5_000_01)]


def test_public_bodies_need_none(department, agent):
    town = make_bearer(name="La commune", kind=OrganizationKind.AUTHORITY)
    award = grant(make_line(department, town, asked=50_000_00), 50_000_00, agent)

    assert needs_agreement(award) is False
    assert awards_to_agree(agent) == []


def test_an_annual_agreement_says_what_the_law_wants(department, gardeners, agent):
    request = make_line(department, gardeners, asked=30_000_00, title="Jardiner ensemble")
    agreement = prepare(grant(request, 25_000_00, agent), agent)

    assert agreement.reference == f"CONV-{request.application.reference}-1"
    text = text_of(agreement)
    for words in (
        f"Convention annuelle CONV-{request.application.reference}-1",
        f"Les Jardins, SIRET {gardeners.printed_siret}, ci-après",
        "Le bénéficiaire mène l’action «\u00a0Jardiner ensemble\u00a0»",
        "Le financeur accorde 25\u202f000\u00a0€ au bénéficiaire.",
        "avance\u00a0: 20\u202f000\u00a0€, prévu le 3 mai 2026",
        "au plus tard le 30 juin 2027.",
    ):
        assert words in text
    assert "chaque année suivante" not in text


def test_a_signed_agreement_opens_payments(department, gardeners, agent):
    person = make.make_member(gardeners)
    request = make_line(department, gardeners, asked=30_000_00)
    agreement = prepare(grant(request, 25_000_00, agent), agent)

    agreements.send_agreement(agreement=agreement, sent_on=DAY, by=agent, at=AT)
    sign(agreement, agent, bearer_signed_on=DECIDED)
    assert Agreement.objects.get().state == AgreementState.SENT
    sign(agreement, agent, funder_signed_on=SIGNED)

    assert Agreement.objects.get().state == AgreementState.SIGNED
    assert state_of(request) == LineState.AGREEMENT
    rows = Payment.objects.order_by("expected_on").values_list(
        "kind", "amount_cents", "expected_on"
    )
    assert list(rows) == [
        ("advance", 20_000_00, datetime.date(2026, 5, 1)),
        ("balance", 5_000_00, datetime.date(2027, 7, 30)),
    ]
    assert [notice.text for notice in Notice.objects.filter(user=person).order_by("pk")][-2:] == [
        f"La convention {agreement.reference} avec Département vous attend pour signature.",
        f"La convention {agreement.reference} avec Département est signée.",
    ]


def test_the_signed_paper_is_kept(department, gardeners, agent):
    agreement = prepare(grant(make_line(department, gardeners), 5_000_00, agent), agent)

    sign(agreement, agent, bearer_signed_on=DECIDED, uploaded=factories.make_upload("signe.pdf"))
    agreements.keep_signed_file(
        agreement=agreement, uploaded=factories.make_upload("mieux.pdf"), by=agent, at=AT
    )

    assert Agreement.objects.get().signed_file.name == "mieux.pdf"


def test_a_signature_of_tomorrow_is_refused(department, gardeners, agent):
    agreement = prepare(grant(make_line(department, gardeners), 5_000_00, agent), agent)

    with pytest.raises(InvalidInput) as refusal:
        sign(agreement, agent, bearer_signed_on=DAY + datetime.timedelta(days=1))

    assert refusal.value.field == "bearer_signed_on"


def test_what_is_signed_is_what_was_decided(department, gardeners, agent):
    request = make_line(department, gardeners)
    agreement = prepare(grant(request, 5_000_00, agent), agent)
    grant(request, 4_000_00, agent)

    with pytest.raises(Refused) as refusal:
        sign(agreement, agent)
    assert str(refusal.value) == (
        "La convention dit 5\u202f000\u00a0€ et la décision 4\u202f000\u00a0€\u00a0: "
        "réécrivez le document d’abord."
    )

    agreements.rewrite_agreement(agreement=agreement, by=agent, at=AT)
    sign(agreement, agent)

    assert "Le financeur accorde 4\u202f000\u00a0€" in text_of(Agreement.objects.get())
    assert state_of(request) == LineState.AGREEMENT


def test_one_agreement_at_a_time(department, gardeners, agent):
    award = grant(make_line(department, gardeners), 5_000_00, agent)
    first = prepare(award, agent)

    with pytest.raises(Refused) as refusal:
        prepare(award, agent)
    assert str(refusal.value) == (
        f"La convention {first.reference} existe déjà pour ce financement."
    )

    agreements.cancel_agreement(agreement=first, reason="Faute de frappe.", by=agent, at=AT)
    second = prepare(award, agent)
    assert second.reference.endswith("-2")


def test_nothing_granted_nothing_agreed(department, gardeners, agent):
    award = make.make_award(make_line(department, gardeners), proposed_cents=1_00)

    with pytest.raises(Refused) as refusal:
        prepare(award, agent)

    assert str(refusal.value) == "Une convention porte sur un montant accordé."


def test_a_cancelled_agreement_gives_the_line_back_to_its_decision(department, gardeners, agent):
    request = make_line(department, gardeners)
    agreement = prepare(grant(request, 5_000_00, agent), agent)
    sign(agreement, agent)

    with pytest.raises(InvalidInput):
        agreements.cancel_agreement(agreement=agreement, reason=" ", by=agent, at=AT)
    agreements.cancel_agreement(agreement=agreement, reason="Action annulée.", by=agent, at=AT)

    kept = Agreement.objects.get()
    assert (kept.state, kept.cancel_reason, kept.cancelled_on) == (
        AgreementState.CANCELLED,
        "Action annulée.",
        DAY,
    )
    assert (state_of(request), Payment.objects.count()) == (LineState.GRANTED, 0)


def test_an_agreement_under_which_money_was_paid_is_not_cancelled(department, gardeners, agent):
    agreement = prepare(grant(make_line(department, gardeners), 5_000_00, agent), agent)
    sign(agreement, agent)
    advance = Payment.objects.order_by("expected_on")[0]
    payments.make_payment(payment=advance, made_on=DAY, by=agent, at=AT)

    with pytest.raises(Refused) as refusal:
        agreements.cancel_agreement(agreement=agreement, reason="Trop tard.", by=agent, at=AT)

    assert str(refusal.value) == (
        "Un versement a été fait sous cette convention\u00a0: elle ne s’annule plus."
    )


def test_a_decision_under_agreement_is_not_revised(department, gardeners, editor):
    request = make_line(department, gardeners)
    agreement = prepare(grant(request, 5_000_00, editor), editor)

    with pytest.raises(Refused) as refusal:
        revise_decision(request=request, reason="Erreur.", by=editor, at=AT)

    assert str(refusal.value) == (
        f"La convention {agreement.reference} existe déjà\u00a0: annulez-la d’abord."
    )


def test_three_years_one_firm_two_promised(department, gardeners, agent):
    request = make_line(department, gardeners, asked=30_000_00)
    in_series(request, [2027, 2028], asked=28_000_00)
    award = grant(request, 25_000_00, agent)

    agreement = prepare(award, agent, AgreementKind.MULTIYEAR)

    assert list(agreement.years.values_list("year", "amount_cents", "is_firm")) == [
        (2026, 25_000_00, True),
        (2027, 28_000_00, False),
        (2028, 28_000_00, False),
    ]
    text = text_of(agreement)
    assert "2026\u00a0: 25\u202f000\u00a0€, montant ferme" in text
    assert "2028\u00a0: 28\u202f000\u00a0€, montant prévisionnel" in text
    assert "Le financeur soutient l’action à hauteur de 81\u202f000\u00a0€ en tout" in text


def test_promised_amounts_may_be_others_than_those_asked(department, gardeners, agent):
    request = make_line(department, gardeners, asked=30_000_00)
    in_series(request, [2027])

    agreement = prepare(
        grant(request, 25_000_00, agent),
        agent,
        AgreementKind.MULTIYEAR,
        later_cents={2027: 20_000_00},
    )

    assert agreement.years.get(year=2027).amount_cents == 20_000_00


def test_a_promised_year_is_confirmed_when_it_is_decided(department, gardeners, agent):
    request = make_line(department, gardeners, asked=30_000_00)
    [second] = in_series(request, [2027])
    agreement = prepare(grant(request, 25_000_00, agent), agent, AgreementKind.MULTIYEAR)
    sign(agreement, agent)

    award = grant(second, 24_000_00, agent)

    row = agreement.years.get(year=2027)
    assert (row.amount_cents, row.is_firm) == (24_000_00, True)
    assert state_of(second) == LineState.AGREEMENT
    assert sum(award.payments.values_list("amount_cents", flat=True)) == 24_000_00
    assert awards_to_agree(agent) == []


def test_a_confirmed_year_is_a_promise_again_when_its_decision_is_revised(
    department, gardeners, editor
):
    request = make_line(department, gardeners, asked=30_000_00)
    [second] = in_series(request, [2027])
    agreement = prepare(grant(request, 25_000_00, editor), editor, AgreementKind.MULTIYEAR)
    sign(agreement, editor)
    grant(second, 24_000_00, editor)

    with pytest.raises(Refused):
        revise_decision(request=request, reason="Erreur.", by=editor, at=AT)
    revise_decision(request=second, reason="Budget revu.", by=editor, at=AT)

    assert agreement.years.get(year=2027).is_firm is False
    assert (state_of(request), state_of(second)) == (LineState.AGREEMENT, LineState.REQUESTED)
    assert Award.objects.get(request=second).granted_cents is None


def test_one_year_alone_has_no_multi_year_agreement(department, gardeners, agent):
    award = grant(make_line(department, gardeners), 5_000_00, agent)

    with pytest.raises(InvalidInput) as refusal:
        prepare(award, agent, AgreementKind.MULTIYEAR)

    assert (str(refusal.value), refusal.value.field) == (
        "Ce dossier n’a qu’une année\u00a0: faites une convention annuelle.",
        "kind",
    )


def test_essential_data_are_due_three_months_after_the_second_signature(
    department, gardeners, agent
):
    agreement = prepare(
        grant(make_line(department, gardeners, asked=30_000_00), 25_000_00, agent), agent
    )
    sign(agreement, agent)

    [listed] = agreements_seen_by(agent)
    row = row_of(listed, datetime.date(2026, 7, 1))
    assert (row.signed_on, row.publish_by, row.is_publication_late) == (
        SIGNED,
        datetime.date(2026, 7, 1),
        False,
    )
    assert row_of(listed, datetime.date(2026, 7, 2)).is_publication_late is True

    with pytest.raises(InvalidInput) as refusal:
        agreements.publish_data(agreement=agreement, published_on=DECIDED, by=agent, at=AT)
    assert str(refusal.value) == "C’est avant la signature."
    agreements.publish_data(agreement=agreement, published_on=DAY, by=agent, at=AT)

    [listed] = agreements_seen_by(agent)
    assert row_of(listed, datetime.date(2026, 7, 2)).is_publication_late is False


def test_essential_data_of_a_smaller_grant_need_not_be_published(department, gardeners, agent):
    agreement = prepare(
        grant(make_line(department, gardeners, asked=30_000_00), 23_000_00, agent), agent
    )
    sign(agreement, agent)

    [listed] = agreements_seen_by(agent)

    assert row_of(listed, datetime.date(2027, 1, 1)).publish_by is None


def test_an_agent_of_another_funder_signs_nothing(department, gardeners, agent):
    agreement = prepare(grant(make_line(department, gardeners), 5_000_00, agent), agent)
    other = make.make_officer(make.make_envelope(department.call).funder)

    with pytest.raises(NotAllowed):
        sign(agreement, other)


def test_missing_agreements_cost_the_same_for_many(
    department, gardeners, agent, django_assert_num_queries
):
    def many(count):
        for _rank in range(count):
            grant(make_line(department, gardeners, asked=9_000_00), 8_500_00, agent)

    many(3)
    awards_to_agree(agent)
    with django_assert_num_queries(3):
        assert len(awards_to_agree(agent)) == 3
    many(4)
    with django_assert_num_queries(3):
        assert len(awards_to_agree(agent)) == 7
