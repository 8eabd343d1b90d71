"""The plan and what was read from a document."""

from __future__ import annotations

from ensemblier.plans.imports import start_import
from ensemblier.plans.models import Node
from tests.journeys.site.ground import ALES, DISTRICT_PLAN, PLAN, Addresses, Ground, text_file

DOCUMENT = """Plan d’essai
Le présent plan comporte 2 axes et 4 objectifs.
Axe 1 : Mieux vivre ensemble
1.1 Ouvrir des lieux de rencontre
1.2 Accompagner les familles
Axe 2 : Travailler près de chez soi
2.1 Aider à trouver un emploi
Imprimé par nos soins
"""


class PlanPages(Ground):
    """A plan read from a text, that waits for a yes."""

    def open_plan(self) -> None:
        self.plan_import = start_import(
            contract=self.contract,
            plan=None,
            name="Plan d’essai",
            kind="contract",
            area=None,
            uploaded=text_file("plan.txt", DOCUMENT),
            **self.author,
        )

    def published_node(self, code: str) -> Node:
        return Node.objects.get(version__plan=self.plan, version__state="published", code=code)

    def about_plan(self) -> Addresses:
        contract, plan = (ALES,), (ALES, PLAN)
        draft = Node.objects.get(version__plan=self.plan, version__state="draft", code="1.1.1")
        return {
            "plans:align": (ALES, DISTRICT_PLAN),
            "plans:compare": plan,
            "plans:create": contract,
            "plans:delete": plan,
            "plans:detail": plan,
            "plans:discard": plan,
            "plans:edit": plan,
            "plans:import": contract,
            "plans:import_drop": (ALES, self.plan_import.pk),
            "plans:import_preview": (ALES, self.plan_import.pk),
            "plans:list": contract,
            "plans:node": (*plan, draft.pk),
            "plans:publish": plan,
            "plans:read": (*plan, 1),
            "plans:remove": (*plan, draft.pk),
            "plans:settings": plan,
        }
