"""An association keeps its own file: how its people enter, and how far they see."""

import datetime

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from ensemblier.accounts.models import User
from ensemblier.audit.models import Entry
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.notices.models import Notice
from ensemblier.organizations import operations
from ensemblier.organizations.enums import JoinState, MembershipRole
from ensemblier.organizations.models import JoinRequest, Membership, Organization
from ensemblier.organizations.permissions import can_edit_file, can_view_file, organizations_of
from tests import factories
from tests.conftest import client_of

SIRET = "20006691800018"
AT = datetime.datetime(2026, 2, 2, 10, 0, tzinfo=datetime.UTC)
VALUES = {"kind": "association", "name": "La Ronde", "siret": SIRET}


def url(name: str, *args) -> str:
    return reverse(f"organizations:{name}", args=args)


def place(user, organization, role=MembershipRole.REPRESENTATIVE) -> Membership:
    return Membership.objects.create(
        user=user, organization=organization, role=role, starts_on=factories.LONG_AGO
    )


@pytest.fixture
def organization(db) -> Organization:
    return factories.make_organization(name="Les Amis du Gardon", siret=SIRET, siren=SIRET[:9])


@pytest.fixture
def president(organization):
    user = factories.make_user("presidente@example.org", full_name="Paule Présidente")
    place(user, organization)
    return user


class TestSignUp:
    def test_a_visitor_may_open_an_account(self, visitor_client, db):
        assert visitor_client.get(reverse("account_signup")).status_code == 200
        assert "Créer un compte" in visitor_client.get(reverse("account_login")).content.decode()

    def test_an_installation_may_close_it(self, visitor_client, db, settings):
        settings.SIGNUP_OPEN = False

        page = visitor_client.post(
            reverse("account_signup"), {"full_name": "Nina", "email": "nina@example.org"}
        )

        assert "Demandez à l’équipe du contrat" in page.content.decode()
        assert mail.outbox == []
        login = visitor_client.get(reverse("account_login")).content.decode()
        assert "Créer un compte" not in login


class TestFinding:
    def found(self, client, typed: str) -> str:
        return client.get(url("find"), {"q": typed}).content.decode()

    @pytest.mark.parametrize("typed", [SIRET, "200 066 918 00018", "200066918", "amis gardon"])
    def test_by_number_or_by_words(self, outsider_client, organization, typed):
        assert "<strong>Les Amis du Gardon</strong>" in self.found(outsider_client, typed)

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ("20006691800019", "Ce SIRET n’existe pas\u00a0: un chiffre est faux."),
            ("2000669180001", "Un SIRET a 14 chiffres\u00a0; celui-ci en a 13."),
            ("2,00067E+13", "Un tableur a transformé ce SIRET en nombre."),
            ("W3012", "Un numéro RNA s’écrit W suivi de 9 chiffres"),
            ("ab", "Écrivez un SIRET, un numéro RNA, ou au moins trois lettres."),
        ],
    )
    def test_a_number_that_cannot_exist_says_why(self, outsider_client, db, typed, sentence):
        page = self.found(outsider_client, typed)

        assert sentence in page
        assert "Créer ma structure" not in page

    def test_closed_ones_are_not_offered(self, outsider_client, organization):
        organization.is_active = False
        organization.save()

        assert "Aucune structure ne correspond." in self.found(outsider_client, SIRET)
        assert outsider_client.get(url("join", organization.pk)).status_code == 404


