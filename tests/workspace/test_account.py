"""My own account."""

from __future__ import annotations

import datetime

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Contract
from ensemblier.notices.models import Frequency, Notice
from ensemblier.notices.queries import frequency_of

ACCOUNT = "/espace/mon-compte/"
TODAY = timezone.localdate()
WEEK = datetime.timedelta(days=7)


def test_even_an_outsider_has_one(outsider_client: Client) -> None:
    page = outsider_client.get(ACCOUNT)

    assert page.status_code == 200
    assert "Aucun droit sur un contrat." in page.content.decode()


def test_choosing_english_goes_on_in_english(reader_client: Client, reader: User) -> None:
    done = reader_client.post(
        f"{ACCOUNT}profil/", {"full_name": "Lina L.", "phone": "", "language": "en"}
    )

    assert done["Location"] == "/en/espace/mon-compte/"
    reader.refresh_from_db()
    assert (reader.full_name, reader.language) == ("Lina L.", "en")


def test_what_was_typed_stays(reader_client: Client) -> None:
    page = reader_client.post(
        f"{ACCOUNT}profil/", {"full_name": "", "phone": "04 66", "language": "fr"}
    )

    assert page.status_code == 422
    assert 'value="04 66"' in page.content.decode()


def test_choosing_how_to_be_told(reader_client: Client, reader: User) -> None:
    reader_client.post(f"{ACCOUNT}courriels/", {"frequency": "never"})
    assert frequency_of(reader) == Frequency.NEVER

    assert reader_client.post(f"{ACCOUNT}courriels/", {"frequency": "x"}).status_code == 422


def test_asking_to_leave(reader_client: Client, administrator: User) -> None:
    page = reader_client.post(f"{ACCOUNT}fermeture/", {"reason": "mutation"}, follow=True)

    assert "Votre demande est transmise" in page.content.decode()
    assert Notice.objects.get().user == administrator


def test_asking_to_leave_when_nobody_can_hear_says_so(reader_client: Client) -> None:
    page = reader_client.post(f"{ACCOUNT}fermeture/", {}, follow=True)

    assert "Aucun autre administrateur ne peut fermer votre compte." in page.content.decode()


def test_lending_and_taking_back(
    editor_client: Client, editor: User, outsider: User, contract: Contract
) -> None:
    address = reverse("workspace:role_delegate", args=[editor.contractroles.get().pk])
    typed = {"starts_on": TODAY.isoformat(), "ends_on": (TODAY + WEEK).isoformat()}
    unknown = editor_client.post(address, {**typed, "email": "qui@example.org"})
    assert unknown.status_code == 422
    assert "Aucun compte ne porte cette adresse ici." in unknown.content.decode()

    editor_client.post(address, {**typed, "email": "outsider@example.org"})

    loan = outsider.contractroles.get()
    assert "Odile Dehors" in editor_client.get(ACCOUNT).content.decode()
    end = reverse("workspace:role_end", args=[loan.pk])
    yesterday = TODAY - datetime.timedelta(days=1)
    done = editor_client.post(end, {"ends_on": yesterday.isoformat()})
    assert done["Location"] == ACCOUNT
    assert outsider.contractroles.count() == 0


def test_another_s_right_is_neither_lent_nor_ended(
    reader_client: Client, editor: User, outsider_client: Client
) -> None:
    role = editor.contractroles.get()

    for client in (reader_client, outsider_client):
        assert client.get(reverse("workspace:role_delegate", args=[role.pk])).status_code == 404
        end = reverse("workspace:role_end", args=[role.pk])
        assert client.post(end, {"ends_on": TODAY.isoformat()}).status_code == 404


def test_every_page_asks_a_visitor_to_sign_in(db: None, visitor_client: Client) -> None:
    for path in ("", "profil/", "courriels/", "fermeture/"):
        assert visitor_client.post(ACCOUNT + path).status_code == 302
