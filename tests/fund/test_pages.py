"""The fund in the workspace and without an account, page by page."""

from __future__ import annotations

import datetime

import pytest
from django.core.cache import cache, caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ensemblier.core.typography import euros
from ensemblier.fund.enums import RequestState, RoundState
from ensemblier.fund.limits import REQUESTS_AN_HOUR, WRONG_CODES_AN_HOUR
from ensemblier.fund.models import FundRequest, Round
from tests import factories
from tests.conftest import client_of
from tests.factories import fund as make
from tests.factories import programming

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_count_kept():
    cache.clear()


@pytest.fixture
def round(contract) -> Round:
    """Open now."""
    now, day = timezone.now(), datetime.timedelta(days=1)
    round = make.make_round(
        make.make_fund(contract, code="FPH"),
        year=now.year,
        opens_at=now - day,
        closes_at=now + 10 * day,
    )
    make.make_co_funder(round)
    return round


def typed(**fields: object) -> dict[str, object]:
    in_a_month = timezone.localdate() + datetime.timedelta(days=30)
    return {
        "title": "Cinéma dans la cour",
        "description": "Un film, un drap.",
        "starts_on": in_a_month.isoformat(),
        "place": "la cour",
        "cost_label_1": "film",
        "cost_cents_1": "400",
        "asked_cents": "400",
        "audience": "tout le quartier",
        "people": "100",
        "kind": "resident",
        "name": "Nadège Bobine",
        "phone": "06 12 34 56 78",
        **fields,
    }


def words(response) -> str:
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def ask(client, round, **fields):
    return client.post(reverse("portal:fund_ask", args=[round.fund_id]), typed(**fields))


def test_a_resident_asks_and_gets_a_code(visitor_client, round):
    answer = ask(visitor_client, round)

    request = FundRequest.objects.get()
    address = reverse("portal:fund_follow", args=[request.code])
    assert (answer.status_code, answer.url) == (302, address)
    page = visitor_client.get(address)
    assert request.code in words(page)
    assert "Votre demande est reçue." in words(page)
    assert page["Cache-Control"] == "private, no-store"
    assert page["X-Robots-Tag"] == "noindex"


def test_a_mistake_keeps_what_was_typed(visitor_client, round):
    page = ask(visitor_client, round, asked_cents="750", cost_cents_1="750")
    assert "700 € au plus pour une action" in words(page)
    assert 'value="Cinéma dans la cour"' in words(page)
    assert FundRequest.objects.count() == 0


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"phone": ""}, "Donnez une adresse électronique ou un numéro"),
        ({"phone": "12"}, "Ce numéro est trop court"),
        ({"cost_cents_1": ""}, "Écrivez le prix de cette dépense"),
        ({"cost_label_1": "", "cost_cents_1": ""}, "Écrivez au moins une dépense"),
        ({"cost_label_1": ""}, "Dites ce que vous achetez à ce prix"),
        ({"starts_on": "2020-01-01"}, "Choisissez un jour à partir du"),
        ({"ends_on": "2020-01-01"}, "Le dernier jour vient avant le premier"),
        ({"site": "http://spam.example"}, "Laissez vide la case"),
    ],
)
def test_each_mistake_has_its_sentence(visitor_client, round, fields, sentence):
    assert sentence in words(ask(visitor_client, round, **fields))
    assert FundRequest.objects.count() == 0


def test_all_mistakes_are_told_at_once(visitor_client, round):
    file = factories.make_upload("photo.jpg", b"MZ pas une image")
    page = ask(
        visitor_client,
        round,
        title="",
        starts_on="2020-01-01",
        asked_cents="500",
        phone="12",
        file=file,
    )
    assert sorted(page.context["form"].errors) == [
        "asked_cents",
        "file",
        "phone",
        "starts_on",
        "title",
    ]


def test_a_photo_must_be_one(visitor_client, round):
    page = ask(visitor_client, round, file=factories.make_upload("photo.jpg", b"pas une image"))
    assert FundRequest.objects.count() == 0
    assert "aria-invalid" in page.content.decode()


def test_a_closed_fund_says_so(visitor_client, round):
    Round.objects.update(state=RoundState.DECIDING)
    page = visitor_client.get(reverse("portal:fund_ask", args=[round.fund_id]))
    assert "Pas de demande possible en ce moment" in words(page)