class TestOpeningOnesOwn:
    def test_one_enters_at_once_and_the_team_checks(self, outsider, outsider_client, editor_client):
        sent = outsider_client.post(
            url("open_own"), {**VALUES, "role": "treasurer", "title": "Trésorière"}
        )

        made = Organization.objects.get(name="La Ronde")
        assert sent["Location"] == made.get_absolute_url()
        asked = JoinRequest.objects.get()
        assert (asked.state, asked.user, asked.organization) == ("provisional", outsider, made)
        assert asked.membership.role == "treasurer"
        page = outsider_client.get(made.get_absolute_url()).content.decode()
        assert "à vérifier" in page
        assert "C’est vérifié" not in page

        team = editor_client.get(url("requests")).content.decode()
        assert "C’est vérifié" in team
        editor_client.post(url("accept_request", made.pk, asked.pk))
        asked.refresh_from_db()
        assert asked.state == "accepted"
        assert Notice.objects.get(user=outsider).text == (
            "L’équipe a vérifié votre place dans La Ronde."
        )

    def test_the_team_refuses_who_is_not_who_they_said(self, outsider, editor):
        asked = operations.open_own_organization(
            values=VALUES, role="representative", by=outsider, at=AT
        )
        later = AT + datetime.timedelta(days=3)

        operations.refuse_request(join_request=asked, reason="Inconnue.", by=editor, at=later)

        assert asked.organization_id not in organizations_of(User.objects.get(pk=outsider.pk))
        assert Membership.objects.get().ends_on == datetime.date(2026, 2, 4)

    def test_refused_on_the_first_day_nothing_is_left(self, outsider, editor):
        asked = operations.open_own_organization(
            values=VALUES, role="representative", by=outsider, at=AT
        )

        operations.refuse_request(join_request=asked, reason="Inconnue.", by=editor, at=AT)

        assert list(Membership.objects.all()) == []

    def test_a_known_number_leads_to_the_file_that_bears_it(self, outsider_client, organization):
        page = outsider_client.post(url("open_own"), {**VALUES, "role": "member"}).content.decode()

        assert "Les Amis du Gardon" in page
        assert url("join", organization.pk) in page
        assert 'value="La Ronde"' in page
        assert JoinRequest.objects.count() == 0

    def test_a_wrong_siret_stands_beside_its_field(self, outsider_client, db):
        page = outsider_client.post(
            url("open_own"), {**VALUES, "siret": "20006691800019", "role": "member"}
        ).content.decode()

        assert "Ce SIRET n’existe pas\u00a0: un chiffre est faux." in page
        assert Organization.objects.filter(name="La Ronde").count() == 0

    def test_a_state_service_is_not_opened_alone(self, outsider):
        with pytest.raises(InvalidInput, match="Choisissez une sorte de la liste"):
            operations.open_own_organization(
                values={**VALUES, "kind": "state"}, role="member", by=outsider, at=AT
            )

    def test_nobody_names_themselves_an_officer(self, outsider):
        with pytest.raises(InvalidInput, match="Choisissez une fonction de la liste"):
            operations.open_own_organization(values=VALUES, role="officer", by=outsider, at=AT)
        assert Organization.objects.filter(name="La Ronde").count() == 0

    def test_file_after_file_is_stopped(self, outsider):
        for rank in range(5):
            values = {"kind": "association", "name": f"Ronde {rank}"}
            operations.open_own_organization(values=values, role="member", by=outsider, at=AT)

        with pytest.raises(Refused, match="Plusieurs de vos demandes attendent"):
            operations.open_own_organization(values=VALUES, role="member", by=outsider, at=AT)


class TestAskingToJoin:
    def test_a_representative_answers(self, outsider, outsider_client, organization, president):
        outsider_client.post(url("join", organization.pk), {"role": "employee", "words": "Bonjour"})

        asked = JoinRequest.objects.get()
        assert asked.state == JoinState.PENDING
        assert outsider_client.get(organization.get_absolute_url()).status_code == 404
        assert Notice.objects.get(user=president).text == (
            "Odile Dehors demande à rejoindre Les Amis du Gardon."
        )
        home = client_of(president).get(reverse("workspace:home")).content.decode()
        assert "Répondre à la demande" in home

        client_of(president).post(url("accept_request", organization.pk, asked.pk))

        assert outsider_client.get(organization.get_absolute_url()).status_code == 200
        assert Notice.objects.get(user=outsider).text == (
            "Vous faites maintenant partie de Les Amis du Gardon."
        )

    def test_a_refusal_gives_its_reason(self, outsider, outsider_client, organization, president):
        asked = operations.ask_to_join(organization=organization, role="member", by=outsider, at=AT)
        chief = client_of(president)
        address = url("refuse_request", organization.pk, asked.pk)
        assert "Ce champ est obligatoire" in chief.post(address, {"reason": ""}).content.decode()

        chief.post(address, {"reason": "Nous ne vous connaissons pas."})

        page = outsider_client.get(url("mine")).content.decode()
        assert "Nous ne vous connaissons pas." in page
        assert Membership.objects.filter(user=outsider).count() == 0

    def test_a_member_who_does_not_represent_does_not_answer(
        self, outsider, organization, president
    ):
        member = factories.make_user()
        place(member, organization, MembershipRole.MEMBER)
        asked = operations.ask_to_join(organization=organization, role="member", by=outsider, at=AT)

        with pytest.raises(NotAllowed, match="son représentant"):
            operations.accept_request(join_request=asked, by=member, at=AT)

    def test_nobody_answers_their_own_request(self, outsider, organization):
        factories.make_contract(bearer=organization)
        asked = operations.ask_to_join(organization=organization, role="member", by=outsider, at=AT)
        with pytest.raises(NotAllowed):
            operations.accept_request(join_request=asked, by=outsider, at=AT)

    def test_a_file_that_holds_papers_is_not_entered_alone(self, outsider, organization):
        organization.documents.create(
            kind="bank", file=factories.make_stored_file(), valid_from=factories.LONG_AGO
        )

        asked = operations.ask_to_join(
            organization=organization, role="representative", by=outsider, at=AT
        )

        assert (asked.state, asked.membership) == (JoinState.PENDING, None)

    def test_a_file_that_holds_nothing_is(self, outsider, organization):
        asked = operations.ask_to_join(
            organization=organization, role="representative", by=outsider, at=AT
        )

        assert asked.state == JoinState.PROVISIONAL
        assert organizations_of(outsider) == {organization.pk}

    def test_twice_is_refused(self, outsider, organization, president):
        operations.ask_to_join(organization=organization, role="member", by=outsider, at=AT)
        with pytest.raises(InvalidInput, match="déjà demandé"):
            operations.ask_to_join(organization=organization, role="member", by=outsider, at=AT)

    def test_one_may_take_it_back(self, outsider, outsider_client, organization, president):
        asked = operations.ask_to_join(organization=organization, role="member", by=outsider, at=AT)

        outsider_client.post(url("withdraw_request", asked.pk))

        asked.refresh_from_db()
        assert asked.state == JoinState.WITHDRAWN
        with pytest.raises(Refused, match="déjà reçu une réponse"):
            operations.accept_request(join_request=asked, by=president, at=AT)

    def test_each_step_is_in_the_trail(self, outsider, organization, president):
        asked = operations.ask_to_join(organization=organization, role="member", by=outsider, at=AT)
        operations.accept_request(join_request=asked, by=president, at=AT)

        assert list(Entry.objects.order_by("sequence").values_list("action", flat=True)) == [
            "organizations.ask_to_join",
            "organizations.add_membership",
            "organizations.accept_request",
        ]


