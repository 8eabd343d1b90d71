"""Totals agree whichever way one adds them, and every figure opens its rows."""

from __future__ import annotations

import datetime
import random
from collections import Counter

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ensemblier.applications.enums import ApplicationState, LineState
from ensemblier.applications.models import ApplicationArea, ApplicationNode, Request
from ensemblier.core.spreadsheets import read_grid
from ensemblier.funding.models import Award, Payment, Recovery
from ensemblier.outcomes.enums import ReportState
from ensemblier.outcomes.models import Reached
from ensemblier.outcomes.queries.figure_tables import (
    GROUPS,
    Choice,
    figures_of,
    lines_behind,
    merged_pieces,
)
from ensemblier.outcomes.queries.figures import branches_of, lines_of, public_requests
from ensemblier.outcomes.sums import (
    Line,
    Money,
    pieces_of,
    share_out,
    total,
)
from ensemblier.plans.enums import SuccessionKind
from ensemblier.plans.models import Succession
from tests import factories
from tests.factories import programming as make

TODAY = datetime.date(2026, 11, 20)


def totals_by(pieces, key):
    found = {}
    for piece in pieces:
        name = key(piece)
        found[name] = found.get(name, Money()) + piece.money
    return found


def test_a_cent_goes_to_the_largest_remainder():
    assert share_out(100, [(1, 3333), (2, 3333), (None, 3334)]) == [(1, 33), (2, 33), (None, 34)]
    assert share_out(1, [(1, 2000), (2, 8000)]) == [(1, 0), (2, 1)]


def test_equal_remainders_go_to_the_larger_share_then_the_first_area():
    assert share_out(1, [(2, 5000), (1, 5000)]) == [(2, 0), (1, 1)]
    assert share_out(1, [(None, 5000), (7, 5000)]) == [(None, 0), (7, 1)]


def test_without_shares_money_is_elsewhere():
    assert share_out(12, []) == [(None, 12)]
    assert share_out(12, [(1, 0)]) == [(None, 12)]


@pytest.mark.parametrize("seed", range(60))
def test_the_parts_sum_to_the_amount_and_each_is_within_a_cent(seed: int):
    rng = random.Random(seed)
    shares = [(area, rng.randint(0, 10_000)) for area in range(1, rng.randint(2, 9))]
    cents, weight = rng.randint(0, 10**9), sum(share for _, share in shares)
    parts = share_out(cents, shares)
    assert sum(part for _, part in parts) == cents
    if weight:
        exact = [cents * share / weight for _, share in shares]
        assert [abs(part - one) < 1 for (_, part), one in zip(parts, exact, strict=True)] == [
            True
        ] * len(parts)


def random_lines(rng: random.Random, count: int) -> list[Line]:
    lines = []
    for request in range(count):
        areas = rng.sample([1, 2, 3, None], rng.randint(0, 4))
        asked = rng.randint(0, 10**7)
        granted = rng.randint(0, asked)
        lines.append(
            Line(
                request=request,
                application=request // 3,
                action=request // 6,
                year=2020 + request % 4,
                funder=rng.randint(1, 8),
                bearer=rng.randint(1, 20),
                theme=rng.choice([None, 11, 12, 13]),
                shares=tuple((area, rng.randint(0, 10_000)) for area in areas),
                money=Money(asked, granted, rng.randint(0, granted), rng.randint(0, 99)),
            )
        )
    return lines


@pytest.mark.parametrize("seed", range(40))
def test_every_way_of_adding_gives_the_same_total(seed: int):
    rng = random.Random(seed)
    lines = random_lines(rng, rng.randint(1, 80))
    pieces = pieces_of(lines)
    whole = sum((line.money for line in lines), Money())
    assert total(pieces) == whole
    for key in (
        lambda piece: piece.area,
        lambda piece: piece.line.funder,
        lambda piece: piece.line.theme,
        lambda piece: piece.line.bearer,
        lambda piece: (piece.area, piece.line.funder, piece.line.year),
    ):
        assert sum(totals_by(pieces, key).values(), Money()) == whole


