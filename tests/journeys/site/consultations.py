"""The pages of consultations, accounts and trainings, for the walk over every page of the site."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from ensemblier.accounts.models import User
from ensemblier.applications.models import Application
from ensemblier.calls.models import Call
from ensemblier.councils.models import Council
from ensemblier.files.models import StoredFile
from tests.factories.consultations import make_consultation, make_grant, make_training
from tests.journeys.site.ground import Addresses

LONG_AGO = 2014


class ConsultationSite:
    """One in each state on a council, with papers; a year of accounts that is open."""

    def __init__(
        self, council: Council, call: Call, discussed: Application, file: StoredFile, user: User
    ) -> None:
        self.council, self.call, self.discussed = council, call, discussed
        self.asked = make_consultation(council)
        self.draft = make_consultation(council, state="draft")
        self.answered = make_consultation(
            council, state="answered", minutes=file, published_at=timezone.now()
        )
        self.papers = [
            row.papers.create(file=file) for row in (self.asked, self.draft, self.answered)
        ]
        self.stake = self.asked.recusals.create(
            user=user, reason="Lien", declared_by=user, declared_at=self.asked.created_at
        )
        self.grant = make_grant(council, year=LONG_AGO, balance_cents=100_00)
        self.entry = self.grant.entries.create(
            contract=council.contract,
            kind="spent",
            amount_cents=1_00,
            on=self.asked.due_on,
            label="Café",
            receipt=file,
            entered_at=self.asked.created_at,
        )
        self.training = make_training(council)

    def working(self) -> Addresses:
        council, contract = (self.council.pk,), (self.council.contract.slug,)
        asked, draft = (self.asked.pk,), (self.draft.pk,)
        grant = (*council, self.grant.pk)
        return {
            "appraisal:add_papers": draft,
            "appraisal:answer_consultation": (self.answered.pk,),
            "appraisal:cancel_consultation": asked,
            "appraisal:consult_on_application": (self.discussed.pk,),
            "appraisal:consult_on_call": (self.call.pk,),
            "appraisal:consultation": (self.answered.pk,),
            "appraisal:consultations": (),
            "appraisal:council_consultations": council,
            "appraisal:declare_stake": (self.draft.pk,),
            "appraisal:discard_consultation": draft,
            "appraisal:edit_consultation": draft,
            "appraisal:extend_consultation": asked,
            "appraisal:prepare_consultation": contract,
            "appraisal:send_consultation": draft,
            "councils:add_entry": grant,
            "councils:add_training": contract,
            "councils:all_grants": (),
            "councils:close_grant": grant,
            "councils:cross_entry": (*grant, self.entry.pk),
            "councils:edit_training": (self.training.pk,),
            "councils:grant": grant,
            "councils:grants": council,
            "councils:open_grant": council,
            "councils:remove_training": (self.training.pk,),
            "councils:trainings": (),
        }

    def by_number(self) -> dict[str, Any]:
        """Addresses that answer with something else than a page, by what their number names."""
        answered = ("minutes", "opinion", "paper", "request")
        return {
            **{f"appraisal:consultation_{name}": self.answered for name in answered},
            "appraisal:lift_stake": self.asked,
            "appraisal:publish_consultation": self.answered,
            "appraisal:remove_paper": self.draft,
            "councils:receipt": self.council,
            "councils:statement": self.council,
        }

    def parameters(self, name: str) -> dict[str, Any]:
        _asked, draft, answered = self.papers
        return {
            "paper_pk": (draft if name == "appraisal:remove_paper" else answered).pk,
            "recusal_pk": self.stake.pk,
            "grant_pk": self.grant.pk,
            "entry_pk": self.entry.pk,
            "training_pk": self.training.pk,
        }
