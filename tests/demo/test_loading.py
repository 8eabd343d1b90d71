"""What the command that loads the demonstration takes and refuses."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F, Sum

from ensemblier.calls.models import Envelope
from ensemblier.contracts.models import Contract
from ensemblier.demo.loading.people import ACCOUNTS
from ensemblier.funding.models import Award
from ensemblier.plans.models import Node, Plan
from tests.demo.trees import nodes_per_level


@pytest.mark.parametrize("name", ["README.md", "README.fr.md"])
def test_the_readme_lists_every_account(name: str):
    readme = (Path(__file__).resolve().parents[2] / name).read_text(encoding="utf-8")
    assert [a.email for a in ACCOUNTS.values() if f"`{a.email}`" not in readme] == []


def test_scale_adds_contracts_of_the_same_size(db: None):
    call_command("demo", "--no-serve", "--scale", "3", stdout=StringIO())
    assert Contract.objects.count() == 4
    plans = Plan.objects.filter(contract__slug__startswith="ville-inventee")
    assert [nodes_per_level(plan) for plan in plans] == [[4, 14, 75, 199]] * 2
    copies = Contract.objects.filter(slug__startswith="ville-inventee")
    assert [contract.applications.count() for contract in copies] == [140] * 2
    assert not Envelope.objects.filter(committed_cents__gt=F("amount_cents")).exists()
    granted = Award.objects.filter(contract__in=copies).aggregate(s=Sum("granted_cents"))["s"]
    committed = Envelope.objects.filter(contract__in=copies)
    assert committed.aggregate(s=Sum("committed_cents"))["s"] == granted


def test_a_scale_of_nothing_is_refused(db: None):
    with pytest.raises(CommandError, match="entier, 1 ou plus"):
        call_command("demo", "--no-serve", "--scale", "0")


def test_a_port_that_is_none_is_refused_before_anything_is_loaded(db: None):
    with pytest.raises(CommandError, match="de 1 à 65535"):
        call_command("demo", "--port", "99999")
    assert not Contract.objects.exists()


def test_the_document_gives_the_official_wording(db: None, shared: Path):
    document = next((shared / "seeds").glob("003*"))
    call_command("demo", "--no-serve", "--plan", str(document), stdout=StringIO())
    node = Node.objects.get(
        version__number=1,
        version__plan__slug="plan",
        contract__slug="ales-agglomeration",
        code="1.1.1",
    )
    assert node.short_title == "Fêtes et rencontres communes à plusieurs quartiers"
    assert node.title == "Accompagner les animations inter-quartiers"
    revised = Node.objects.get(version__state="draft", theme=node.theme)
    assert revised.title == node.title


def test_another_document_is_refused_before_anything_is_loaded(db: None, tmp_path: Path):
    document = tmp_path / "lettre.txt"
    document.write_text("Cher voisin,\nje vous écris pour la fête.\n")
    with pytest.raises(CommandError):
        call_command("demo", "--no-serve", "--plan", str(document), stdout=StringIO())
    with pytest.raises(CommandError, match=r"absent\.pdf ne peut pas être lu"):
        call_command("demo", "--no-serve", "--plan", str(tmp_path / "absent.pdf"))
    assert not Contract.objects.exists()
