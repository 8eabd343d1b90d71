"""The demonstration loads whole, once, and says how to enter."""

from __future__ import annotations

from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F, Sum

from ensemblier.accounts.models import User
from ensemblier.applications.models import Attachment
from ensemblier.audit.operations import first_broken_entry
from ensemblier.calls.models import Envelope
from ensemblier.contracts.models import Contract
from ensemblier.demo.loading.people import ACCOUNTS, PASSWORD
from ensemblier.funding.models import Award
from ensemblier.organizations.models import Organization, OrganizationDocument
from ensemblier.outcomes.models import ReportFile
from ensemblier.plans.enums import SuccessionKind, VersionState
from ensemblier.plans.models import Alignment, Node, Plan, Succession
from ensemblier.territories.models import Area, Perimeter


@pytest.fixture
def demonstration(db: None) -> str:
    output = StringIO()
    call_command("demo", "--no-serve", stdout=output)
    return output.getvalue()


def nodes_per_level(plan: Plan) -> list[int]:
    version = plan.versions.get(state=VersionState.PUBLISHED)
    counts = Counter(version.nodes.values_list("level", flat=True))
    return [counts[level] for level in sorted(counts)]


def test_the_plan_of_the_contract_is_whole(demonstration: str):
    plan = Plan.objects.get(contract__slug="ales-agglomeration", slug="plan")
    assert nodes_per_level(plan) == [4, 14, 75, 199]
    first = plan.versions.get(number=1).nodes.first()
    assert first is not None
    assert (first.code, first.path, first.level) == ("1", "0001", 0)


def test_outside_call_and_references_are_the_document_s(demonstration: str):
    nodes = Node.objects.filter(
        version__number=1, version__plan__slug="plan", contract__slug="ales-agglomeration"
    )
    outside = nodes.filter(is_outside_call=True).values_list("code", flat=True)
    assert list(outside) == ["1.5.2", "3.1.1", "3.1.2", "3.2.1", "3.2.2", "3.2.3"]
    seen = nodes.get(code="1.6.5").references.values_list("target__code", flat=True)
    assert sorted(seen) == ["1.1.1", "1.1.3"]


def test_a_revision_waits_and_says_what_became_of_each_node(demonstration: str):
    draft = Plan.objects.get(contract__slug="ales-agglomeration", slug="plan").versions.get(
        state=VersionState.DRAFT
    )
    kinds = Counter(Succession.objects.filter(source__version=draft.based_on).values_list("kind"))
    assert kinds == {
        (SuccessionKind.REWORDED,): 4,
        (SuccessionKind.MERGED,): 4,
        (SuccessionKind.SPLIT,): 4,
        (SuccessionKind.DROPPED,): 2,
        (SuccessionKind.KEPT,): 292 - 12,
    }


def test_two_contracts_of_one_managing_structure(demonstration: str):
    contracts = Contract.objects.order_by("slug")
    assert [contract.slug for contract in contracts] == ["ales-agglomeration", "de-ceze-cevennes"]
    assert len({contract.manager_id for contract in contracts}) == 1
    assert Alignment.objects.exists()


def test_shapes_are_approximate_and_associations_invented(demonstration: str):
    assert not Perimeter.objects.filter(is_approximate=False).exists()
    assert Organization.objects.filter(is_invented=True).count() == 60
    assert Area.objects.filter(kind="qpv", generation="2024").count() == 17


def test_papers_are_joined_to_files_and_reports(demonstration: str):
    assert OrganizationDocument.objects.count() == 24
    assert not Attachment.objects.exclude(document__organization=F("application__action__bearer"))
    assert Counter(ReportFile.objects.values_list("file__content_type", flat=True)) == {
        "application/pdf": 10,
        "image/png": 10,
    }


def test_every_printed_account_opens(demonstration: str):
    for account in ACCOUNTS.values():
        assert account.email in demonstration
        assert User.objects.get(email=account.email).check_password(PASSWORD)


@pytest.mark.parametrize("name", ["README.md", "README.fr.md"])
def test_the_readme_lists_every_account(name: str):
    readme = (Path(__file__).resolve().parents[2] / name).read_text(encoding="utf-8")
    assert [a.email for a in ACCOUNTS.values() if f"`{a.email}`" not in readme] == []


def test_loading_twice_changes_nothing(demonstration: str):
    before = (Node.objects.count(), Organization.objects.count())
    output = StringIO()
    call_command("demo", "--no-serve", stdout=output)
    assert "déjà chargée" in output.getvalue()
    assert (Node.objects.count(), Organization.objects.count()) == before
    assert first_broken_entry() is None


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
