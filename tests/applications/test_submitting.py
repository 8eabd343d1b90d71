"""What stands in the way of a submission, and what follows it."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from ensemblier.applications.enums import ApplicationState
from ensemblier.applications.models import Application, JointApplicant
from ensemblier.applications.operations.attachments import attach
from ensemblier.applications.operations.saving import save_application
from ensemblier.applications.operations.starting import join_waiting_years, start_application
from ensemblier.applications.operations.states import move_application
from ensemblier.applications.operations.submitting import (
    NotReady,
    resume_application,
    submit_application,
    withdraw_application,
)
from ensemblier.applications.operations.values import values_of
from ensemblier.calls.enums import QuestionKind, RuleCode
from ensemblier.calls.models import Grace, Rule
from ensemblier.calls.operations.publication import AFTER_PUBLICATION
from ensemblier.core.exceptions import NotAllowed
from ensemblier.notices.models import Notice
from ensemblier.organizations.models import OrganizationDocument
from tests import factories
from tests.applications.lives import DAY, fill, sentences, url
from tests.conftest import client_of
from tests.factories import programming as make


class TestSubmitting:
    def test_all_is_there(self, ready, applicant, at):
        assert sentences(ready, at) == []

        submit_application(application=ready, by=applicant, at=at)

        ready.refresh_from_db()
        assert (ready.state, ready.submitted_at) == ("submitted", at)
        change = ready.state_changes.get()
        assert (change.transition, change.by) == ("submit", applicant)
        assert "est déposé. Vous serez tenu au courant." in Notice.objects.get(user=applicant).text

    def test_submitting_twice_is_submitting_once(self, ready, applicant, at):
        submit_application(application=ready, by=applicant, at=at)
        submit_application(application=ready, by=applicant, at=at)
        assert ready.state_changes.count() == 1

    def test_by_the_page(self, ready, applicant):
        sent = client_of(applicant).post(url("submit", ready.pk), follow=True)
        assert "Le dossier est déposé." in sent.content.decode()

    def test_what_is_missing_is_said_and_leads_to_its_step(self, programming, applicant):
        client = client_of(applicant)
        sent = client.post(url("submit", programming.draft.pk), follow=True)

        page = sent.content.decode()
        assert sent.redirect_chain[-1][0] == url("step", programming.draft.pk, "depot")
        assert "Dites les objectifs de l’action." in page
        assert f"{url('step', programming.draft.pk, 'action')}#id_objectives" in page

    def test_an_unbalanced_budget(self, ready, applicant, call, at):
        fill(ready, applicant, call, **{"budget-641": 1_100_00})
        assert sentences(ready, at) == ["Il manque 100\u00a0€ de produits pour égaler les charges."]

    def test_86_is_87(self, ready, applicant, call, at):
        fill(ready, applicant, call, **{"budget-864": 500_00})
        assert "Les contributions volontaires en nature" in sentences(ready, at)[0]
        fill(ready, applicant, call, **{"budget-864": 500_00, "budget-870": 500_00})
        assert sentences(Application.objects.get(pk=ready.pk), at) == []

    def test_shares_make_the_whole(self, ready, applicant, call, at):
        fill(ready, applicant, call, **{f"area-{call.areas.first().pk}": 9_000})
        assert sentences(ready, at) == [
            "Les parts des territoires font 90\u00a0%\u00a0: il faut 100\u00a0%."
        ]

    def test_dates_of_the_call(self, ready, applicant, call, at):
        fill(ready, applicant, call, ends_on=call.actions_end_on + DAY)
        assert sentences(Application.objects.get(pk=ready.pk), at)[0].startswith(
            "L’appel demande des actions du 1er janvier"
        )

    def test_rules_of_the_call(self, ready, applicant, call, at):
        for code, value in (
            (RuleCode.MIN_REQUEST_CENTS, 1_000_00),
            (RuleCode.MAX_SUBSIDY_PERCENT, 70),
        ):
            Rule.objects.create(call=call, code=code, value=value)
        found = sentences(Application.objects.get(pk=ready.pk), at)
        assert found == [
            "Préfecture\u00a0: demandez 1\u202f000\u00a0€ au moins.",
            "Les subventions font 80\u00a0% des produits\u00a0; l’appel en accepte "
            "70\u00a0% au plus.",
        ]

    def test_required_answers_and_papers(self, ready, applicant, call, at):
        question = call.questions.create(
            kind=QuestionKind.YES_NO, label="Ouvert le soir\u00a0?", is_required=True
        )
        wanted = call.wanted_attachments.create(label="Statuts", document_kind="statutes")
        assert sentences(ready, at) == [
            "Répondez à la question «\u00a0Ouvert le soir\u00a0?\u00a0».",
            "Joignez la pièce «\u00a0Statuts\u00a0».",
        ]

        fill(ready, applicant, call, **{f"answer-{question.pk}": False})
        attach(
            application=ready,
            wanted=wanted,
            uploaded=factories.make_upload(),
            by=applicant,
            at=at,
        )
        assert sentences(Application.objects.get(pk=ready.pk), at) == []

    def test_an_outdated_cer(self, ready, at):
        OrganizationDocument.objects.create(
            organization=ready.action.bearer,
            kind="cer",
            file=factories.make_stored_file(),
            valid_from=factories.LONG_AGO,
            valid_to=factories.LONG_AGO + DAY,
        )
        assert "n’est plus valable depuis le 3 janvier 2015" in sentences(ready, at)[0]

    def test_attestations(self, ready, applicant, call, at):
        fill(ready, applicant, call, attests_cer=False)
        assert sentences(Application.objects.get(pk=ready.pk), at) == [
            "Attestez que l’association a souscrit au contrat d’engagement républicain."
        ]

    def test_the_call_closes_to_the_minute(self, ready, applicant, call):
        last = call.closes_at + datetime.timedelta(seconds=59)
        assert sentences(ready, last) == []
        late = call.closes_at + datetime.timedelta(minutes=1)

        with pytest.raises(NotReady, match="L’appel est fermé"):
            submit_application(application=ready, by=applicant, at=late)

        Grace.objects.create(
            call=call,
            organization=ready.action.bearer,
            until=late + DAY,
            reason="Panne",
            given_by=applicant,
            given_at=late,
        )
        submit_application(application=ready, by=applicant, at=late)
        assert Application.objects.get(pk=ready.pk).state == ApplicationState.SUBMITTED

    def test_a_co_applicant_writes_and_does_not_submit(self, programming, co_applicant, at):
        JointApplicant.objects.update(signed_at=at)
        draft = fill(programming.draft, co_applicant, programming.call)
        with pytest.raises(NotAllowed):
            submit_application(application=draft, by=co_applicant, at=at)

    def test_a_completion_is_submitted_after_the_call_has_closed(
        self, ready, applicant, editor, call
    ):
        submit_application(application=ready, by=applicant, at=timezone.now())
        later = call.closes_at + 5 * DAY
        move_application(application=ready, transition="ask_completion", by=editor, at=later)

        fill(ready, applicant, call, place="Précisé")
        submit_application(application=ready, by=applicant, at=later)

        ready.refresh_from_db()
        assert (ready.state, ready.submitted_at < later) == ("resubmitted", True)

    def test_the_years_of_a_series_go_together(self, programming, call, applicant, at):
        call.allows_multiyear = True
        call.save()
        first = start_application(
            call=call,
            bearer=programming.bearer,
            name="Long cours",
            is_multiyear=True,
            by=applicant,
            at=at,
        )
        fill(first, applicant, call)
        with pytest.raises(NotReady, match=f"Année {call.year + 1}"):
            submit_application(application=first, by=applicant, at=at)
        assert first.series.applications.filter(state="draft").count() == 3

        funder = call.envelopes.first().funder_id
        for year in first.series.applications.filter(series_rank__gt=1):
            client = client_of(applicant)
            assert client.get(url("step", year.pk, "budget")).status_code == 200
            assert client.get(url("step", year.pk, "action")).status_code == 404
            money = {"budget-641": 500_00, f"request-{funder}": 500_00}
            save_application(application=year, base=0, changes=money, by=applicant, at=at)
        submit_application(application=first, by=applicant, at=at)

        page = client_of(applicant).get(first.get_absolute_url()).content.decode()
        assert f">{call.year + 2}</a>" in page
        last = first.series.applications.get(series_rank=3)
        assert (last.state, last.objectives, last.starts_on.year) == (
            "submitted",
            "Se rencontrer",
            call.year + 2,
        )
        assert values_of(last)[f"request-{funder}"] == 500_00

    def test_a_later_year_joins_the_call_of_its_year(
        self, programming, call, applicant, editor, at
    ):
        call.allows_multiyear = True
        call.save()
        first = start_application(
            call=call,
            bearer=programming.bearer,
            name="Long cours",
            is_multiyear=True,
            by=applicant,
            at=at,
        )
        fill(first, applicant, call)
        themes = (call.themes.first().node,)
        following = {"year": call.year + 1, "allows_multiyear": True}
        other = make.make_call(call.contract, **following)
        same = make.make_call(call.contract, nodes=themes, **following)

        for published in (other, same):
            join_waiting_years(published, editor, at)

        assert list(first.series.applications.order_by("year").values_list("call", flat=True)) == [
            call.pk,
            same.pk,
            None,
        ]
        assert join_waiting_years in AFTER_PUBLICATION


class TestWithdrawing:
    def test_and_taking_it_up_again(self, ready, applicant, at):
        withdraw_application(application=ready, reason="Salle fermée", by=applicant, at=at)
        ready.refresh_from_db()
        assert (ready.state, ready.state_changes.get().reason) == ("withdrawn", "Salle fermée")

        resume_application(application=ready, by=applicant, at=at)
        ready.refresh_from_db()
        assert (ready.state, ready.objectives) == ("draft", "Se rencontrer")

    def test_others_do_not(self, ready, editor, co_applicant, at):
        for person in (editor, co_applicant):
            with pytest.raises(NotAllowed):
                withdraw_application(application=ready, reason="", by=person, at=at)
