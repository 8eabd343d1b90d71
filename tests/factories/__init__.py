"""Small true objects for tests: `make_<model>(**what_matters)` fills in the rest."""

from __future__ import annotations

import datetime
import itertools
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from ensemblier.accounts.models import User
from ensemblier.contracts.enums import ContractRoleKind
from ensemblier.contracts.models import Contract, ContractArea, ContractRole
from ensemblier.files.models import StoredFile
from ensemblier.organizations.enums import OrganizationKind
from ensemblier.organizations.models import Organization
from ensemblier.plans.enums import PlanKind, VersionState
from ensemblier.plans.models import Node, Plan, PlanVersion, Theme
from ensemblier.territories.enums import AreaKind, Generation
from ensemblier.territories.models import Area, Measure, Perimeter, Statistic

LONG_AGO = datetime.date(2015, 1, 1)
PASSWORD = "un-mot-de-passe-de-test"
_numbers = itertools.count(1)


def make_user(email: str | None = "", **fields: Any) -> User:
    """`email=None` makes a person who cannot sign in."""
    rank = next(_numbers)
    fields.setdefault("full_name", f"Personne {rank}")
    address = f"personne{rank}@example.org" if email == "" else email
    return User.objects.create_user(address, PASSWORD, **fields)


def make_organization(**fields: Any) -> Organization:
    fields.setdefault("name", f"Structure {next(_numbers)}")
    fields.setdefault("kind", OrganizationKind.ASSOCIATION)
    return Organization.objects.create(**fields)


def make_area(**fields: Any) -> Area:
    rank = next(_numbers)
    fields.setdefault("kind", AreaKind.QPV)
    if fields["kind"] == AreaKind.QPV:
        fields.setdefault("generation", Generation.G2024)
        fields.setdefault("code", f"QN{rank:06d}")
    if fields["kind"] == AreaKind.COMMUNE:
        fields.setdefault("code", f"{rank:05d}")
    if fields["kind"] == AreaKind.EPCI:
        fields.setdefault("code", f"{rank:09d}")
    fields.setdefault("name", f"Territoire {rank}")
    return Area.objects.create(**fields)


def square(west: float, south: float, side: float = 0.01) -> dict[str, Any]:
    """A GeoJSON square, degrees; about 1 km high with the default side."""
    east, north = west + side, south + side
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def make_perimeter(area: Area | None = None, **fields: Any) -> Perimeter:
    fields.setdefault("geometry", square(4.08, 44.12))
    fields.setdefault("dated", datetime.date(2024, 1, 1))
    fields.setdefault("source", "test")
    return Perimeter.objects.create(area=area or make_area(), **fields)


def make_statistic(area: Area, measure_code: str, value: float, year: int = 2017) -> Statistic:
    measure, _ = Measure.objects.get_or_create(code=measure_code, defaults={"label": measure_code})
    return Statistic.objects.create(
        area=area, measure=measure, year=year, value=value, source="test"
    )


def make_contract(*, areas: tuple[Area, ...] = (), **fields: Any) -> Contract:
    rank = next(_numbers)
    fields.setdefault("name", f"Contrat {rank}")
    fields.setdefault("slug", f"contrat-{rank}")
    fields.setdefault("generation", Generation.G2024)
    fields.setdefault("starts_on", datetime.date(2024, 1, 1))
    fields.setdefault("ends_on", datetime.date(2030, 12, 31))
    for part in ("bearer", "manager"):
        if part not in fields:
            fields[part] = make_organization(kind=OrganizationKind.AUTHORITY)
    contract = Contract.objects.create(**fields)
    for area in areas:
        ContractArea.objects.create(contract=contract, area=area)
    return contract


def make_role(
    user: User, contract: Contract, kind: str = ContractRoleKind.EDITOR, **fields: Any
) -> ContractRole:
    fields.setdefault("starts_on", LONG_AGO)
    return ContractRole.objects.create(user=user, contract=contract, kind=kind, **fields)


def make_plan(contract: Contract | None = None, **fields: Any) -> Plan:
    rank = next(_numbers)
    fields.setdefault("kind", PlanKind.CONTRACT)
    fields.setdefault("name", f"Plan {rank}")
    fields.setdefault("slug", f"plan-{rank}")
    fields.setdefault("level_names", ["pilier", "orientation", "objectif"])
    return Plan.objects.create(contract=contract or make_contract(), **fields)


def make_version(plan: Plan | None = None, *, published: bool = True, **fields: Any) -> PlanVersion:
    plan = plan or make_plan()
    if published:
        fields.setdefault("state", VersionState.PUBLISHED)
        fields.setdefault("published_at", timezone.now())
        fields.setdefault("effective_on", LONG_AGO)
    fields.setdefault("number", plan.versions.count() + 1)
    return PlanVersion.objects.create(plan=plan, contract=plan.contract, **fields)


def make_node(version: PlanVersion, parent: Node | None = None, **fields: Any) -> Node:
    rank = version.nodes.filter(parent=parent).count() + 1
    fields.setdefault("theme", Theme.objects.create(plan=version.plan, contract=version.contract))
    fields.setdefault("code", f"{parent.code}.{rank}" if parent else str(rank))
    fields.setdefault("title", f"Titre complet {fields['code']}")
    fields.setdefault("short_title", f"Titre {fields['code']}")
    return Node.objects.create(
        version=version,
        contract=version.contract,
        parent=parent,
        level=parent.level + 1 if parent else 0,
        path=f"{parent.path}.{rank:04d}" if parent else f"{rank:04d}",
        **fields,
    )


def make_upload(name: str = "papier.pdf", content: bytes = b"%PDF-1.4\n%%EOF\n") -> Any:
    """A file as a form receives it: a small true PDF unless told otherwise."""
    return SimpleUploadedFile(name, content)


def make_stored_file(**fields: Any) -> StoredFile:
    """A row alone: no bytes behind it."""
    fields.setdefault("name", "papier.pdf")
    fields.setdefault("content_type", "application/pdf")
    fields.setdefault("size", 15)
    fields.setdefault("sha256", "0" * 64)
    fields.setdefault("uploaded_at", timezone.now())
    return StoredFile.objects.create(**fields)
