"""The demonstration loads whole, once, and says how to enter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import F

from ensemblier.accounts.models import User
from ensemblier.applications.models import Attachment
from ensemblier.audit.operations import first_broken_entry
from ensemblier.contracts.models import Contract
from ensemblier.demo.loading.people import ACCOUNTS, PASSWORD
from ensemblier.organizations.models import Organization, OrganizationDocument
from ensemblier.outcomes.models import ReportFile
from ensemblier.plans.enums import SuccessionKind, VersionState
from ensemblier.plans.models import Alignment, Node, Plan, Succession
from ensemblier.territories.models import Area, Perimeter
from tests.demo.trees import nodes_per_level


@pytest.fixture(scope="module")
def demonstration(django_db_setup: None, django_db_blocker) -> Iterator[str]:
    """What the command prints. Loaded once for the module, and taken back at its end."""
    output = StringIO()
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("demo", "--no-serve", stdout=output)
        yield output.getvalue()
        transaction.set_rollback(True)


pytestmark = [pytest.mark.usefixtures("db"), pytest.mark.xdist_group("demonstration")]


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


def test_loading_twice_changes_nothing(demonstration: str):
    before = (Node.objects.count(), Organization.objects.count())
    output = StringIO()
    call_command("demo", "--no-serve", stdout=output)
    assert "déjà chargée" in output.getvalue()
    assert (Node.objects.count(), Organization.objects.count()) == before
    assert first_broken_entry() is None