class TestKeepingOnesFile:
    def test_a_member_sees_and_corrects_theirs(self, organization, president):
        client = client_of(president)

        page = client.get(organization.get_absolute_url()).content.decode()
        assert "Ma structure" in page
        assert "Réunir un doublon" not in page
        form = {"name": "Les Amis", "kind": "association", "siret": SIRET, "phone": "0466000000"}
        assert client.post(url("edit", organization.pk), form).status_code == 302
        client.post(
            url("add_document", organization.pk),
            {"kind": "statutes", "file": factories.make_upload(), "valid_from": "2026-01-01"},
        )

        organization.refresh_from_db()
        assert (organization.name, organization.phone) == ("Les Amis", "0466000000")
        paper = organization.documents.get()
        address = url("document", organization.pk, paper.pk)
        assert client.get(address).status_code == 200

    def test_of_another_nothing_exists(self, organization, president):
        other = factories.make_organization(name="L’Autre")
        paper = other.documents.create(
            kind="bank", file=factories.make_stored_file(), valid_from=factories.LONG_AGO
        )
        client = client_of(president)

        for address in (
            other.get_absolute_url(),
            url("edit", other.pk),
            url("add_document", other.pk),
            url("document", other.pk, paper.pk),
            url("add_member", other.pk),
            url("list"),
        ):
            assert client.get(address).status_code == 404
        # A paper of another file is not reached through one's own.
        assert client.get(url("document", organization.pk, paper.pk)).status_code == 404
        with pytest.raises(NotAllowed, match="tenue à jour par ses membres"):
            operations.update_organization(
                organization=other, values={"name": "Prise"}, by=president, at=AT
            )

    def test_what_is_the_team_s_stays_so(self, organization, president):
        client = client_of(president)
        for name in ("close", "merge"):
            assert client.get(url(name, organization.pk)).status_code == 404

    def test_an_officer_of_a_funder_is_not_one_of_its_own(self, organization):
        officer = factories.make_user()
        place(officer, organization, MembershipRole.OFFICER)

        assert organizations_of(officer) == set()
        assert (
            can_view_file(officer, organization.pk),
            can_edit_file(officer, organization.pk),
        ) == (False, False)

    def test_a_place_that_is_over_opens_nothing(self, organization, president):
        Membership.objects.update(ends_on=timezone.localdate() - datetime.timedelta(days=1))

        assert client_of(president).get(organization.get_absolute_url()).status_code == 404

    def test_a_representative_adds_people_but_no_officer(self, organization, president):
        client = client_of(president)
        form = {
            "full_name": "Tom Trésor",
            "email": "tom@example.org",
            "role": "treasurer",
            "starts_on": "2026-01-01",
        }
        assert client.post(url("add_member", organization.pk), form).status_code == 302
        added = Membership.objects.get(role="treasurer")
        assert added.user.emailaddress_set.get().verified is False

        page = client.post(url("add_member", organization.pk), {**form, "role": "officer"})
        assert page.status_code == 200
        with pytest.raises(NotAllowed, match="nommés par l’équipe"):
            operations.add_member(
                organization=organization,
                full_name="Oscar",
                role="officer",
                starts_on=AT.date(),
                by=president,
                at=AT,
            )

    def test_anyone_gives_up_their_own_place(self, organization, president):
        member = factories.make_user()
        membership = place(member, organization, MembershipRole.MEMBER)
        day = timezone.localdate() - datetime.timedelta(days=1)

        left = client_of(member).post(
            url("end_membership", organization.pk, membership.pk), {"on": day.isoformat()}
        )

        assert left["Location"] == url("mine")
        other = Membership.objects.get(user=president)
        assert client_of(member).get(organization.get_absolute_url()).status_code == 404
        with pytest.raises(NotAllowed):
            operations.end_membership(membership=other, on=day, by=member, at=AT)


class TestHome:
    def test_who_comes_for_an_association_is_led_to_it(self, outsider_client):
        page = outsider_client.get(reverse("workspace:home")).content.decode()

        assert "Chercher ma structure" in page
        assert url("mine") in page
        assert "Tenir les contrats" not in page

    def test_one_organization_opens_at_once(self, organization, president):
        client = client_of(president)

        assert client.get(url("mine"))["Location"] == organization.get_absolute_url()
        assert url("find") not in client.get(reverse("workspace:home")).content.decode()
