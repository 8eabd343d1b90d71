"""A call with two funders and two applications that ask both, in figures easy to add up."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from ensemblier.applications.enums import ApplicationState
from ensemblier.applications.models import Application, Request
from ensemblier.contracts.models import Contract
from ensemblier.organizations.models import Organization
from tests import factories
from tests.factories import programming as make


class World:
    """Two nodes, two areas; each application asks 3 000 € of «État», 1 000,01 € of «Région»."""

    def __init__(self, contract: Contract) -> None:
        version = factories.make_version(factories.make_plan(contract))
        self.nodes = [
            factories.make_node(version, code=f"1.{rank}", short_title=f"Objectif {rank}")
            for rank in (1, 2)
        ]
        self.areas = [factories.make_area(name=name) for name in ("Les Prés", "Le Mas")]
        self.call = make.make_call(
            contract, nodes=tuple(self.nodes), areas=tuple(self.areas), name="Appel 2027"
        )
        self.state, self.region = (
            make.make_funder(name=name, short_name=name) for name in ("État", "Région")
        )
        self.envelopes = [
            make.make_envelope(self.call, funder, amount_cents=10_000_00, rank=rank)
            for rank, funder in enumerate((self.state, self.region))
        ]
        self.first = self.add("Chorale", self.nodes[0], self.areas[:1])
        self.second = self.add("Échecs", self.nodes[1], self.areas, nature="renewal")

    def add(self, title: str, node: Any, areas: Any, **fields: Any) -> Application:
        action = make.make_action(
            self.call.contract, factories.make_organization(name=f"Les amis : {title}"), name=title
        )
        fields.setdefault("state", ApplicationState.IN_APPRAISAL)
        application = make.make_application(
            self.call, action, node=node, areas=tuple(areas), **fields
        )
        for funder, asked in ((self.state, 3_000_00), (self.region, 1_000_01)):
            make.make_request(application, funder, amount_cents=asked)
        return application

    def request(self, application: Application, funder: Organization) -> Request:
        return application.requests.get(funder=funder)

    def award(self, application: Application, funder: Organization, **amounts: Any) -> None:
        envelope = next(row for row in self.envelopes if row.funder_id == funder.pk)
        make.make_award(self.request(application, funder), envelope=envelope, **amounts)

    def address(self, name: str, *args: object) -> str:
        return reverse(f"funding:{name}", args=[self.call.pk, *args])

    @property
    def page(self) -> str:
        return self.address("matrix")
