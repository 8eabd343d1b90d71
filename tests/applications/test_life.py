"""An application from its first page to its submission, and what stands in the way."""

import datetime
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from ensemblier.applications.checks import obstacles_of
from ensemblier.applications.enums import ApplicationState, GrantNature
from ensemblier.applications.models import Action, Application, JointApplicant
from ensemblier.applications.obstacles import RENEWAL_OBSTACLES
from ensemblier.applications.operations.attachments import attach, detach
from ensemblier.applications.operations.joint import (
    add_joint_applicant,
    remove_joint_applicant,
    sign_joint_applicant,
)
from ensemblier.applications.operations.messages import post_message
from ensemblier.applications.operations.renewing import renew_application
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
from ensemblier.applications.permissions import can_view_application
from ensemblier.applications.queries.lists import applications_for
from ensemblier.appraisal.models import Recusal
from ensemblier.audit.models import Entry
from ensemblier.calls.enums import QuestionKind, RuleCode
from ensemblier.calls.models import Call, Grace, Rule
from ensemblier.calls.operations.publication import AFTER_PUBLICATION
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.files.models import StoredFile
from ensemblier.notices.models import Notice
from ensemblier.organizations.models import OrganizationDocument
from ensemblier.organizations.operations import add_document, remove_document
from tests import factories
from tests.conftest import client_of
from tests.factories import programming as make

DAY = datetime.timedelta(days=1)


def url(name: str, *args) -> str:
    return reverse(f"applications:{name}", args=args)


@pytest.fixture
def at():
    return timezone.now()


@pytest.fixture
def call(programming) -> Call:
    return programming.call


def fill(application, by, call, **changes):
    """All that the form asks of an application, balanced."""
    funder = call.envelopes.first().funder_id
    theme = call.themes.first().node_id
    save_application(
        application=application,
        base=Application.objects.get(pk=application.pk).edition,
        changes={
            "title": "Jardin des deux âges",
            "objectives": "Se rencontrer",
            "description": "Cultiver ensemble",
            "starts_on": call.actions_start_on,
            "ends_on": call.actions_end_on,
            "node-main": theme,
            f"area-{call.areas.first().pk}": 10_000,
            f"audience-{call.areas.first().pk}-6-15-female": 20,
            "budget-641": 1_000_00,
            "budget-own": 200_00,
            f"request-{funder}": 800_00,
            "attested_by": "Inès Demande",
            "attested_as": "Présidente",
            "attests_accuracy": True,
            "attests_duties": True,
            "attests_cer": True,
            **changes,
        },
        by=by,
        at=timezone.now(),
    )
    return Application.objects.get(pk=application.pk)


def sentences(application, at) -> list[str]:
    return [obstacle.sentence for obstacle in obstacles_of(application, at)]


@pytest.fixture
def ready(programming, call, applicant, at) -> Application:
    started = start_application(
        call=call, bearer=programming.bearer, name="Jardin", by=applicant, at=at
    )
    return fill(started, applicant, call)