@pytest.fixture
def year(contract):
    """Two branches, three areas, three funders, twelve applications: drawn, but always the same."""
    rng = random.Random(7)
    version = factories.make_version(factories.make_plan(contract, kind="contract"))
    pillars = [factories.make_node(version, code=str(rank)) for rank in (1, 2)]
    goals = [
        factories.make_node(version, pillar, code=f"{pillar.code}.{rank}")
        for pillar in pillars
        for rank in (1, 2)
    ]
    areas = [factories.make_area(name=f"Quartier {rank}") for rank in range(3)]
    funders = [make.make_funder(name=f"Financeur {rank}") for rank in "ABC"]
    call = make.make_call(contract, nodes=tuple(goals), year=2025)
    envelopes = [make.make_envelope(call, one, amount_cents=10**9) for one in funders]
    for rank in range(12):
        application = make.make_application(
            call,
            state=ApplicationState.DECIDED,
            areas=tuple(areas[: rank % 4]),
            node=goals[rank % 4],
        )
        for envelope in rng.sample(envelopes, rng.randint(1, 3)):
            add_money(rng, application, envelope)
        add_people(rng, application, areas[: rank % 4])
    return contract


def add_money(rng: random.Random, application, envelope) -> None:
    asked = rng.randint(1, 10**7)
    granted = rng.randint(0, asked)
    request = make.make_request(
        application,
        envelope.funder,
        amount_cents=asked,
        state=LineState.GRANTED if granted else LineState.REFUSED,
    )
    award = make.make_award(request, envelope=envelope, granted_cents=granted)
    fields = {"contract": application.contract, "award": award}
    for cents in (granted // 2, granted // 3):
        if cents:
            Payment.objects.create(
                **fields, kind="advance", amount_cents=cents, expected_on=TODAY, made_on=TODAY
            )
    Payment.objects.create(**fields, kind="balance", amount_cents=77, expected_on=TODAY)
    Recovery.objects.create(
        **fields, amount_cents=50, received_cents=rng.randint(0, 50), reason="–", asked_on=TODAY
    )


def add_people(rng: random.Random, application, areas) -> None:
    report = make.make_report(application, state=ReportState.SUBMITTED)
    for area in (*areas, None):
        for sex in ("female", "male"):
            Reached.objects.create(
                report=report, sex=sex, age_band="18-25", area=area, number=rng.randint(0, 30)
            )


def sums_of_the_database(contract) -> Money:
    paid = Payment.objects.filter(contract=contract, made_on__isnull=False)
    return Money(
        Request.objects.filter(contract=contract).aggregate(s=Sum("amount_cents"))["s"],
        Award.objects.filter(contract=contract).aggregate(s=Sum("granted_cents"))["s"],
        paid.aggregate(s=Sum("amount_cents"))["s"],
        Recovery.objects.filter(contract=contract).aggregate(s=Sum("received_cents"))["s"],
    )


@pytest.mark.parametrize("by", GROUPS)
def test_each_table_sums_to_what_the_database_holds(year, by: str):
    table = figures_of(year, Choice(par=by), TODAY)
    assert table.total.money == sums_of_the_database(year)
    assert sum((row.money for row in table.rows), Money()) == table.total.money


@pytest.mark.parametrize("by", [one for one in GROUPS if one != "financeur"])
def test_people_add_up_too(year, by: str):
    table = figures_of(year, Choice(par=by), TODAY)
    reached = Counter()
    for sex, number in Reached.objects.values_list("sex", "number"):
        reached[sex] += number
    assert (table.total.people.women, table.total.people.men) == (
        reached["female"],
        reached["male"],
    )
    assert sum(row.people.all for row in table.rows) == table.total.people.all


def test_by_funder_a_person_is_shown_to_each_and_counted_once(year):
    table = figures_of(year, Choice(par="financeur"), TODAY)
    assert max(row.people.all for row in table.rows) <= table.total.people.all
    assert sum(row.people.all for row in table.rows) > table.total.people.all


@pytest.mark.parametrize("by", GROUPS)
def test_every_figure_opens_the_rows_that_it_sums(year, by: str):
    table = figures_of(year, Choice(par=by), TODAY)
    for row in table.rows:
        behind = figures_of(year, Choice(**row.filter), TODAY)
        lines = lines_behind(behind, 0, 1000)
        assert sum((line.money for line in lines), Money()) == row.money
        assert len(lines) == len(merged_pieces(behind.pieces))


def test_filters_cross_to_the_cent(year):
    """Area by area within a funder, then funder by funder within an area: the same cells."""
    cells: dict[tuple[str, str], Money] = {}
    for funder in figures_of(year, Choice(par="financeur"), TODAY).rows:
        chosen = Choice(par="quartier", **funder.filter)
        for area in figures_of(year, chosen, TODAY).rows:
            cells[funder.label, area.label] = area.money
    again = {}
    for area in figures_of(year, Choice(par="quartier"), TODAY).rows:
        chosen = Choice(par="financeur", **area.filter)
        for funder in figures_of(year, chosen, TODAY).rows:
            again[funder.label, area.label] = funder.money
    assert again == cells
    assert sum(cells.values(), Money()) == sums_of_the_database(year)


def test_a_branch_opens_on_what_it_holds(year):
    whole = figures_of(year, Choice(), TODAY)
    assert [(row.code, row.opens) for row in whole.rows] == [("1", True), ("2", True)]
    inside = figures_of(year, Choice(**whole.rows[0].filter), TODAY)
    assert [(row.code, row.opens) for row in inside.rows] == [("1.1", False), ("1.2", False)]
    assert inside.total.money == whole.rows[0].money


def test_drafts_and_withdrawn_applications_are_not_counted(year):
    before = figures_of(year, Choice(), TODAY).total.money
    call = year.calls.get()
    for state in (ApplicationState.DRAFT, ApplicationState.WITHDRAWN):
        make.make_request(make.make_application(call, state=state))
    assert figures_of(year, Choice(), TODAY).total.money == before


def test_the_public_counts_what_is_granted_only(year):
    lines = lines_of(public_requests())
    granted = Award.objects.aggregate(s=Sum("granted_cents"))["s"]
    assert sum(line.money.granted for line in lines) == granted
    assert min(line.money.granted for line in lines) > 0
    year.is_public = False
    year.save()
    assert lines_of(public_requests()) == []


def test_a_theme_follows_the_versions_of_its_plan(contract):
    plan = factories.make_plan(contract, kind="contract")
    old = factories.make_version(plan, number=1, effective_on=datetime.date(2020, 1, 1))
    new = factories.make_version(plan, number=2, effective_on=datetime.date(2025, 1, 1))
    roots = [factories.make_node(new, code=str(rank)) for rank in (1, 2)]
    into = [factories.make_node(new, roots[0], code=code) for code in ("1.1", "1.2")]
    other = factories.make_node(new, roots[1], code="2.1")
    merged, split, scattered, dropped = (
        factories.make_node(old, code=code) for code in ("a", "b", "c", "d")
    )
    for source, target, kind in (
        (merged, into[0], SuccessionKind.MERGED),
        (split, into[0], SuccessionKind.SPLIT),
        (split, into[1], SuccessionKind.SPLIT),
        (scattered, into[0], SuccessionKind.SPLIT),
        (scattered, other, SuccessionKind.SPLIT),
        (dropped, None, SuccessionKind.DROPPED),
    ):
        Succession.objects.create(contract=contract, source=source, target=target, kind=kind)
    themes = [one.theme_id for one in (merged, split, scattered, dropped)]
    branches = branches_of(new, [*themes, None])
    assert [branches.path(theme) for theme in (*themes, None)] == [
        (roots[0].pk, into[0].pk),
        (roots[0].pk,),
        (),
        (),
        (),
    ]


def test_money_without_a_node_is_outside_the_plan(year):
    ApplicationNode.objects.filter(application__in=list(year.applications.all()[:3])).delete()
    table = figures_of(year, Choice(), TODAY)
    assert table.rows[-1].label == "hors du plan en vigueur"
    assert sum((row.money for row in table.rows), Money()) == sums_of_the_database(year)


def test_money_without_an_area_is_elsewhere(year):
    ApplicationArea.objects.all().delete()
    table = figures_of(year, Choice(par="quartier"), TODAY)
    assert [(row.label, row.money) for row in table.rows if row.money] == [
        ("ailleurs", sums_of_the_database(year))
    ]


def figures_url(name: str = "figures", **words: object) -> str:
    address = reverse(f"outcomes:{name}", args=[words.pop("fmt")] if "fmt" in words else [])
    return f"{address}?{'&'.join(f'{key}={value}' for key, value in words.items())}"


def test_a_page_costs_the_same_for_few_and_for_many(reader_client, year):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert reader_client.get(figures_url(par="quartier")).status_code == 200
            assert reader_client.get(figures_url("figure_lines")).status_code == 200
        return len(captured)

    queries()
    before = queries()
    call = year.calls.get()
    for _ in range(10):
        application = make.make_application(call, state=ApplicationState.DECIDED)
        make.make_request(application)
    assert queries() == before


def test_the_page_shows_the_totals_and_leads_to_the_rows(reader_client, year):
    content = reader_client.get(figures_url(par="financeur")).content.decode()
    assert "Financeur A" in content
    assert "Reprendre une année passée" not in content
    row = figures_of(year, Choice(par="financeur"), TODAY).rows[0]
    lines = reader_client.get(figures_url("figure_lines", contrat=year.slug, **row.filter))
    assert lines.context["page"].paginator.count == len(
        Request.objects.filter(funder__name=row.label)
    )


def test_the_table_opens_in_a_spreadsheet(reader_client, year):
    content = reader_client.get(figures_url("figures_export", fmt="xlsx", par="annee")).content
    grid = read_grid(content)
    whole = sums_of_the_database(year)
    assert [row[1] for row in grid] == ["année", "2025", "Total"]
    assert round(float(grid[-1][3]) * 100) == whole.asked
    lines = reader_client.get(figures_url("figure_lines_export", fmt="csv")).content.decode()
    assert len(lines.strip().splitlines()) == Request.objects.count() + 1
    assert reader_client.get(figures_url("figures_export", fmt="exe")).status_code == 404


def test_a_filter_that_means_nothing_is_ignored(reader_client, year):
    response = reader_client.get(figures_url(annee="²", financeur="x' or 1", par="rien"))
    assert response.status_code == 200
    assert response.context["table"].total.money == sums_of_the_database(year)
    assert reader_client.get(figures_url(contrat="ailleurs")).status_code == 404


def test_an_officer_sees_the_figures_of_the_contract_that_they_fund(year, client):
    funder = year.calls.get().envelopes.first().funder
    client.force_login(make.make_officer(funder))
    assert client.get(figures_url()).status_code == 200
    client.force_login(make.make_officer(make.make_funder()))
    assert client.get(figures_url()).status_code == 404


def test_nobody_else_finds_the_page(outsider_client, client, year):
    assert outsider_client.get(figures_url()).status_code == 404
    assert client.get(figures_url()).status_code == 302


def test_a_contract_without_money_says_what_to_do(editor_client, contract):
    content = editor_client.get(figures_url()).content.decode()
    assert "Aucun chiffre pour l’instant" in content
    assert reverse("funding:past_years", args=[contract.slug]) in content
