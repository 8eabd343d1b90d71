"""Reports, past years and figures."""

from __future__ import annotations

from django.utils import timezone

from ensemblier.funding.operations.past_years import prepare_past_year
from ensemblier.outcomes.queries.figures import public_requests
from tests.factories import programming as make
from tests.journeys.site.ground import ALES, Addresses, Ground, text_file


class Reports(Ground):
    """A report with its photo, a waiver, a past year."""

    def open_reports(self) -> None:
        self.report = make.make_report(self.draft, state="draft")
        self.report_file = self.report.files.create(
            kind="photo", file=self.file, added_at=timezone.now()
        )
        self.waiver = self.contract.waivers.create(
            organization=self.association,
            year=2099,
            reason="Incendie",
            given_by=self.administrator,
            given_at=timezone.now(),
        )

    def open_past_year(self) -> None:
        """An action that everyone reads, and a past year that waits for a yes."""
        granted = public_requests().filter(contract=self.contract)
        self.granted_number = granted.earliest("pk").application.action.number
        rows = "structure,action,année,financeur,accordé\nLe Moulin,Bal,2019,CAF du Gard,10\n"
        self.past_year = prepare_past_year(
            contract=self.contract, uploaded=text_file("annee.csv", rows), **self.author
        )

    def about_reports(self) -> Addresses:
        """One that the team types in for an association, with a photo, and a waiver."""
        pk = self.report.pk
        return {
            "outcomes:accept": (pk,),
            "outcomes:add_file": (pk,),
            "outcomes:ask_completion": (pk,),
            "outcomes:ask_money_back": (pk,),
            "outcomes:detail": (pk,),
            "funding:choose_past_years": (),
            "funding:past_year": (ALES, self.past_year.pk),
            "funding:past_years": (ALES,),
            "funding:undo_past_year": (ALES, self.past_year.pk),
            "outcomes:figure_lines": (),
            "outcomes:figures": (),
            "outcomes:fill": (pk, "budget"),
            "outcomes:give_waiver": (),
            "outcomes:remove_file": (pk, self.report_file.pk),
            "outcomes:reopen": (pk,),
            "outcomes:reports": (),
            "outcomes:take_back_waiver": (self.waiver.pk,),
            "outcomes:waivers": (),
        }