class TestStarting:
    def test_a_new_action_and_its_first_application(self, programming, call, applicant, at):
        started = start_application(
            call=call, bearer=programming.bearer, name=" Jardin  partagé ", by=applicant, at=at
        )

        assert started.action.name == "Jardin partagé"
        assert started.reference == f"{call.year}-{started.action.number:04d}"
        assert (started.state, started.year, started.is_assisted) == ("draft", call.year, False)
        assert (started.starts_on, started.ends_on) == (call.actions_start_on, call.actions_end_on)

    def test_pressing_twice_starts_one(self, programming, call, applicant, at):
        token = uuid.uuid4()
        asked = {"call": call, "bearer": programming.bearer, "name": "Jardin", "token": token}

        first = start_application(**asked, by=applicant, at=at)
        second = start_application(**asked, by=applicant, at=at)

        assert first == second
        assert Action.objects.filter(name="Jardin").count() == 1

    def test_once_per_action_and_year(self, programming, call, applicant, at):
        with pytest.raises(InvalidInput, match="a déjà un dossier pour"):
            start_application(
                call=call,
                bearer=programming.bearer,
                action=programming.draft.action,
                by=applicant,
                at=at,
            )

    def test_only_for_one_s_own(self, programming, call, other_association, at):
        with pytest.raises(NotAllowed, match="un membre de la structure"):
            start_application(
                call=call, bearer=programming.bearer, name="X", by=other_association, at=at
            )

    def test_a_closed_call_starts_nothing(self, programming, call, applicant):
        with pytest.raises(Refused, match="n’est pas ouvert"):
            start_application(
                call=call,
                bearer=programming.bearer,
                name="X",
                by=applicant,
                at=call.closes_at + datetime.timedelta(minutes=1),
            )

    def test_three_years_stay_together(self, programming, call, applicant, at):
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

        rows = first.series.applications.order_by("series_rank")
        stem = f"{call.year}-{first.action.number:04d}"
        assert [(row.reference, row.year, row.call) for row in rows] == [
            (f"{stem}-01", call.year, call),
            (f"{stem}-02", call.year + 1, None),
            (f"{stem}-03", call.year + 2, None),
        ]

    def test_three_years_only_where_the_call_says_so(self, programming, call, applicant, at):
        with pytest.raises(InvalidInput, match="n’accepte pas les demandes sur trois ans"):
            start_application(
                call=call,
                bearer=programming.bearer,
                name="X",
                is_multiyear=True,
                by=applicant,
                at=at,
            )

    def test_the_page(self, programming, call, applicant):
        client = client_of(applicant)
        page = client.get(url("start", call.pk))
        assert page.status_code == 200

        empty = client.post(url("start", call.pk), {"bearer": programming.bearer.pk})
        assert "Donnez un nom à votre action." in empty.content.decode()

        sent = client.post(url("start", call.pk), {"bearer": programming.bearer.pk, "name": "Neuf"})
        made = Application.objects.get(title="Neuf")
        assert sent["Location"] == url("step", made.pk, "structure")

    def test_who_has_no_organization_yet_is_led_to_it(self, call, outsider_client):
        sent = outsider_client.get(url("start", call.pk))
        assert sent["Location"] == reverse("organizations:find")


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