def test_too_many_requests_from_one_place_wait(visitor_client, round):
    for rank in range(REQUESTS_AN_HOUR):
        assert ask(visitor_client, round, title=f"Idée {rank}").status_code == 302
    assert "Trop de demandes sont parties" in words(ask(visitor_client, round, title="Encore"))
    assert FundRequest.objects.count() == REQUESTS_AN_HOUR


def test_a_code_typed_anyhow_is_found_and_guesses_are_counted(visitor_client, round):
    request = make.make_request(round)
    find = reverse("portal:fund_find")
    typed_small = request.code.lower().replace("-", " ")
    answer = visitor_client.post(find, {"code": typed_small})
    assert answer.url == reverse("portal:fund_follow", args=[request.code])

    for _try in range(WRONG_CODES_AN_HOUR):
        page = visitor_client.post(find, {"code": "AAAA-AAAA-AAAA"})
        assert "Ce code n’existe pas" in words(page)
    assert "Trop d’essais" in words(visitor_client.post(find, {"code": request.code}))
    assert visitor_client.get(answer.url).status_code == 404


def test_a_report_is_sent_with_the_code(visitor_client, round, editor):
    request = make.make_paid(round, editor)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    page = visitor_client.post(
        reverse("portal:fund_report", args=[request.code]),
        {
            "happened_on": yesterday.isoformat(),
            "place": "la cour",
            "story": "Très bien.",
            "women": "20",
            "men": "15",
            "spent_0": "250",
            "spent_1": "120,50",
            "more_label_0": "piles",
            "more_cents_0": "9,50",
        },
    )
    assert page.status_code == 302
    request.refresh_from_db()
    assert request.state == RequestState.REPORTED
    assert [line.actual_cents for line in request.lines.all()] == [250_00, 120_50, 9_50]
    assert (request.report.people, request.report.girls) == (35, 0)


def test_a_report_without_anybody_is_asked_again(visitor_client, round, editor):
    request = make.make_paid(round, editor)
    page = visitor_client.post(
        reverse("portal:fund_report", args=[request.code]),
        {"happened_on": "2026-01-02", "place": "la cour", "story": "Bien."},
    )
    assert "Dites combien de personnes sont venues" in words(page)


def test_the_public_page_names_no_resident(visitor_client, round, editor):
    request = make.make_granted(round, editor, title="La grande tablée")
    page = words(visitor_client.get(reverse("portal:fund", args=[round.fund_id])))
    assert "La grande tablée" in page
    assert request.bearer.name not in page
    assert "600 €" in page
    export = visitor_client.get(reverse("portal:fund_export", args=[round.fund_id, "csv"]))
    assert request.bearer.name not in export.content.decode()


def test_a_fund_that_is_not_public_does_not_exist_for_visitors(visitor_client, round):
    round.fund.is_public = False
    round.fund.save()
    assert visitor_client.get(reverse("portal:fund", args=[round.fund_id])).status_code == 404
    assert round.fund.name not in words(visitor_client.get(reverse("portal:funds")))


def test_the_page_of_a_neighbourhood_tells_what_its_fund_has_left(visitor_client, contract):
    area = factories.make_area(name="Les Prés")
    council = programming.make_council(contract, areas=(area,))
    fund = make.make_fund(contract, council=council, name="Le fonds des Prés")
    make.make_co_funder(make.make_round(fund), 500_00)
    page = words(visitor_client.get(area.get_absolute_url()))
    assert "Le fonds des Prés" in page
    assert "500 €" in page


def test_what_remains_of_a_decided_round_is_not_said_to_be_left(visitor_client, round):
    decided = make.make_round(round.fund, title="Avant", year=round.year, state=RoundState.DECIDED)
    make.make_co_funder(decided, 900_00)
    round.refresh_from_db()
    page = words(visitor_client.get(reverse("portal:funds")))
    left = " ".join(euros(round.left_cents).split())
    assert f"Il reste <b>{left}</b> à donner en {round.year}." in page


