"""My notices on screen, and the way out of e-mail."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ensemblier.accounts.models import User
from ensemblier.notices.emails import unsubscribe_token
from ensemblier.notices.models import Frequency, Notice
from ensemblier.notices.operations import notify
from ensemblier.notices.queries import frequency_of

LIST = "/espace/notifications/"


def tell(user: User, text: str = "Le plan est publié.") -> Notice:
    notice = notify(user=user, kind="k", text=text, url="/espace/", at=timezone.now())
    assert notice is not None
    return notice


def test_a_visitor_signs_in_first(db: None, visitor_client: Client) -> None:
    response = visitor_client.get(LIST)

    assert response.status_code == 302
    assert response.url == f"{reverse('account_login')}?next={LIST}"  # type: ignore[attr-defined]


def test_an_outsider_finds_an_empty_list(outsider_client: Client) -> None:
    response = outsider_client.get(LIST)

    assert response.status_code == 200
    assert "Vous êtes à jour" in response.content.decode()


def test_each_person_sees_their_own(editor_client: Client, editor: User, reader: User) -> None:
    tell(editor, "Pour Emma.")
    tell(reader, "Pour Lina.")

    page = editor_client.get(LIST).content.decode()

    assert "Pour Emma." in page
    assert "Pour Lina." not in page
    assert "1 notification non lue." in page


def test_opening_marks_as_read_and_goes_there(editor_client: Client, editor: User) -> None:
    notice = tell(editor)

    response = editor_client.post(reverse("notices:open", args=[notice.pk]))

    assert (response.status_code, response["Location"]) == (302, "/espace/")
    assert Notice.objects.filter(read_at=None).count() == 0


def test_looking_does_not_mark_as_read(editor_client: Client, editor: User) -> None:
    notice = tell(editor)
    editor_client.get(LIST)

    assert editor_client.get(reverse("notices:open", args=[notice.pk])).status_code == 405
    assert Notice.objects.filter(read_at=None).count() == 1


def test_another_s_notice_is_not_found(editor_client: Client, reader: User) -> None:
    notice = tell(reader)

    assert editor_client.post(reverse("notices:open", args=[notice.pk])).status_code == 404


def test_all_read_at_once(editor_client: Client, editor: User) -> None:
    tell(editor)
    tell(editor)

    response = editor_client.post(reverse("notices:read_all"), follow=True)

    assert "Tout est marqué comme lu." in response.content.decode()
    assert Notice.objects.filter(read_at=None).count() == 0


def test_the_list_costs_the_same_for_one_or_many(editor_client: Client, editor: User) -> None:
    tell(editor)
    with CaptureQueriesContext(
        connection,
    ) as one:
        editor_client.get(LIST)
    for _rank in range(9):
        tell(editor)
    with CaptureQueriesContext(connection) as many:
        editor_client.get(LIST)

    assert len(one) == len(many)


def test_unsubscribing_asks_first(editor: User, visitor_client: Client) -> None:
    address = reverse("notices:unsubscribe", args=[unsubscribe_token(editor)])

    page = visitor_client.get(address)

    assert "editor@example.org" in page.content.decode()
    assert frequency_of(editor) == Frequency.DAILY

    visitor_client.post(address, {"frequency": "never"})
    assert frequency_of(editor) == Frequency.NEVER


def test_a_mail_program_unsubscribes_in_one_click(editor: User) -> None:
    client = Client(enforce_csrf_checks=True)
    address = reverse("notices:unsubscribe", args=[unsubscribe_token(editor)])

    response = client.post(address, {"List-Unsubscribe": "One-Click"})

    assert response.status_code == 200
    assert frequency_of(editor) == Frequency.NEVER


def test_an_altered_link_is_not_found(editor: User, visitor_client: Client) -> None:
    token = unsubscribe_token(editor)
    address = reverse("notices:unsubscribe", args=[token[:-2] + "xx"])

    assert visitor_client.post(address).status_code == 404
    assert frequency_of(editor) == Frequency.DAILY