class TestRenewing:
    @pytest.fixture
    def next_call(self, call, programming):
        again = make.make_call(
            call.contract,
            nodes=(call.themes.first().node,),
            areas=(programming.area,),
            year=call.year + 1,
        )
        make.make_envelope(again, programming.envelope.funder)
        return again

    def test_what_holds_is_carried_over(self, ready, applicant, next_call, call, at):
        submit_application(application=ready, by=applicant, at=at)

        renewal = renew_application(previous=ready, call=next_call, by=applicant, at=at)

        assert (renewal.action, renewal.year, renewal.nature) == (
            ready.action,
            call.year + 1,
            GrantNature.RENEWAL,
        )
        before, after = values_of(ready), values_of(Application.objects.get(pk=renewal.pk))
        same = {"title", "objectives", "node-main", "budget-641", f"area-{call.areas.first().pk}"}
        assert {key: after[key] for key in same} == {key: before[key] for key in same}
        assert after["starts_on"] == datetime.date(call.year + 1, 1, 1)
        assert (renewal.attested_by, renewal.attests_accuracy) == ("", False)
        assert {"starts_on", "ends_on", "budget-641"} <= set(renewal.needs_review)

    def test_a_mark_goes_when_the_box_is_written(self, ready, applicant, next_call, at):
        submit_application(application=ready, by=applicant, at=at)
        renewal = renew_application(previous=ready, call=next_call, by=applicant, at=at)

        save_application(
            application=renewal, base=0, changes={"budget-641": 1_500_00}, by=applicant, at=at
        )

        assert "budget-641" not in Application.objects.get(pk=renewal.pk).needs_review

    def test_a_page_that_was_looked_at_asks_no_more(self, ready, applicant, next_call, at):
        submit_application(application=ready, by=applicant, at=at)
        renewal = renew_application(previous=ready, call=next_call, by=applicant, at=at)

        save_application(
            application=renewal, base=0, changes={}, seen={"budget-641"}, by=applicant, at=at
        )

        left = Application.objects.get(pk=renewal.pk)
        assert ("budget-641" in left.needs_review, left.edition) == (False, 0)

    def test_a_theme_that_is_no_longer_open_is_to_choose(self, ready, applicant, call, at):
        submit_application(application=ready, by=applicant, at=at)
        other = make.make_call(call.contract, year=call.year + 1)

        renewal = renew_application(previous=ready, call=other, by=applicant, at=at)

        assert "node-main" in renewal.needs_review
        assert renewal.requests.count() == 0

    def test_in_one_click(self, ready, applicant, next_call, at):
        submit_application(application=ready, by=applicant, at=at)
        client = client_of(applicant)
        assert "Renouveler pour" in client.get(ready.get_absolute_url()).content.decode()

        sent = client.post(url("renew", ready.pk, next_call.pk))

        made = Application.objects.get(year=next_call.year, action=ready.action)
        assert sent["Location"] == url("step", made.pk, "action")
        page = client.get(url("step", made.pk, "budget")).content.decode()
        assert "à relire" in page
        assert "1\u202f000\u00a0€" in page

    def test_what_a_room_above_refuses(self, ready, applicant, next_call, at):
        submit_application(application=ready, by=applicant, at=at)
        RENEWAL_OBSTACLES.append(lambda action, call: "Le bilan est en retard.")
        try:
            with pytest.raises(Refused, match="Le bilan est en retard"):
                renew_application(previous=ready, call=next_call, by=applicant, at=at)
        finally:
            RENEWAL_OBSTACLES.pop()

    def test_papers_that_still_hold_come_along(self, ready, applicant, next_call, at):
        wanted = next_call.wanted_attachments.create(label="Statuts", document_kind="statutes")
        paper = ready.action.bearer.documents.create(
            kind="statutes", file=factories.make_stored_file(), valid_from=factories.LONG_AGO
        )
        submit_application(application=ready, by=applicant, at=at)

        renewal = renew_application(previous=ready, call=next_call, by=applicant, at=at)

        joined = renewal.attachments.get()
        assert (joined.wanted, joined.document) == (wanted, paper)


class TestTogether:
    def test_each_signs_for_itself(self, ready, programming, applicant, co_applicant, at):
        joint = add_joint_applicant(
            application=ready,
            organization=programming.partner,
            part="La salle",
            by=applicant,
            at=at,
        )
        assert sentences(ready, at) == ["Le Pont n’a pas encore donné son accord."]
        assert "portez ensemble" not in Notice.objects.get(user=co_applicant).text
        with pytest.raises(NotAllowed):
            sign_joint_applicant(joint=joint, by=applicant, at=at)

        client = client_of(co_applicant)
        assert "Donner notre accord" in client.get(ready.get_absolute_url()).content.decode()
        client.post(url("sign_joint", ready.pk, joint.pk))

        joint.refresh_from_db()
        assert joint.signed_by == co_applicant
        assert sentences(ready, at) == []

    def test_the_bearer_is_not_its_own_partner(self, ready, programming, applicant, at):
        with pytest.raises(InvalidInput, match="déjà la structure"):
            add_joint_applicant(
                application=ready, organization=programming.bearer, part="", by=applicant, at=at
            )

    def test_a_partner_removes_nobody(self, programming, co_applicant, at):
        joint = programming.draft.joint_applicants.get()
        with pytest.raises(NotAllowed):
            remove_joint_applicant(joint=joint, by=co_applicant, at=at)

    def test_by_the_page_with_a_name_nobody_bears(self, ready, applicant):
        page = client_of(applicant).post(url("add_joint", ready.pk), {"q": "Inexistante"})
        assert "Aucune structure connue ici ne correspond." in page.content.decode()