def test_the_team_enters_examines_and_decides(editor_client, editor, round):
    entered = editor_client.post(
        reverse("fund:enter", args=[round.pk]), typed(channel="paper"), follow=True
    )
    request = FundRequest.objects.get()
    assert request.code in words(entered)
    act = lambda name, **data: editor_client.post(  # noqa: E731
        reverse("fund:team_action", args=[request.pk, name]), data
    )
    act("recevable")
    Round.objects.update(state=RoundState.DECIDING)
    act("decider", granted_cents="350", reason="Belle idée.")
    request.refresh_from_db()
    assert (request.state, request.granted_cents) == (RequestState.GRANTED, 350_00)
    page = words(editor_client.get(request.get_absolute_url()))
    assert "Belle idée." in page
    assert "350 €" in page


def test_two_clicks_write_money_once(editor_client, editor, round):
    """Each page has its token: two payments of the same sum come from two pages."""
    request = make.make_granted(round, editor)
    money = reverse("fund:money", args=[round.pk, round.co_funders.get().pk, "apport"])
    pay = reverse("fund:team_action", args=[request.pk, "verser"])
    for page, amount in ((money, "300"), (pay, "100"), (pay, "100")):
        form = editor_client.get(page).context["form"]
        sent = {"amount_cents": amount, "on": "2026-01-05", "token": form["token"].value()}
        for _click in range(2):
            assert editor_client.post(page, sent).status_code == 302
    round.refresh_from_db()
    request.refresh_from_db()
    assert (round.cash_cents, request.paid_cents) == (100_00, 200_00)


def test_the_round_adds_up_what_each_co_funder_paid_in(editor_client, editor, round):
    make.make_co_funder(round, 50_000_00)
    for rank, share in enumerate(round.co_funders.all(), start=1):
        page = reverse("fund:money", args=[round.pk, share.pk, "apport"])
        editor_client.post(page, {"amount_cents": f"{rank}25", "on": "2026-01-05"})
    paid_in = sum(share.received_cents for share in round.co_funders.all())
    page = words(editor_client.get(round.get_absolute_url()))
    assert paid_in >= 125_00 + 225_00
    assert " ".join(euros(paid_in).split()) in page


def test_a_member_sees_the_requests_of_their_council_alone(round):
    council = programming.make_council(round.contract)
    client = client_of(programming.make_mandate(council).user)
    make.make_request(round, council=council, title="Chez nous")
    elsewhere = make.make_request(round, title="Ailleurs")
    page = words(client.get(reverse("fund:list")))
    assert "Chez nous" in page
    assert "Ailleurs" not in page
    assert client.get(elsewhere.get_absolute_url()).status_code == 404


def test_an_officer_reads_the_statement_of_their_funder_alone(round, editor):
    make.make_granted(round, editor)
    own, other = round.co_funders.get(), make.make_co_funder(round)
    client = client_of(programming.make_officer(own.funder))
    url = lambda share: reverse(  # noqa: E731
        "fund:statement", args=[round.fund_id, share.funder_id, round.year]
    )
    assert client.get(url(own)).status_code == 200
    assert client.get(url(other)).status_code == 404
    page = client.get(reverse("fund:list")).content.decode()
    assert url(own) in page
    assert "Aucun fonds pour l’instant" not in page


@pytest.mark.parametrize(
    ("name", "of_round"),
    [("fund:list", False), ("fund:ledger", True), ("fund:round", True), ("portal:fund", False)],
)
def test_pages_cost_the_same_for_one_row_or_many(editor_client, editor, round, name, of_round):
    args = [round.pk] if of_round else [round.fund_id] if name == "portal:fund" else []
    make.make_co_funder(round, 50_000_00)
    costs = []
    for more in (1, 5):
        for _rank in range(more):
            make.make_granted(round, editor, council=programming.make_council(round.contract))
        with CaptureQueriesContext(connection) as queries:
            assert editor_client.get(reverse(name, args=args)).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_the_list_of_funds_costs_the_same_for_one_fund_or_many(visitor_client, contract):
    costs = []
    for more in (1, 5):
        for _rank in range(more):
            make.make_co_funder(make.make_round(make.make_fund(contract)))
        caches["local"].clear()
        with CaptureQueriesContext(connection) as queries:
            assert visitor_client.get(reverse("portal:funds")).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]
