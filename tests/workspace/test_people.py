"""Opening, correcting and closing accounts."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ensemblier.accounts.models import User
from ensemblier.audit.models import Entry
from ensemblier.contracts.enums import ContractRoleKind
from ensemblier.contracts.models import Contract, ContractRole
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.notices.models import Notice
from ensemblier.workspace.operations.access import open_access
from ensemblier.workspace.operations.people import (
    ask_for_deletion,
    create_person,
    deactivate_person,
    reactivate_person,
    set_administrator,
    update_person,
)
from tests import factories
from tests.conftest import client_of

PEOPLE = "/espace/personnes/"
TODAY = timezone.localdate()


@pytest.fixture
def keeper(contract: Contract) -> User:
    """Administers the contract."""
    user = factories.make_user("keeper@example.org", full_name="Karim Clé")
    factories.make_role(user, contract, ContractRoleKind.ADMINISTRATOR)
    return user


def act(operation: Any, by: User, **arguments: Any) -> Any:
    return operation(by=by, at=timezone.now(), **arguments)


def create(by: User, **fields: Any) -> User:
    fields.setdefault("full_name", "Nina Nouvelle")
    fields.setdefault("email", "nina@example.org")
    return act(create_person, by, **fields)


def test_an_invited_person_is_written_to_on_commit(
    keeper: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        person = create(keeper, full_name="  Nina  Nouvelle ", email="Nina@Example.org")
        assert mail.outbox == []

    assert (person.full_name, person.email) == ("Nina Nouvelle", "nina@example.org")
    letter = mail.outbox[0]
    assert letter.to == ["nina@example.org"]
    assert letter.subject == "[Ensemblier] Un accès vous attend"
    assert "Karim Clé vous a ouvert un accès à Ensemblier." in letter.body
    assert "http://localhost:8000/compte/connexion/" in letter.body
    assert Entry.objects.get().summary == "Nina Nouvelle est ajouté."


def test_a_person_without_address_is_known_and_cannot_enter(
    keeper: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        person = create(keeper, email="")

    assert (person.email, mail.outbox) == (None, [])
    assert create(keeper, email=" ").email is None


@pytest.mark.parametrize(
    ("fields", "at_fault"),
    [
        ({"full_name": "  "}, "full_name"),
        ({"email": "nina@"}, "email"),
        ({"email": "KEEPER@example.org"}, "email"),
    ],
)
def test_bad_input_is_said_beside_its_field(
    keeper: User, fields: dict[str, str], at_fault: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        create(keeper, **fields)

    assert refused.value.field == at_fault
    assert User.objects.count() == 1


@pytest.mark.parametrize("who", ["outsider", "reader", "editor", "other_member"])
def test_who_opens_no_rights_adds_nobody(who: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotAllowed):
        create(request.getfixturevalue(who))


def test_a_person_and_a_right_in_one_go(keeper: User, contract: Contract) -> None:
    fields = {"phone": "", "contract": contract, "kind": "reader", "starts_on": TODAY}
    person = act(
        open_access, keeper, full_name="N N", email="n@example.org", ends_on=None, **fields
    )
    known = factories.make_user("connu@example.org", full_name="Déjà Là")
    same = act(
        open_access,
        keeper,
        full_name="Peu Importe",
        email="Connu@example.org",
        ends_on=None,
        **fields,
    )

    assert ContractRole.objects.get(user=person).kind == "reader"
    assert (same, same.full_name) == (known, "Déjà Là")
    assert ContractRole.objects.get(user=known).contract == contract


def test_a_right_that_is_refused_adds_nobody(
    keeper: User, contract: Contract, other_member: User
) -> None:
    elsewhere = Contract.objects.exclude(pk=contract.pk).get()

    with pytest.raises(NotAllowed):
        act(
            open_access,
            keeper,
            full_name="N N",
            email="n@example.org",
            phone="",
            contract=elsewhere,
            kind="reader",
            starts_on=TODAY,
            ends_on=None,
        )

    assert not User.objects.filter(email="n@example.org").exists()


def test_one_corrects_one_s_own_account(reader: User, editor: User) -> None:
    fields = {"full_name": "Lina L.", "phone": "04 66 00 00 00", "language": "en"}
    act(update_person, reader, person=reader, **fields)

    reader.refresh_from_db()
    assert (reader.full_name, reader.language) == ("Lina L.", "en")
    assert reader.search_text == "lina l reader example org"
    assert Entry.objects.get().changes == {
        "full_name": ["Lina Lecture", "Lina L."],
        "phone": ["", "04 66 00 00 00"],
        "language": ["fr", "en"],
    }
    with pytest.raises(NotAllowed):
        act(update_person, editor, person=reader, **fields)


def test_nothing_changed_is_not_noted(reader: User) -> None:
    act(update_person, reader, person=reader, full_name="Lina Lecture", phone="", language="fr")

    assert not Entry.objects.exists()


def test_an_address_is_given_to_who_has_none(
    administrator: User, django_capture_on_commit_callbacks: Any
) -> None:
    person = factories.make_user(None, full_name="Sans Adresse")
    fields = {"full_name": "Sans Adresse", "phone": "", "language": "fr"}

    with django_capture_on_commit_callbacks(execute=True):
        act(update_person, administrator, person=person, email="avec@example.org", **fields)
    act(update_person, administrator, person=person, email="autre@example.org", **fields)

    person.refresh_from_db()
    assert person.email == "avec@example.org"
    assert [message.to for message in mail.outbox] == [["avec@example.org"]]


def test_deactivation_takes_every_right_and_session_and_keeps_the_name(
    administrator: User, editor: User, editor_client: Client, contract: Contract
) -> None:
    from ensemblier.audit.operations import record

    record(action="tests.do", summary="Fait par Emma.", by=editor)
    assert editor_client.get("/espace/").status_code == 200

    act(deactivate_person, administrator, person=editor, reason="départ")

    assert editor_client.get("/espace/").status_code == 302
    editor.refresh_from_db()
    assert editor.is_active is False
    assert str(Entry.objects.get(action="tests.do").actor) == "Emma Écriture"
    entry = Entry.objects.get(action="accounts.deactivate_person")
    assert entry.summary == "Compte de Emma Écriture désactivé\u00a0: départ."


def test_reactivation_gives_rights_back_but_no_old_session(
    administrator: User, editor: User, editor_client: Client
) -> None:
    editor_client.get("/espace/")
    act(deactivate_person, administrator, person=editor, reason="")
    act(reactivate_person, administrator, person=editor, reason="erreur")

    assert editor_client.get("/espace/").status_code == 302
    editor.refresh_from_db()
    assert client_of(editor).get("/espace/").status_code == 200
    assert (editor.is_active, editor.deactivated_at) == (True, None)
    with pytest.raises(Refused):
        act(reactivate_person, administrator, person=editor, reason="")


def test_what_was_lent_falls_with_the_account(
    administrator: User, editor: User, outsider: User, contract: Contract
) -> None:
    factories.make_role(outsider, contract, delegated_from=editor.contractroles.get())
    assert contract.contractroles.on(TODAY).filter(user=outsider).exists()

    act(deactivate_person, administrator, person=editor, reason="")

    assert not contract.contractroles.on(TODAY).filter(user=outsider).exists()


def test_nobody_deactivates_themselves_or_without_being_administrator(
    administrator: User, keeper: User, reader: User
) -> None:
    factories.make_user(is_superuser=True)

    with pytest.raises(Refused):
        act(deactivate_person, administrator, person=administrator, reason="")
    with pytest.raises(NotAllowed):
        act(deactivate_person, keeper, person=reader, reason="")


def test_there_is_always_an_administrator(administrator: User, editor: User) -> None:
    with pytest.raises(Refused):
        act(set_administrator, administrator, person=administrator, is_administrator=False)

    act(set_administrator, administrator, person=editor, is_administrator=True)
    act(set_administrator, administrator, person=administrator, is_administrator=False)

    assert list(User.objects.filter(is_superuser=True)) == [editor]
    assert [entry.summary for entry in Entry.objects.order_by("sequence")] == [
        "Emma Écriture devient administrateur de l’installation.",
        "Ada Ministre n’est plus administrateur de l’installation.",
    ]


def test_the_last_active_administrator_is_not_deactivated(
    administrator: User, editor: User
) -> None:
    asleep = factories.make_user(is_superuser=True, is_active=False)
    other = factories.make_user(is_superuser=True)
    act(deactivate_person, administrator, person=other, reason="")

    assert asleep.is_superuser is True
    with pytest.raises(Refused):
        act(set_administrator, administrator, person=administrator, is_administrator=False)


def test_the_installation_is_given_by_an_administrator_to_who_can_enter(
    administrator: User, keeper: User, reader: User
) -> None:
    with pytest.raises(NotAllowed):
        act(set_administrator, keeper, person=keeper, is_administrator=True)
    nameless = factories.make_user(None)
    with pytest.raises(Refused):
        act(set_administrator, administrator, person=nameless, is_administrator=True)


def test_asking_to_leave_tells_the_administrators(administrator: User, reader: User) -> None:
    assert act(ask_for_deletion, reader, reason="") == 1

    notice = Notice.objects.get()
    assert notice.user == administrator
    assert notice.text == "Lina Lecture demande la fermeture de son compte."
    assert notice.url == reverse("workspace:person", args=[reader.pk])


# Pages


@pytest.mark.parametrize("who", ["outsider", "reader", "editor", "other_member"])
def test_the_list_says_who_opens_rights_to_the_others(
    who: str, request: pytest.FixtureRequest
) -> None:
    client = client_of(request.getfixturevalue(who))

    assert client.get(PEOPLE).status_code == 403
    assert client.get("/espace/personnes/ajouter/").status_code == 403
    assert client.get("/espace/donnees-personnelles/").status_code == 403
    assert client.get("/espace/journal/").status_code == 403


def names(page: Any) -> list[str]:
    return [person.full_name for person in page.context["page"]]


def test_each_administrator_sees_the_people_they_answer_for(
    administrator_client: Client, keeper: User, reader: User, other_member: User, outsider: User
) -> None:
    assert names(client_of(keeper).get(PEOPLE)) == ["Karim Clé", "Lina Lecture"]
    assert names(administrator_client.get(PEOPLE)) == [
        "Ada Ministre",
        "Alban Ailleurs",
        "Karim Clé",
        "Lina Lecture",
        "Odile Dehors",
    ]
    hidden = reverse("workspace:person", args=[other_member.pk])
    assert client_of(keeper).get(hidden).status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=ecriture", ["Emma Écriture"]),
        ("role=editor", ["Emma Écriture"]),
        ("role=installation", ["Ada Ministre"]),
        ("role=none", ["Odile Dehors"]),
        ("active=False", []),
    ],
)
def test_people_are_found(
    administrator_client: Client, editor: User, outsider: User, query: str, found: list[str]
) -> None:
    assert names(administrator_client.get(f"{PEOPLE}?{query}")) == found


def test_the_list_can_be_taken_away(administrator_client: Client, editor: User) -> None:
    table = administrator_client.get("/espace/personnes/export/csv/?role=editor")

    assert table.content.decode("utf-8-sig").splitlines() == [
        "nom,adresse électronique,téléphone,compte,droits",
        "Emma Écriture,editor@example.org,,actif,Contrat d’ici\u00a0: écriture",
    ]
    assert administrator_client.get("/espace/personnes/export/exe/").status_code == 404


def test_the_list_costs_the_same_for_few_or_many(
    administrator_client: Client, contract: Contract
) -> None:
    factories.make_role(factories.make_user(), contract)
    with CaptureQueriesContext(connection) as few:
        administrator_client.get(PEOPLE)
    for _rank in range(8):
        factories.make_role(factories.make_user(), contract)
    with CaptureQueriesContext(connection) as many:
        administrator_client.get(PEOPLE)

    assert len(few) == len(many)


def test_adding_on_screen_and_what_was_typed_stays(keeper: User, contract: Contract) -> None:
    client = client_of(keeper)
    typed = {
        "full_name": "Nina Nouvelle",
        "email": "pas une adresse",
        "contract": contract.pk,
        "kind": "reader",
        "starts_on": TODAY.isoformat(),
    }
    again = client.post("/espace/personnes/ajouter/", typed)
    assert again.status_code == 422
    assert 'value="Nina Nouvelle"' in again.content.decode()

    done = client.post("/espace/personnes/ajouter/", {**typed, "email": "nina@example.org"})

    person = User.objects.get(email="nina@example.org")
    assert done["Location"] == reverse("workspace:person", args=[person.pk])
    page = client.get(done["Location"]).content.decode()
    assert "Nina Nouvelle" in page
    assert "Confier l’administration" not in page


def test_a_person_s_page_does_everything(
    administrator_client: Client, editor: User, contract: Contract
) -> None:
    address = reverse("workspace:person", args=[editor.pk])
    assert administrator_client.get(address).status_code == 200

    grant = {"contract": contract.pk, "kind": "reader", "starts_on": TODAY.isoformat()}
    administrator_client.post(f"{address}droits/", grant)
    assert administrator_client.post(f"{address}droits/", grant).status_code == 422
    administrator_client.post(
        f"{address}corriger/", {"full_name": "Emma É.", "phone": "", "language": "fr"}
    )
    administrator_client.post(f"{address}desactiver/", {"reason": "départ"})

    editor.refresh_from_db()
    assert editor.contractroles.count() == 2
    assert (editor.full_name, editor.is_active) == ("Emma É.", False)
    page = administrator_client.get(address).content.decode()
    assert "Réactiver le compte" in page
    assert "Compte de Emma É. désactivé\u00a0: départ." in page
    administrator_client.post(f"{address}reactiver/", {})
    administrator_client.post(f"{address}administration/", {"value": "1"})
    editor.refresh_from_db()
    assert (editor.is_active, editor.is_superuser) == (True, True)


def test_a_contract_s_administrator_cannot_touch_accounts(keeper: User, reader: User) -> None:
    client = client_of(keeper)
    address = reverse("workspace:person", args=[reader.pk])

    for action in ("desactiver/", "reactiver/", "administration/"):
        assert client.post(address + action, {"value": "1"}).status_code == 403
    fields = {"full_name": "X", "phone": "", "language": "fr"}
    assert client.post(f"{address}corriger/", fields).status_code == 403
    reader.refresh_from_db()
    assert (reader.full_name, reader.is_active) == ("Lina Lecture", True)
