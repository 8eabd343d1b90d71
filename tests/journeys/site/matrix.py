"""The matrix and its scenarios."""

from __future__ import annotations

from django.utils import timezone

from ensemblier.core.imports import Report
from ensemblier.funding.models import MatrixImport
from ensemblier.funding.operations.scenarios import create_scenario
from tests.journeys.site.ground import Addresses, Ground


class MatrixPages(Ground):
    """A workbook that came back, a scenario."""

    def open_matrix(self) -> None:
        call = self.received.call
        self.scenario = create_scenario(call=call, name="Essai", **self.author)
        self.matrix_import = MatrixImport.objects.create(
            contract=self.contract,
            call=call,
            file_name="tableau.xlsx",
            report=Report().as_dict(),
            created_by=self.administrator,
            created_at=timezone.now(),
        )

    def about_matrix(self) -> Addresses:
        """The matrix of the call of `received`, with a file that came back and a scenario."""
        call, line = self.received.call_id, self.received.requests.earliest("pk").pk
        scenario = (call, self.scenario.pk)
        return {
            "funding:apply_scenario": scenario,
            "funding:calls": (),
            "funding:cell": (call, line, "proposed"),
            "funding:compare": (call, self.matrix_import.pk),
            "funding:compute": (call,),
            "funding:copy": (call,),
            "funding:matrix": (call,),
            "funding:remove_scenario": scenario,
            "funding:rename_scenario": scenario,
            "funding:row": (call, self.received.pk),
            "funding:scenario": scenario,
            "funding:scenarios": (call,),
            "funding:workbook": (call,),
        }
