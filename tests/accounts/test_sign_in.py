"""By code, by password, for the first time, with a second factor; and the ways it is refused."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.test import Client
from django.urls import reverse

from ensemblier.accounts.models import User
from tests import factories

LOGIN = "/compte/connexion/"
BY_CODE = "/compte/connexion/code/"


def code_in(message: Any) -> str:
    """The line of the letter that is a code."""
    found = re.search(r"^([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})$", message.body, re.MULTILINE)
    assert found, message.body
    return found.group(1)


def signed_in(client: Client) -> User | None:
    return User.objects.filter(pk=client.session.get("_auth_user_id")).first()


@pytest.fixture
def user(db: None) -> User:
    return factories.make_user("moi@example.org", full_name="Moi Même")


def test_by_code(user: User, visitor_client: Client) -> None:
    asked = visitor_client.post(BY_CODE, {"email": "Moi@Example.org"})
    assert asked["Location"].startswith(reverse("account_confirm_login_code"))
    assert "moi@example.org" in visitor_client.get(asked["Location"]).content.decode()

    entered = visitor_client.post(asked["Location"], {"code": code_in(mail.outbox[0])})

    assert (entered.status_code, entered["Location"]) == (302, "/espace/")
    assert signed_in(visitor_client) == user


def test_a_wrong_code_says_so_and_leaves_another_try(user: User, visitor_client: Client) -> None:
    visitor_client.post(BY_CODE, {"email": user.email})

    page = visitor_client.post(reverse("account_confirm_login_code"), {"code": "AAAA-AAAA"})

    assert "Ce n’est pas le bon code." in page.content.decode()
    assert signed_in(visitor_client) is None


def test_by_password(user: User, visitor_client: Client) -> None:
    entered = visitor_client.post(LOGIN, {"login": user.email, "password": factories.PASSWORD})

    assert (entered.status_code, entered["Location"]) == (302, "/espace/")
    assert signed_in(visitor_client) == user


def test_one_comes_back_to_the_page_one_wanted(user: User, visitor_client: Client) -> None:
    wanted = "/espace/notifications/"
    page = visitor_client.get(f"{LOGIN}?next={wanted}").content.decode()
    assert page.count(f'name="next" value="{wanted}"') == 2

    visitor_client.post(BY_CODE, {"email": user.email, "next": wanted})
    entered = visitor_client.post(
        reverse("account_confirm_login_code"), {"code": code_in(mail.outbox[0]), "next": wanted}
    )

    assert entered["Location"] == wanted


def test_one_enters_in_one_s_own_language(visitor_client: Client, db: None) -> None:
    user = factories.make_user("me@example.org", language="en")

    entered = visitor_client.post(LOGIN, {"login": user.email, "password": factories.PASSWORD})

    assert entered["Location"] == "/en/espace/"


def test_letters_are_in_the_language_of_the_person(visitor_client: Client, user: User) -> None:
    visitor_client.post(f"/en{BY_CODE}", {"email": user.email})

    assert mail.outbox[0].subject == "[Ensemblier] Votre code de connexion"


def test_the_first_time(visitor_client: Client, db: None) -> None:
    signup = reverse("account_signup")
    asked = visitor_client.post(
        signup, {"full_name": "  Nina   Nouvelle ", "email": "nina@example.org"}
    )
    assert asked["Location"] == reverse("account_email_verification_sent")
    assert signed_in(visitor_client) is None

    visitor_client.post(asked["Location"], {"code": code_in(mail.outbox[0])})

    person = User.objects.get(email="nina@example.org")
    assert (person.full_name, person.language) == ("Nina Nouvelle", "fr")
    assert person.search_text == "nina nouvelle nina example org"
    assert person.has_usable_password() is False
    assert signed_in(visitor_client) == person


def test_a_name_is_asked(visitor_client: Client, db: None) -> None:
    page = visitor_client.post(
        reverse("account_signup"), {"full_name": " ", "email": "nina@example.org"}
    )

    assert page.status_code == 200
    assert 'value="nina@example.org"' in page.content.decode()
    assert User.objects.count() == 0


def test_an_invited_person_enters_with_one_code_only(visitor_client: Client, db: None) -> None:
    invited = User.objects.create_user(
        "invitee@example.org", full_name="Iris Invitée", is_verified=False
    )

    visitor_client.post(BY_CODE, {"email": invited.email})
    visitor_client.post(reverse("account_confirm_login_code"), {"code": code_in(mail.outbox[0])})

    assert signed_in(visitor_client) == invited
    assert len(mail.outbox) == 1
    assert EmailAddress.objects.get(user=invited).verified is True


def test_nobody_learns_who_has_an_account(user: User) -> None:
    """The same pages answer to an address that exists and to one that does not."""
    answers = {}
    for address in (user.email, "inconnue@example.org"):
        client = Client()
        by_code = client.post(BY_CODE, {"email": address}, follow=True)
        signup = Client().post(
            reverse("account_signup"), {"full_name": "X Y", "email": address}, follow=True
        )
        reset = Client().post(reverse("account_reset_password"), {"email": address}, follow=True)
        password = Client().post(LOGIN, {"login": address, "password": "faux faux faux"})
        answers[address] = [
            re.sub(r'value="[^"]*"', "", page.content.decode()).replace(str(address), "X")
            for page in (by_code, signup, reset, password)
        ]

    assert answers[user.email] == answers["inconnue@example.org"]


def test_who_has_an_account_is_told_by_letter_only(user: User, visitor_client: Client) -> None:
    visitor_client.post(reverse("account_signup"), {"full_name": "X", "email": user.email})

    assert mail.outbox[0].subject == "[Ensemblier] Vous avez déjà un compte"
    assert User.objects.count() == 1


def test_a_deactivated_person_is_told_so(visitor_client: Client, db: None) -> None:
    user = factories.make_user("parti@example.org", is_active=False)

    page = visitor_client.post(
        LOGIN, {"login": user.email, "password": factories.PASSWORD}, follow=True
    )

    assert "Ce compte a été désactivé" in page.content.decode()
    assert signed_in(visitor_client) is None


def test_a_deactivated_person_gets_no_code(visitor_client: Client, db: None) -> None:
    user = factories.make_user("parti@example.org", is_active=False)

    visitor_client.post(BY_CODE, {"email": user.email})

    assert [message.subject for message in mail.outbox] == [
        "[Ensemblier] Aucun compte à cette adresse"
    ]


def test_a_forgotten_password_is_chosen_again_with_a_code(
    user: User, visitor_client: Client
) -> None:
    visitor_client.post(reverse("account_reset_password"), {"email": user.email})
    visitor_client.post(
        reverse("account_confirm_password_reset_code"), {"code": code_in(mail.outbox[0])}
    )
    done = visitor_client.post(
        reverse("account_complete_password_reset"),
        {"password1": "trois ânes bleus", "password2": "trois ânes bleus"},
    )

    assert done.status_code == 302
    user.refresh_from_db()
    assert user.check_password("trois ânes bleus") is True


def test_a_short_password_is_refused_with_its_reason(editor_client: Client) -> None:
    page = editor_client.post(
        reverse("account_change_password"),
        {"oldpassword": factories.PASSWORD, "password1": "court", "password2": "court"},
    )

    assert "12 caractères" in page.content.decode()


def totp_code(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def test_a_second_factor_is_asked(user: User, visitor_client: Client) -> None:
    secret = generate_totp_secret()
    TOTP.activate(user, secret)

    asked = visitor_client.post(LOGIN, {"login": user.email, "password": factories.PASSWORD})
    assert asked["Location"].startswith(reverse("mfa_authenticate"))
    assert signed_in(visitor_client) is None
    wrong = visitor_client.post(asked["Location"], {"code": "000000"})
    assert wrong.status_code == 200

    visitor_client.post(asked["Location"], {"code": totp_code(secret)})

    assert signed_in(visitor_client) == user


def test_a_recovery_code_serves_once(user: User) -> None:
    TOTP.activate(user, generate_totp_secret())
    code = RecoveryCodes.activate(user).get_unused_codes()[0]

    people = []
    for client in (Client(), Client()):
        client.post(LOGIN, {"login": user.email, "password": factories.PASSWORD})
        client.post(reverse("mfa_authenticate"), {"code": code})
        people.append(signed_in(client))

    assert people == [user, None]


def test_a_person_without_password_activates_a_second_factor(
    visitor_client: Client, db: None
) -> None:
    user = User.objects.create_user("code@example.org", full_name="Par Code")
    visitor_client.post(BY_CODE, {"email": user.email})
    visitor_client.post(reverse("account_confirm_login_code"), {"code": code_in(mail.outbox[0])})
    activate = reverse("mfa_activate_totp")
    page = visitor_client.get(activate)
    secret = page.context["form"].secret

    done = visitor_client.post(activate, {"code": totp_code(secret)})

    assert (done.status_code, done["Location"]) == (302, reverse("mfa_view_recovery_codes"))
    assert "Codes de secours" in visitor_client.get(done["Location"]).content.decode()


def test_an_old_sign_in_is_confirmed_before_what_protects_the_account(
    user: User, visitor_client: Client
) -> None:
    visitor_client.post(LOGIN, {"login": user.email, "password": factories.PASSWORD})
    session = visitor_client.session
    session["account_authentication_methods"][-1]["at"] -= 3600
    session.save()

    asked = visitor_client.get(reverse("mfa_activate_totp"))

    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    back = visitor_client.post(asked["Location"], {"password": factories.PASSWORD})
    assert back["Location"] == reverse("mfa_activate_totp")


def test_five_wrong_passwords_close_the_door_for_a_while(
    user: User, visitor_client: Client, settings: Any
) -> None:
    settings.AXES_ENABLED = True
    typed = {"login": user.email, "password": "faux faux faux"}
    for _try in range(4):
        assert visitor_client.post(LOGIN, typed).status_code == 200

    locked = visitor_client.post(LOGIN, typed)
    right = visitor_client.post(LOGIN, {"login": "MOI@example.org", "password": factories.PASSWORD})

    assert locked.status_code == 429
    assert "Recevoir un code par courriel" in locked.content.decode()
    assert "Trop d’essais." in right.content.decode()
    assert signed_in(visitor_client) is None
    by_code = visitor_client.post(BY_CODE, {"email": user.email})
    assert by_code.status_code == 302


def test_another_person_is_not_locked_out(
    user: User, visitor_client: Client, settings: Any
) -> None:
    settings.AXES_ENABLED = True
    other = factories.make_user("autre@example.org")
    for _try in range(5):
        visitor_client.post(LOGIN, {"login": user.email, "password": "faux faux faux"})

    visitor_client.post(LOGIN, {"login": other.email, "password": factories.PASSWORD})

    assert signed_in(visitor_client) == other


def test_codes_are_not_sent_without_end(user: User) -> None:
    for _try in range(6):
        Client().post(BY_CODE, {"email": user.email})

    assert len(mail.outbox) == 3


def test_a_machine_that_insists_meets_a_page_of_ours(visitor_client: Client, db: None) -> None:
    typed = {"login": "personne@example.org", "password": "faux faux faux"}
    for _try in range(31):
        response = visitor_client.post(LOGIN, typed)

    assert response.status_code == 429
    assert "Attendez une minute, puis recommencez." in response.content.decode()
