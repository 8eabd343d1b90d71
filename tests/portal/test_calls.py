from __future__ import annotations

import datetime
import re
from zoneinfo import ZoneInfo

import pypdfium2
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ensemblier.calls.enums import CallState
from ensemblier.calls.models import Call, CallDate, Rule, WantedAttachment
from ensemblier.calls.queries import with_contents
from ensemblier.contracts.models import Contract
from ensemblier.core.typography import long_date
from ensemblier.files.operations import store_upload
from ensemblier.portal.calls import call_page
from tests import factories
from tests.conftest import client_of
from tests.factories import programming as make

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def call(contract: Contract) -> Call:
    version = factories.make_version(factories.make_plan(contract, slug="plan"))
    pillar = factories.make_node(version, short_title="Emploi")
    node = factories.make_node(version, pillar, short_title="Ateliers")
    call = make.make_call(
        contract,
        nodes=(node,),
        areas=(factories.make_area(name="Les Prés"),),
        name="Appel 2027",
        slug="appel-2027",
        summary="De l’argent pour agir.",
        eligibility="Les associations loi 1901\nLes bailleurs",
        contact="Le service, 04 66 00 00 00\nappel@ville.test",
        framing_note="<h2>Notre souhait</h2><p>Des actions <strong>gratuites</strong>.</p>",
    )
    make.make_envelope(call, make.make_funder(name="Préfecture"), amount_cents=12_000_00)
    make.make_envelope(call, make.make_funder(name="Ville"), amount_cents=8_000_00)
    WantedAttachment.objects.create(call=call, label="Statuts", document_kind="statutes")
    Rule.objects.create(call=call, code="min_qpv_percent", value=60, source="Contrat")
    CallDate.objects.create(call=call, title="Réunion", day=datetime.date(2026, 10, 15))
    CallDate.objects.create(
        call=call, title="Réunion de l’équipe", day=datetime.date(2026, 10, 16), is_public=False
    )
    return call


