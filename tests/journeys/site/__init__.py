"""Every page of the site with an address that answers on the demonstration, room by room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from ensemblier.accounts.models import User
from ensemblier.notices.emails import unsubscribe_token
from tests.journeys.site.applications import Applications
from tests.journeys.site.appraisal import Appraisal
from tests.journeys.site.calls import Calls
from tests.journeys.site.consultations import ConsultationSite
from tests.journeys.site.contract import ContractPages
from tests.journeys.site.councils import CouncilSite
from tests.journeys.site.draws import DrawPages
from tests.journeys.site.fund import FundSite
from tests.journeys.site.ground import ALES, PLAN, Addresses
from tests.journeys.site.matrix import MatrixPages
from tests.journeys.site.parameters import parameters_of
from tests.journeys.site.payments import Payments
from tests.journeys.site.people import People
from tests.journeys.site.places import Places, one_perimeter_and_one_mistake
from tests.journeys.site.plan import DOCUMENT, PlanPages
from tests.journeys.site.reports import Reports
from tests.journeys.site.variants import AFTER_A_STEP, VARIANTS_AT_WORK, VARIANTS_FOR_ALL
from tests.journeys.site.votes import VoteSite

__all__ = [
    "AFTER_A_STEP",
    "ALES",
    "DOCUMENT",
    "PLAN",
    "VARIANTS_AT_WORK",
    "VARIANTS_FOR_ALL",
    "Site",
    "one_perimeter_and_one_mistake",
    "paths",
]


class Site(
    People,
    Places,
    ContractPages,
    PlanPages,
    Calls,
    Applications,
    Appraisal,
    MatrixPages,
    Reports,
    Payments,
):
    """The demonstration with what it lacks: a file, an amendment, pending imports, a notice.

    Each room opens what its pages need, and says where they are in a method `about_…`.
    """

    def __init__(self, administrator: User) -> None:
        super().__init__(administrator)
        self.open_people()
        self.open_places()
        self.open_contract()
        self.open_plan()
        self.open_call()
        self.councils = CouncilSite(self.council, self.mandate, self.author)
        self.open_applications()
        self.open_appraisal()
        self.open_matrix()
        self.open_reports()
        self.open_past_year()
        self.open_payments()
        self.fund = FundSite(self.contract, self.author)
        self.draws = DrawPages(self.contract, self.author)
        self.votes = VoteSite(self.contract, self.editor)
        self.consultations = ConsultationSite(
            self.council, self.call, self.discussed, self.file, self.mandate.user
        )

    def public(self) -> Addresses:
        """What a visitor reads."""
        contract, plan = (ALES,), (ALES, PLAN)
        leaf = self.published_node("1.1.1").theme_id
        return {
            "account_login": (),
            "account_request_login_code": (),
            "account_signup": (),
            "account_inactive": (),
            "account_reset_password": (),
            "account_password_reset_completed": (),
            "socialaccount_login_cancelled": (),
            "notices:unsubscribe": (unsubscribe_token(self.administrator),),
            "portal:accessibility": (),
            "portal:action": (ALES, self.granted_number),
            "portal:actions": contract,
            "portal:area": (self.area.key,),
            "portal:areas": (),
            "portal:call": (ALES, self.call.slug),
            "portal:calls": (),
            "portal:contract": contract,
            "portal:contract_areas": contract,
            **self.councils.public(),
            "portal:documents": contract,
            "portal:home": (),
            "portal:legal": (),
            "portal:locate": (),
            "portal:node": (*plan, leaf),
            "portal:plan": plan,
            "portal:plan_compare": plan,
            "portal:signatories": contract,
            **self.draws.public(),
            "search:search": (),
            "ui:gallery": (),
            **self.fund.public(),
            **self.votes.public(),
        }

    def working(self) -> Addresses:
        """What an administrator reads and fills in."""
        parts = [getattr(self, name)() for name in dir(self) if name.startswith("about_")]
        return {name: args for part in parts for name, args in part.items()}

    def about_councils(self) -> Addresses:
        return self.councils.working()

    def about_consultations(self) -> Addresses:
        return self.consultations.working()

    def about_draws(self) -> Addresses:
        return self.draws.working()

    def about_fund(self) -> Addresses:
        return {**self.fund.working(), **self.votes.working()}

    def parameters(self, name: str) -> dict[str, Any]:
        """A value for each parameter of an address that is not a page."""
        return parameters_of(self, name)


def paths(addresses: Addresses, variants: Sequence[tuple[str, str]] = ()) -> list[str]:
    plain = [reverse(name, args=args) for name, args in addresses.items()]
    return plain + [reverse(name, args=addresses[name]) + query for name, query in variants]
