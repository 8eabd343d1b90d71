"""Quotas of a draw: proposed, typed, taken out and back, met or relaxed."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Contract, ContractArea
from ensemblier.core.exceptions import InvalidInput
from ensemblier.draws.categories import band_of
from ensemblier.draws.composition import proposed, read_bounds
from ensemblier.draws.models import Draw, Pool, Quota
from ensemblier.draws.operations import computing, draws
from tests import factories
from tests.draws.worlds import ASKED, NOW, at, bounds_of, table


def test_age_bands_are_written_as_people_say_them() -> None:
    bounds = read_bounds("16, 26;41")
    assert [band_of(age, bounds) for age in (12, 16, 25, 26, 41, 90)] == [
        *("moins de 16", "16-25", "16-25", "26-40", "41 et plus", "41 et plus")
    ]
    for text in ("seize", "26, 16", "16, 16", "999"):
        with pytest.raises(InvalidInput):
            read_bounds(text)


def test_quotas_are_proposed_in_the_proportions_of_the_pool() -> None:
    assert proposed({"A": 30, "B": 10}, 10) == {"A": (7, 8), "B": (2, 3)}
    assert proposed({"A": 30, "B": 10}, 10, equal=True) == {"A": (5, 5), "B": (5, 5)}


def test_a_new_draw_has_parity_ages_and_neighborhoods(draw: Draw) -> None:
    assert bounds_of(draw) == {
        ("sexe", "F"): (4, 4),
        ("sexe", "H"): (4, 4),
        ("âge", "16-40"): (2, 3),
        ("âge", "41 et plus"): (5, 6),
        ("quartier", "Le Mas"): (4, 4),
        ("quartier", "Les Prés"): (4, 4),
    }


def test_one_draw_in_each_neighborhood(pool: Pool, editor: User) -> None:
    found = draws.create_draws_by_neighborhood(
        pool=pool, values={**ASKED, "seats": 4}, by=editor, at=NOW
    )
    assert [row.name for row in found] == ["Conseil – Le Mas", "Conseil – Les Prés"]
    assert {feature for feature, _value in bounds_of(found[0])} == {"sexe", "âge"}
    computing.compute_draw(draw=found[0], by=editor, at=NOW)
    assert len(Draw.objects.get(pk=found[0].pk).result["chances"]) == 12


def test_quotas_are_typed_in_the_table_and_a_slip_gives_it_back(
    draw: Draw, editor_client: Client
) -> None:
    rows = list(draw.quotas.all())
    typed = {f"min-{row.pk}": row.minimum for row in rows}
    typed |= {f"max-{row.pk}": row.maximum for row in rows}
    first = rows[0]
    bad = {**typed, f"min-{first.pk}": "7"}
    answer = editor_client.post(at("set_quotas", draw), bad)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "le minimum (7) dépasse le maximum (4)" in page
    assert 'value="7"' in page
    assert editor_client.post(at("set_quotas", draw), {}).status_code == 422

    good = {**typed, f"min-{first.pk}": "3"}
    editor_client.post(at("set_quotas", draw), good)
    first.refresh_from_db()
    assert (first.minimum, first.maximum) == (3, 4)


def test_quotas_go_out_and_come_back(draw: Draw, editor: User, editor_client: Client) -> None:
    before = bounds_of(draw)
    exported = editor_client.get(at("quotas_export", draw, "csv")).content
    assert exported.decode("utf-8-sig").splitlines()[:2] == ["feature,value,min,max", "sexe,F,4,4"]

    file = table("sexe,F,1,9", "sexe,H,0,9", header="feature,value,min,max")
    draws.import_quotas(draw=draw, uploaded=file, by=editor, at=NOW)
    assert bounds_of(draw) == {("sexe", "F"): (1, 9), ("sexe", "H"): (0, 9)}
    twice = table("sexe,F,1,9", "sexe,F,0,9", header="feature,value,min,max")
    with pytest.raises(InvalidInput):
        draws.import_quotas(draw=draw, uploaded=twice, by=editor, at=NOW)

    for rows in ([], [f"sexe,{'F' * 121},1,9"], [f"{'s' * 101},F,1,9"]):
        unusable = table(*rows, header="feature,value,min,max")
        with pytest.raises(InvalidInput):
            draws.import_quotas(draw=draw, uploaded=unusable, by=editor, at=NOW)
    assert bounds_of(draw) == {("sexe", "F"): (1, 9), ("sexe", "H"): (0, 9)}

    upload = {"file": SimpleUploadedFile("quotas.csv", exported)}
    editor_client.post(at("quotas_import", draw), upload)
    assert bounds_of(draw) == before


def test_a_category_is_freed_and_proposed_again(draw: Draw, editor: User) -> None:
    def propose(feature: str, manner: str) -> None:
        draws.propose_quotas(draw=draw, feature=feature, manner=manner, by=editor, at=NOW)

    propose("âge", "none")
    assert ("âge", "16-40") not in bounds_of(draw)
    propose("âge", "equal")
    assert bounds_of(draw)["âge", "16-40"] == (4, 4)
    with pytest.raises(InvalidInput):
        propose("métier", "pool")
    with pytest.raises(InvalidInput, match="Choisissez"):
        propose("âge", "au hasard")
    with pytest.raises(InvalidInput, match="population"):
        propose("quartier", "population")


def test_neighborhoods_are_proposed_by_their_population(
    draw: Draw, contract: Contract, editor: User
) -> None:
    for name, people in (("Les Prés", 3000), ("Le Mas", 1000)):
        area = factories.make_area(name=name)
        ContractArea.objects.create(contract=contract, area=area)
        factories.make_statistic(area, "population", people)
    draws.propose_quotas(draw=draw, feature="quartier", manner="population", by=editor, at=NOW)
    assert bounds_of(draw)["quartier", "Les Prés"] == (6, 6)
    assert bounds_of(draw)["quartier", "Le Mas"] == (2, 2)


def test_the_computation_is_kept_until_something_changes(draw: Draw, editor: User) -> None:
    done = computing.compute_draw(draw=draw, by=editor, at=NOW)
    assert done.state == "computed"
    assert len(done.result["panels"]) == 1000
    assert sum(done.result["chances"]) == pytest.approx(8)
    assert sum(row["people"] for row in done.result["profiles"]) == 24

    draws.update_draw(draw=done, values={"seats": 8}, by=editor, at=NOW)
    assert Draw.objects.get(pk=draw.pk).state == "computed"
    draws.propose_quotas(draw=done, feature="âge", manner="none", by=editor, at=NOW)
    after = Draw.objects.get(pk=draw.pk)
    assert (after.state, after.result) == ("prepared", {})


def test_quotas_that_cannot_be_met_are_named_and_relaxed_in_one_click(
    draw: Draw, editor: User, editor_client: Client
) -> None:
    women = draw.quotas.get(value="F")
    draws.set_quotas(draw=draw, bounds={women.pk: (6, 6)}, by=editor, at=NOW)
    page = editor_client.post(at("compute", draw), follow=True).content.decode()
    assert "Ces quotas ne peuvent pas tenir ensemble" in page
    assert "sexe\u00a0: femme – au moins 6" in page
    assert "tirer 8 personnes" in page
    assert Draw.objects.get(pk=draw.pk).state == "prepared"

    page = editor_client.post(at("relax", draw), follow=True).content.decode()
    assert "Ce que dit le calcul" in page
    after = Draw.objects.get(pk=draw.pk)
    assert after.state == "computed"
    assert len(after.relaxed) == 1


def test_a_value_without_quota_is_refused_with_its_name(draw: Draw, editor: User) -> None:
    draw.quotas.filter(value="F").delete()
    with pytest.raises(InvalidInput, match="F"):
        computing.compute_draw(draw=draw, by=editor, at=NOW)
    assert Draw.objects.get(pk=draw.pk).state == "prepared"


def test_a_quota_refuses_what_makes_no_sense(draw: Draw) -> None:
    row = Quota(draw=draw, contract=draw.contract, feature="x", value="y", minimum=3, maximum=1)
    with pytest.raises(Exception, match=r"maximum|draws_quota_order"):
        row.full_clean()