def words(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    main = response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", " ", main))


def test_page_answers_an_association_in_its_order(call: Call, visitor_client: Client) -> None:
    page = words(visitor_client, call.get_absolute_url())

    for sentence in (
        "Ouvert jusqu’au",
        "Commencer mon dossier",
        "Les associations loi 1901",
        "Au moins 60\u00a0% du public vient des quartiers prioritaires.",
        "Les Prés",
        "1.1 Ateliers",
        "Statuts",
        "La première fois, environ 2 heures",
        "Des actions gratuites",
        "20\u202f000\u00a0€",
        "Préfecture",
        "appel@ville.test",
    ):
        assert sentence in page.replace("  ", " "), sentence
    order = ["Est-ce pour moi", "Pour quoi faire", "Ce qu’il me faut", "Combien de temps"]
    assert sorted(order, key=page.index) == order
    assert "Réunion de l’équipe" not in page


def test_button_leads_to_the_application(call: Call, visitor_client: Client) -> None:
    page = visitor_client.get(call.get_absolute_url()).content.decode()

    assert f'href="{reverse("applications:start", args=[call.pk])}"' in page


@pytest.mark.parametrize(
    ("opens", "closes", "begins"),
    [
        (3, 20, "Ouvre le"),
        (-20, -3, "Fermé depuis le"),
    ],
)
def test_closed_or_coming_call_has_no_button(
    call: Call, visitor_client: Client, opens: int, closes: int, begins: str
) -> None:
    now = timezone.now()
    call.opens_at, call.closes_at = (now + datetime.timedelta(days=n) for n in (opens, closes))
    call.save()

    page = words(visitor_client, call.get_absolute_url())

    assert begins in page
    assert "Commencer mon dossier" not in page


def test_sentence_says_the_minute_in_paris(call: Call) -> None:
    call.opens_at = datetime.datetime(2026, 10, 1, 7, 0, tzinfo=datetime.UTC)
    call.closes_at = datetime.datetime(2026, 12, 1, 11, 5, tzinfo=datetime.UTC)
    call.decided_on = datetime.date(2027, 3, 1)
    call.save()
    kept = with_contents(Call.objects.all()).get(pk=call.pk)

    def told(at: datetime.datetime) -> tuple[str, int | None]:
        page = call_page(kept, at)
        return page.until, page.days_left

    assert told(datetime.datetime(2026, 9, 30, 12, 0, tzinfo=PARIS)) == (
        "Ouvre le 1er octobre 2026 à 9\u00a0h\u00a000, heure de Paris.",
        None,
    )
    assert told(datetime.datetime(2026, 11, 30, 23, 0, tzinfo=PARIS)) == (
        "Ouvert jusqu’au 1er décembre 2026 à 12\u00a0h\u00a005, heure de Paris.",
        1,
    )
    assert told(datetime.datetime(2026, 12, 1, 12, 6, tzinfo=PARIS)) == (
        "Fermé depuis le 1er décembre 2026 à 12\u00a0h\u00a005, heure de Paris. "
        "Réponse attendue le 1er mars 2027.",
        None,
    )


def test_draft_is_for_the_team_and_its_funders(
    call: Call, visitor_client: Client, outsider_client: Client, reader_client: Client
) -> None:
    call.state, call.published_at = CallState.DRAFT, None
    call.save()
    url = call.get_absolute_url()

    assert visitor_client.get(url).status_code == 404
    assert outsider_client.get(url).status_code == 404
    assert visitor_client.get(f"{url}note.pdf").status_code == 404
    assert "Aperçu pour l’équipe" in words(reader_client, url)
    assert "Appel 2027" not in words(visitor_client, reverse("portal:calls"))


def test_call_of_a_hidden_contract_is_not_public(call: Call, visitor_client: Client) -> None:
    Contract.objects.filter(pk=call.contract_id).update(is_public=False)

    assert visitor_client.get(call.get_absolute_url()).status_code == 404
    assert "Appel 2027" not in words(visitor_client, reverse("portal:calls"))


def test_list_narrows_by_state_words_and_contract(call: Call, visitor_client: Client) -> None:
    far = make.make_call(name="Autre appel")
    closed = timezone.now() - datetime.timedelta(days=2)
    make.make_call(
        call.contract,
        name="Appel 2025",
        opens_at=closed - datetime.timedelta(days=30),
        closes_at=closed,
    )
    url = reverse("portal:calls")

    def named(query: str) -> set[str]:
        page = words(visitor_client, f"{url}{query}")
        return {name for name in ("Appel 2027", "Autre appel", "Appel 2025") if name in page}

    assert named("") == {"Appel 2027", "Autre appel", "Appel 2025"}
    assert named("?etat=ouvert") == {"Appel 2027", "Autre appel"}
    assert named("?etat=ferme") == {"Appel 2025"}
    assert named("?q=autre") == {"Autre appel"}
    assert named(f"?contrat={far.contract.slug}") == {"Autre appel"}
    assert "Aucun appel ne correspond" in words(visitor_client, f"{url}?q=rien")
    without = factories.make_contract(slug="sans-appel")
    assert named(f"?contrat={without.slug}") == set()
    for odd in ("annee=abc", "annee=1e30", "annee=-5", "etat=x", "contrat=%00", "q=%00", "page=99"):
        assert visitor_client.get(f"{url}?{odd}").status_code == 200, odd
    lines = visitor_client.get(f"{url}export/csv/?q=autre").content.decode("utf-8-sig").splitlines()
    assert lines[0] == "appel,contrat,année,ouvre le,ferme le"
    assert len(lines) == 2


def test_pages_cost_the_same_for_much_and_for_little(call: Call, visitor_client: Client) -> None:
    def cost(url: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            visitor_client.get(url)
        return len(captured)

    make.make_committee(call)
    urls = [call.get_absolute_url(), reverse("portal:calls")]
    before = [cost(url) for url in urls]
    for number in range(5):
        make.make_envelope(call)
        make.make_committee(call)
        WantedAttachment.objects.create(call=call, label=f"Pièce {number}")
        make.make_call(call.contract)

    assert [cost(url) for url in urls] == before


def test_note_is_a_pdf(call: Call, visitor_client: Client) -> None:
    response = visitor_client.get(f"{call.get_absolute_url()}note.pdf")

    assert response["Content-Type"] == "application/pdf"
    text = pypdfium2.PdfDocument(response.content)[0].get_textpage().get_text_bounded()
    assert "Note de cadrage" in text


def test_dates_go_into_an_agenda(call: Call, visitor_client: Client) -> None:
    call.opens_at = datetime.datetime(2026, 10, 1, 9, 0, tzinfo=PARIS)
    call.closes_at = datetime.datetime(2026, 12, 1, 12, 0, tzinfo=PARIS)
    call.save()

    feed = visitor_client.get(f"{call.get_absolute_url()}dates.ics").content.decode()

    assert re.findall(r"DTSTART;VALUE=DATE:(\d+)\r\n", feed) == [
        "20261001",
        "20261015",
        "20261201",
    ]
    assert "équipe" not in feed


def test_form_to_fill_in_is_handed_out(call: Call, visitor_client: Client) -> None:
    paper = call.wanted_attachments.get()
    url = reverse("portal:call_template", args=[call.contract.slug, call.slug, paper.pk])
    assert visitor_client.get(url).status_code == 404

    paper.template = store_upload(
        uploaded=factories.make_upload("modele.pdf"), by=None, at=timezone.now()
    )
    paper.save()

    assert visitor_client.get(url)["Content-Disposition"] == 'attachment; filename="modele.pdf"'
    assert url in visitor_client.get(call.get_absolute_url()).content.decode()
    call.state, call.published_at = CallState.DRAFT, None
    call.save()
    assert visitor_client.get(url).status_code == 404


def test_english_visitor_reads_the_page(call: Call, visitor_client: Client) -> None:
    assert visitor_client.get(f"/en{call.get_absolute_url()}").status_code == 200
    assert long_date(call.actions_start_on) in words(visitor_client, call.get_absolute_url())


def test_organization_with_more_time_keeps_its_button(call: Call, visitor_client: Client) -> None:
    now = timezone.now()
    call.opens_at, call.closes_at = (now - datetime.timedelta(days=n) for n in (20, 1))
    call.save()
    bearer = factories.make_organization(name="La Ronde")
    call.graces.create(
        organization=bearer,
        until=now + datetime.timedelta(days=3),
        reason="Incendie du local",
        given_by=factories.make_user(),
        given_at=now,
    )

    page = words(client_of(make.make_member(bearer)), call.get_absolute_url())

    assert "Votre structure, La Ronde, a plus de temps\u00a0: jusqu’au" in page
    assert "Commencer mon dossier" in page
    assert "Incendie" not in page
    for other in (visitor_client, client_of(make.make_member(factories.make_organization()))):
        assert "Commencer mon dossier" not in words(other, call.get_absolute_url())


def test_search_engines_are_told_of_public_calls_only(call: Call, visitor_client: Client) -> None:
    url = reverse("portal:sitemap_contract", args=[call.contract.slug])
    assert call.get_absolute_url() in visitor_client.get(url).content.decode()

    call.state, call.published_at = CallState.DRAFT, None
    call.save()
    assert call.get_absolute_url() not in visitor_client.get(f"{url}?2").content.decode()
