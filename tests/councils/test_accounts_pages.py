"""The pages of the running grant and of the trainings."""

from __future__ import annotations

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ensemblier.accounts.models import User
from ensemblier.councils.enums import Function
from ensemblier.councils.models import Council, GrantEntry, RunningGrant, Training
from tests import factories
from tests.conftest import client_of
from tests.factories import programming as make
from tests.factories.consultations import make_grant, make_training


def at(name: str, *args: object) -> str:
    return reverse(f"councils:{name}", args=args)


@pytest.fixture
def keeper_client(council: Council) -> Client:
    user = factories.make_user(full_name="Tina Trésor")
    make.make_mandate(council, user, function=Function.TREASURER)
    return client_of(user)


@pytest.fixture
def open_year(council: Council, editor_client: Client) -> RunningGrant:
    form = editor_client.get(at("open_grant", council.pk)).context["form"]
    values = {name: field.value() for name, field in ((one.name, one) for one in form)}
    editor_client.post(at("open_grant", council.pk), {**values, "on": "2026-01-10"})
    return RunningGrant.objects.get()


def test_the_year_opens_as_usual(open_year: RunningGrant) -> None:
    assert (open_year.amount_cents, open_year.balance_cents) == (300_00, 300_00)
    assert open_year.funder == "État, programme 147"


def test_the_treasurer_writes_crosses_out_and_closes(
    council: Council, open_year: RunningGrant, keeper_client: Client
) -> None:
    year = (council.pk, open_year.pk)
    spent = {"kind": "spent", "amount_cents": "12,50", "on": "2026-02-01", "label": "Café"}
    refused = keeper_client.post(at("add_entry", *year), spent).content.decode()
    assert "Joignez le ticket ou la facture." in refused
    too_much = {**spent, "amount_cents": "400", "receipt": receipt()}
    refused = keeper_client.post(at("add_entry", *year), too_much).content.decode()
    assert "Il ne reste que 300\u00a0€." in refused
    page = keeper_client.post(
        at("add_entry", *year), {**spent, "receipt": receipt()}, follow=True
    ).content.decode()
    assert "287,50\u00a0€" in page

    entry = GrantEntry.objects.get(kind="spent")
    file = keeper_client.get(at("receipt", *year, entry.pk))
    assert b"".join(file.streaming_content) == b"%PDF-1.4\n%%EOF\n"
    keeper_client.post(at("cross_entry", *year, entry.pk), {"reason": "Deux fois"})
    values = {"report": "Six réunions.", "remainder": "return"}
    page = keeper_client.post(at("close_grant", *year), values, follow=True).content.decode()
    assert "L’année est close." in page
    assert "Écrire une dépense" not in page
    assert keeper_client.get(at("receipt", *year, 0)).status_code == 404


def test_two_clicks_write_one_line(
    council: Council, open_year: RunningGrant, keeper_client: Client
) -> None:
    page = at("add_entry", council.pk, open_year.pk)
    form = keeper_client.get(page).context["form"]
    spent = {"kind": "spent", "amount_cents": "12,50", "on": "2026-02-01", "label": "Café"}
    for _click in range(2):
        sent = {**spent, "receipt": receipt(), "token": form["token"].value()}
        assert keeper_client.post(page, sent).status_code == 302
    open_year.refresh_from_db()
    assert open_year.balance_cents == 287_50


def receipt() -> SimpleUploadedFile:
    return SimpleUploadedFile("ticket.pdf", b"%PDF-1.4\n%%EOF\n")


def test_a_plain_member_reads_the_accounts_without_their_receipts(
    council: Council, open_year: RunningGrant, member_client: Client
) -> None:
    page = member_client.get(at("grant", council.pk, open_year.pk)).content.decode()
    assert "300\u00a0€" in page
    assert "justificatif" not in page
    assert member_client.get(at("add_entry", council.pk, open_year.pk)).status_code == 403


def test_the_statement_in_three_formats(
    council: Council, open_year: RunningGrant, member_client: Client
) -> None:
    def read(fmt: str) -> bytes:
        return member_client.get(at("statement", council.pk, open_year.pk, fmt)).content

    assert read("pdf").startswith(b"%PDF-")
    assert read("xlsx").startswith(b"PK")
    assert read("csv").decode("utf-8-sig").splitlines() == [
        "jour,objet,sorte,montant (€),reste (€),rayée,justificatif",
        '2026-01-10,"État, programme 147",dotation,300.0,300.0,,',
    ]


def test_a_late_report_awaits_its_keeper(
    council: Council, keeper_client: Client, editor_client: Client, member_client: Client
) -> None:
    make_grant(council, year=2019)
    for client, expected in ((keeper_client, 1), (editor_client, 1), (member_client, 0)):
        page = client.get(reverse("workspace:home")).content.decode()
        assert page.count("Rendre les comptes du conseil") == expected
    assert "bilan en retard" in editor_client.get(at("all_grants")).content.decode()


def test_trainings_are_kept_by_the_team(
    council: Council, member: User, editor_client: Client, member_client: Client
) -> None:
    seat = council.mandates.get()
    values = {
        "theme": "Lire un budget",
        "held_on": "2026-02-03",
        "hours": "2,5",
        "attendees": [seat.pk],
    }
    editor_client.post(at("add_training", council.contract.slug), values)
    training = Training.objects.get()
    assert (training.minutes, list(training.attendees.all())) == (150, [seat])
    assert "Lire un budget" in member_client.get(at("trainings")).content.decode()

    early = {**values, "held_on": "2010-01-01"}
    refused = editor_client.post(at("edit_training", training.pk), early).content.decode()
    assert "Mina Siège ne siégeait pas ce jour-là." in refused
    rows = editor_client.get(at("trainings_export", "csv")).content.decode("utf-8-sig")
    assert rows.splitlines()[1] == "Lire un budget,2026-02-03,2.50,,,Conseil des Prés,Mina Siège"
    editor_client.post(at("remove_training", training.pk))
    assert not Training.objects.exists()


def test_as_many_queries_for_many_as_for_few(council: Council, editor_client: Client) -> None:
    def cost(url: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert editor_client.get(url).status_code == 200
        return len(captured)

    def more(year: int) -> None:
        grant = make_grant(council, year=year)
        grant.entries.create(
            contract=grant.contract,
            kind="spent",
            amount_cents=1,
            on=datetime.date(year, 1, 1),
            label="Café",
            entered_at="2026-01-01T00:00Z",
        )
        training = make_training(council)
        training.attendees.add(make.make_mandate(council))

    more(2020)
    urls = [at("all_grants"), at("grants", council.pk), at("trainings")]
    before = [cost(url) for url in urls]
    for year in range(2021, 2025):
        more(year)
    assert [cost(url) for url in urls] == before
