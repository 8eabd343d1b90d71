"""The form by plain pages: what a browser without JavaScript does."""

import html
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ensemblier.applications.accounts import ACCOUNTS
from ensemblier.applications.models import Application, BearerYear
from ensemblier.applications.operations.saving import save_application
from tests import factories
from tests.conftest import client_of
from tests.factories import programming as make

STEPS = ("structure", "action", "public", "budget", "questions", "depot")


def url(name: str, *args) -> str:
    return reverse(f"applications:{name}", args=args)


def posted(page: str) -> dict[str, str]:
    """The boxes of a page as a browser would send them back."""
    form = page[page.index('id="etape"') :]
    fields = {}
    for tag in re.findall(r"<input [^>]*>", form):
        name = re.search(r'name="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        kind = re.search(r'type="([^"]*)"', tag)
        if not name or (kind and kind[1] in {"checkbox", "radio"} and " checked" not in tag):
            continue
        fields[name[1]] = html.unescape(value[1]) if value else ""
    for name, text in re.findall(r'<textarea name="([^"]*)"[^>]*>\n?(.*?)</textarea>', form, re.S):
        fields[name] = html.unescape(text)
    for name, options in re.findall(r'<select name="([^"]*)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        fields[name] = chosen[1] if chosen else ""
    fields.pop("stay", None)
    return fields


@pytest.fixture
def draft(programming) -> Application:
    return programming.draft


class TestPlainPages:
    @pytest.mark.parametrize("step", STEPS)
    def test_each_step_is_shown_and_sent_back_unchanged(self, draft, applicant, step):
        client = client_of(applicant)
        page = client.get(url("step", draft.pk, step))
        assert page.status_code == 200

        answer = client.post(url("step", draft.pk, step), posted(page.content.decode()))

        assert answer.status_code == 302
        assert Application.objects.get(pk=draft.pk).edition == 0
        assert [told.edition for told in BearerYear.objects.all()] in ([], [0])

    def test_what_is_typed_is_kept_and_the_next_step_comes(self, draft, applicant):
        client = client_of(applicant)
        page = client.get(url("step", draft.pk, "action")).content.decode()

        answer = client.post(
            url("step", draft.pk, "action"),
            {**posted(page), "title": "Café des savoirs", "objectives": "Se parler"},
            follow=True,
        )

        assert answer.redirect_chain == [(url("step", draft.pk, "public"), 302)]
        assert "Enregistré à " in answer.content.decode()
        draft.refresh_from_db()
        assert (draft.title, draft.objectives) == ("Café des savoirs", "Se parler")

    def test_a_bad_box_keeps_the_others_and_what_was_typed(self, draft, applicant, programming):
        client = client_of(applicant)
        page = client.get(url("step", draft.pk, "budget")).content.decode()
        funder = programming.envelope.funder_id

        answer = client.post(
            url("step", draft.pk, "budget"),
            {
                **posted(page),
                "budget-641": "12,3.4",
                "budget-613": "1 234,5 €",
                f"request-{funder}": "1.234,50",
            },
        )

        assert answer.status_code == 422
        shown = answer.content.decode()
        assert 'value="12,3.4"' in shown
        assert "12,3.4" in shown.split("budget-641", 2)[2]
        assert dict(draft.budget_lines.values_list("account", "planned_cents")) == {"613": 1_234_50}
        assert draft.requests.get().amount_cents == 1_234_50

    def test_the_year_of_the_structure(self, draft, applicant):
        client = client_of(applicant)
        page = client.get(url("step", draft.pk, "structure")).content.decode()

        client.post(url("step", draft.pk, "structure"), {**posted(page), "employees": "3"})

        told = BearerYear.objects.get()
        assert (told.organization, told.year, told.employees) == (
            draft.action.bearer,
            draft.year,
            3,
        )

    def test_a_partner_reads_the_year_of_the_bearer_and_goes_on(self, draft, co_applicant):
        client = client_of(co_applicant)
        address = url("step", draft.pk, "structure")
        page = client.get(address).content.decode()
        assert "Ces renseignements sont tenus par La Ronde." in page
        assert 'name="employees"' not in page

        answer = client.post(address, posted(page))

        assert answer["Location"] == url("step", draft.pk, "action")
        assert client.post(address, {"employees": "3"}).status_code == 403

    def test_the_card_beside_the_form(self, draft, applicant):
        client = client_of(applicant)
        before = client.get(url("summary", draft.pk)).content.decode()
        assert "Donnez un titre" not in before
        assert "Dites les objectifs de l’action." in before
        assert "<html" not in before


class TestTwoPeopleWithoutScript:
    def send(self, client, draft, page, **typed):
        return client.post(url("step", draft.pk, "action"), {**posted(page), **typed})

    def test_the_other_s_boxes_are_left_alone(self, draft, applicant, co_applicant):
        hers, his = client_of(applicant), client_of(co_applicant)
        address = url("step", draft.pk, "action")
        first, second = (client.get(address).content.decode() for client in (hers, his))

        self.send(hers, draft, first, place="Chez Inès")
        self.send(his, draft, second, needs="Un besoin")

        draft.refresh_from_db()
        assert (draft.place, draft.needs) == ("Chez Inès", "Un besoin")

    def test_the_same_box_shows_both_and_asks(self, draft, applicant, co_applicant):
        hers, his = client_of(applicant), client_of(co_applicant)
        address = url("step", draft.pk, "action")
        first, second = (client.get(address).content.decode() for client in (hers, his))
        self.send(hers, draft, first, place="Chez Inès")

        asked = self.send(his, draft, second, place="Chez Yanis", needs="Un besoin")

        assert asked.status_code == 409
        page = asked.content.decode()
        assert "La version de Inès Demande" in page
        assert "Chez Inès" in page and "Chez Yanis" in page
        draft.refresh_from_db()
        assert (draft.place, draft.needs) == ("Chez Inès", "Un besoin")

        his.post(
            address,
            {
                "resolving": "1",
                "edition": draft.edition,
                "choice-place": "mine",
                "mine-place": json.dumps("Chez Yanis"),
            },
        )
        draft.refresh_from_db()
        assert draft.place == "Chez Yanis"

    def test_leaving_the_other_s_version(self, draft, applicant, co_applicant):
        save_application(
            application=draft, base=0, changes={"place": "Ici"}, by=applicant, at=draft.created_at
        )
        client_of(co_applicant).post(
            url("step", draft.pk, "action"),
            {"resolving": "1", "edition": 1, "choice-place": "theirs", "mine-place": '"Là"'},
        )
        draft.refresh_from_db()
        assert draft.place == "Ici"


class TestBoxByBox:
    def send(self, user, draft, step, edition, **fields):
        return client_of(user).post(
            url("save", draft.pk, step),
            json.dumps({"edition": edition, "fields": fields}),
            content_type="application/json",
        )

    def test_acknowledged(self, draft, applicant):
        answer = self.send(applicant, draft, "action", 0, place="Ici", starts_on="2026-03-01")

        told = answer.json()
        assert (told["edition"], sorted(told["written"])) == (1, ["place", "starts_on"])
        assert " h " in told["time"]
        assert Application.objects.get(pk=draft.pk).place == "Ici"

    def test_a_bad_amount_is_refused_beside_its_box(self, draft, applicant):
        answer = self.send(
            applicant, draft, "budget", 0, **{"budget-641": "-5", "budget-613": "10"}
        ).json()

        assert answer["written"] == ["budget-613"]
        assert "plus petit que zéro" in answer["refusals"]["budget-641"]

    def test_both_values_come_back(self, draft, applicant, co_applicant):
        self.send(applicant, draft, "action", 0, place="Chez Inès", **{"area-elsewhere": "40"})

        answer = self.send(co_applicant, draft, "action", 0, place="Chez Yanis").json()

        assert answer["conflicts"] == [
            {
                "key": "place",
                "mine": "Chez Yanis",
                "theirs": "Chez Inès",
                "value": "Chez Inès",
                "by": "Inès Demande",
            }
        ]
        assert answer["elsewhere"] == {"area-elsewhere": "40"}

    def test_a_cut_session_says_so(self, draft, visitor_client):
        answer = visitor_client.post(
            url("save", draft.pk, "action"), "{}", content_type="application/json"
        )
        assert (answer.status_code, answer.json()) == (401, {"error": "Votre session est finie."})

    def test_for_another_association_nothing_exists(self, draft, other_association):
        assert self.send(other_association, draft, "action", 0, place="Ici").status_code == 404

    @pytest.mark.parametrize("body", ["", "[]", '{"edition": "x", "fields": {}}', '{"edition": 1}'])
    def test_an_unreadable_body_is_refused(self, draft, applicant, body):
        answer = client_of(applicant).post(
            url("save", draft.pk, "action"), body, content_type="application/json"
        )
        assert answer.status_code == 400

    def test_what_is_submitted_is_refused_with_a_sentence(self, programming, applicant):
        answer = self.send(applicant, programming.application, "action", 0, place="Ici")
        assert answer.status_code == 403
        assert "Pour une correction, écrivez à l’équipe" in answer.json()["error"]


class TestWhoSeesIt:
    def test_another_s_address_does_not_exist(self, draft, other_association, funder):
        for person in (other_association, funder):
            client = client_of(person)
            for address in (
                url("detail", draft.pk),
                *(url("step", draft.pk, step) for step in STEPS),
                url("withdraw", draft.pk),
                url("attach", draft.pk),
            ):
                assert client.get(address).status_code == 404
            assert client.post(url("submit", draft.pk)).status_code == 404

    def test_who_reads_the_contract_reads_and_does_not_write(self, draft, reader):
        client = client_of(reader)
        assert client.get(url("detail", draft.pk)).status_code == 200
        refused = client.get(url("step", draft.pk, "action"))
        assert refused.status_code == 403
        assert "rempli par la structure qui le porte" in refused.content.decode()


def queries_of(client, address) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("step", STEPS)
def test_a_step_costs_the_same_with_many_rows(draft, applicant, programming, step):
    client = client_of(applicant)
    few = queries_of(client, url("step", draft.pk, step))
    for rank in range(12):
        make.make_request(draft, make.make_envelope(programming.call).funder)
        draft.budget_lines.create(account=list(ACCOUNTS)[rank], planned_cents=5)
        programming.call.areas.add(area := factories.make_area())
        draft.areas.create(area=area, share=10)
        draft.audience.create(area=area, sex="female", age_band="0-5", number=3)

    assert queries_of(client, url("step", draft.pk, step)) == few


def test_the_list_costs_the_same_with_many_rows(programming, applicant):
    client = client_of(applicant)
    few = queries_of(client, url("list"))
    for _ in range(20):
        action = make.make_action(programming.call.contract, programming.bearer)
        make.make_request(make.make_application(programming.call, action))

    assert queries_of(client, url("list")) == few


def test_the_file_costs_the_same_with_many_rows(programming, applicant):
    client, application = client_of(applicant), programming.application

    def add_rows(many: int) -> None:
        for _ in range(many):
            envelope = make.make_envelope(programming.call)
            make.make_award(make.make_request(application, envelope.funder))
            told = {"by": applicant, "at": application.created_at, "text": "Bonjour"}
            application.messages.create(contract=application.contract, **told)
            wanted = programming.call.wanted_attachments.create(label="Pièce")
            application.attachments.create(
                file=factories.make_stored_file(), wanted=wanted, added_at=application.created_at
            )

    add_rows(1)
    few = queries_of(client, url("detail", application.pk))
    add_rows(8)

    assert queries_of(client, url("detail", application.pk)) == few