class TestAssisted:
    def test_the_team_types_for_those_without_an_address(self, programming, call, editor, at):
        bearer = factories.make_organization(name="Les Anciens")
        started = start_application(call=call, bearer=bearer, name="Goûter", by=editor, at=at)
        assert started.is_assisted is True

        fill(started, editor, call)
        submit_application(application=started, by=editor, at=at)

        assert Application.objects.get(pk=started.pk).state == ApplicationState.SUBMITTED
        actions = Entry.objects.filter(action="applications.start_application")
        assert actions.get().changes["assisted"] == [None, True]

    def test_a_reader_does_not(self, programming, call, reader, at):
        with pytest.raises(NotAllowed):
            start_application(call=call, bearer=programming.bearer, name="X", by=reader, at=at)


class TestPapers:
    def test_a_program_renamed_is_refused_and_says_why(self, ready, applicant):
        page = client_of(applicant).post(
            url("attach", ready.pk),
            {"file": SimpleUploadedFile("statuts.pdf", b"MZ\x90\x00" + b"\0" * 200)},
        )
        assert "Ce fichier est un programme\u00a0: il est refusé." in page.content.decode()
        assert StoredFile.objects.count() == 0

    def test_too_heavy(self, ready, applicant, settings):
        settings.FILES_MAX_BYTES = 1000
        page = client_of(applicant).post(
            url("attach", ready.pk),
            {"file": SimpleUploadedFile("photo.pdf", b"%PDF-1.4\n" + b"0" * 2000)},
        )
        assert "Ce fichier dépasse" in page.content.decode()

    def test_neither_a_file_nor_a_document(self, ready, applicant):
        page = client_of(applicant).post(url("attach", ready.pk), {"document": ""})
        assert "Choisissez un fichier." in page.content.decode()

    def test_a_document_of_the_organization_is_joined_once(self, ready, applicant, at):
        paper = ready.action.bearer.documents.create(
            kind="bank", file=factories.make_stored_file(), valid_from=factories.LONG_AGO
        )
        first = attach(application=ready, document=paper, by=applicant, at=at)
        assert attach(application=ready, document=paper, by=applicant, at=at) == first

        other = factories.make_organization().documents.create(
            kind="bank", file=factories.make_stored_file(), valid_from=factories.LONG_AGO
        )
        with pytest.raises(InvalidInput, match="un document de la structure"):
            attach(application=ready, document=other, by=applicant, at=at)

        detach(attachment=first, by=applicant, at=at)
        assert OrganizationDocument.objects.filter(pk=paper.pk).exists()

    def test_a_file_sent_twice_is_joined_once(self, ready, applicant, at):
        first, again = (
            attach(application=ready, uploaded=factories.make_upload(), by=applicant, at=at)
            for _ in range(2)
        )
        assert first == again
        assert StoredFile.objects.count() == 1

    def test_a_document_that_was_joined_stays_in_the_file_of_the_organization(
        self, ready, applicant, at
    ):
        paper = add_document(
            organization=ready.action.bearer,
            kind="bank",
            uploaded=factories.make_upload(),
            valid_from=factories.LONG_AGO.replace(year=2016),
            by=applicant,
            at=at,
        )
        attach(application=ready, document=paper, by=applicant, at=at)

        with pytest.raises(Refused, match="joint à un dossier"):
            remove_document(document=paper, by=applicant, at=at)
        assert OrganizationDocument.objects.filter(pk=paper.pk).exists()

    def test_only_those_who_see_the_file_read_its_papers(
        self, ready, applicant, other_association, funder, at
    ):
        joined = attach(application=ready, uploaded=factories.make_upload(), by=applicant, at=at)
        address = url("attachment", ready.pk, joined.pk)
        assert client_of(applicant).get(address).status_code == 200
        assert client_of(other_association).get(address).status_code == 404
        assert client_of(funder).get(address).status_code == 404
        submit_application(application=ready, by=applicant, at=at)
        assert client_of(funder).get(address).status_code == 200


