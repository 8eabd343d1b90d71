"""Appraisal and committee sessions."""

from __future__ import annotations

from django.utils import timezone

from ensemblier.appraisal.models import Recusal, SheetNote
from tests.factories import programming as make
from tests.journeys.site.ground import Addresses, Ground


class Appraisal(Ground):
    """An application that a session discusses."""

    def open_appraisal(self) -> None:
        self.sheet_note = (
            SheetNote.objects.filter(
                contract=self.contract,
                session__state="planned",
                application__state__in=["admissible", "in_appraisal"],
            )
            .select_related("application")
            .earliest("pk")
        )
        self.discussed = self.sheet_note.application
        self.opinion = make.make_opinion(
            self.discussed, make.make_funder(name="Agence du moulin"), source="service"
        )
        self.recusal = Recusal.objects.create(
            contract=self.contract,
            call_id=self.discussed.call_id,
            user=self.editor,
            organization=self.association,
            reason="Amie du trésorier",
            declared_by=self.administrator,
            declared_at=timezone.now(),
        )

    def about_appraisal(self) -> Addresses:
        """An application that is discussed and is on the agenda of a session to come."""
        pk, call = self.discussed.pk, self.discussed.call_id
        opinion, session = (pk, self.opinion.pk), self.sheet_note.session_id
        return {
            "appraisal:ask_opinions": (pk,),
            "appraisal:assign": (pk,),
            "appraisal:assign_all": (call,),
            "appraisal:bulk_opinions": (call,),
            "appraisal:create_session": (),
            "appraisal:declare_recusal": (call,),
            "appraisal:file": (pk,),
            "appraisal:give_opinion": opinion,
            "appraisal:lift_recusal": (call, self.recusal.pk),
            "appraisal:list": (),
            "appraisal:move": (pk, "ask_completion"),
            "appraisal:postpone_opinion": opinion,
            "appraisal:recusals": (call,),
            "appraisal:remind": (call,),
            "appraisal:session": (session,),
            "appraisal:sessions": (),
            "appraisal:withdraw_opinion": opinion,
            "funding:session": (session, self.sheet_note.pk),
        }