class TestList:
    def test_mine_says_what_is_awaited(self, ready, applicant, call):
        page = client_of(applicant).get(url("list")).content.decode()
        assert "Mes dossiers" in page
        assert "Jardin des deux âges" in page
        assert "<strong>De vous&nbsp;: finissez et déposez</strong>" in page

    def test_nobody_sees_another_s(self, ready, other_association, funder, council_member):
        for person in (other_association, funder, council_member):
            assert "Jardin des deux âges" not in client_of(person).get(url("list")).content.decode()

    def test_it_agrees_with_the_right_to_see_one(self, ready, programming, request):
        names = (
            *("applicant", "co_applicant", "other_association", "funder", "other_funder"),
            *("council_member", "recused_member", "editor", "reader", "outsider"),
        )
        everything = list(Application.objects.all())
        for name in names:
            person = request.getfixturevalue(name)
            seen = {row.pk for row in everything if can_view_application(person, row)}
            assert set(applications_for(person).values_list("pk", flat=True)) == seen, name

    def test_filters_and_export(self, ready, programming, editor):
        client = client_of(editor)
        page = client.get(url("list"), {"etat": "draft", "q": "jardin"}).content.decode()
        assert "Jardin des deux âges" in page
        assert programming.application.title not in page
        table = client.get(url("export", "csv"), {"q": "jardin"}).content.decode()
        assert "Jardin des deux âges" in table and "La Ronde" in table
        assert len(table.strip().splitlines()) == 2


class TestExchange:
    def test_a_message_reaches_the_team(self, programming, applicant, editor):
        client = client_of(applicant)
        sent = client.post(
            url("message", programming.application.pk),
            {"text": "Voici le devis.", "file": factories.make_upload("devis.pdf")},
            follow=True,
        )
        assert "Voici le devis." in sent.content.decode()
        assert "Voici le devis." in Notice.objects.get(user=editor).text

    def test_an_empty_one_is_refused(self, programming, applicant):
        page = client_of(applicant).post(url("message", programming.application.pk), {"text": " "})
        assert page.status_code == 422

    def test_councils_read_the_file_and_not_the_exchange(
        self, programming, applicant, council_member
    ):
        client_of(applicant).post(
            url("message", programming.application.pk), {"text": "Entre nous."}
        )
        client = client_of(council_member)
        page = client.get(programming.application.get_absolute_url())
        assert page.status_code == 200
        assert "Entre nous." not in page.content.decode()
        assert (
            client.post(url("message", programming.application.pk), {"text": "x"}).status_code
            == 403
        )


class TestRecusal:
    def test_who_declared_a_stake_does_not_read_the_exchange(self, ready, applicant, editor, at):
        submit_application(application=ready, by=applicant, at=at)
        Recusal.objects.create(
            contract=ready.contract,
            call=ready.call,
            user=editor,
            organization=ready.action.bearer,
            reason="Trésorière.",
            declared_by=editor,
            declared_at=at,
        )
        page = client_of(editor).get(url("detail", ready.pk))
        assert page.status_code == 403
        assert "examiné sans vous" in page.content.decode()
        assert client_of(applicant).get(url("detail", ready.pk)).status_code == 200

    def test_a_council_does_not_read_what_is_joined_to_an_internal_note(
        self, ready, applicant, editor, council_member, at
    ):
        submit_application(application=ready, by=applicant, at=at)
        note = post_message(
            application=ready,
            text="Entre nous.",
            internal=True,
            files=[factories.make_upload()],
            by=editor,
            at=at,
        )
        joined = note.attachments.get()
        address = url("attachment", ready.pk, joined.pk)
        assert client_of(editor).get(address).status_code == 200
        assert client_of(council_member).get(address).status_code == 404
