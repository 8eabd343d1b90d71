"""Which lines of a call are looked at, and what is decided of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ensemblier.applications.enums import LineState
from ensemblier.applications.lifecycle import UNSETTLED
from ensemblier.applications.models import Request
from ensemblier.calls.models import Call, Committee
from ensemblier.core.exceptions import InvalidInput
from ensemblier.core.money import figure, parse_euros
from ensemblier.funding.enums import Verdict
from ensemblier.funding.operations.decisions import Decided, standing
from ensemblier.funding.queries.decisions import Wanted, funders_of
from ensemblier.organizations.models import Organization


class WantedForm(forms.Form):
    """Narrows the lines of a call."""

    q = forms.CharField(label=_("mots"), required=False)
    financeur = forms.ModelChoiceField(
        label=_("financeur"),
        queryset=Organization.objects.none(),
        required=False,
        empty_label=_("tous"),
    )
    instance = forms.ModelChoiceField(
        label=_("instance"),
        queryset=Committee.objects.none(),
        required=False,
        empty_label=_("toutes"),
    )
    etat = forms.ChoiceField(
        label=_("état"),
        required=False,
        choices=[
            ("", _("tous")),
            ("a-decider", _("à décider")),
            ("accordes", _("accordés")),
            (LineState.REFUSED, _("refusés")),
            (LineState.POSTPONED, _("ajournés")),
        ],
    )

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["financeur"].queryset = funders_of(call)  # type: ignore[attr-defined]
        committees = Committee.objects.filter(call=call).select_related("body")
        self.fields["instance"].queryset = committees  # type: ignore[attr-defined]

    @property
    def wanted(self) -> Wanted:
        self.full_clean()
        values = getattr(self, "cleaned_data", {})
        return Wanted(
            funder=values.get("financeur"),
            committee=values.get("instance"),
            state=values.get("etat") or "",
            words=values.get("q") or "",
        )


class DecisionForm(forms.Form):
    """The deliberation; the ticks and the amounts of its lines stand in the table."""

    verdict = forms.ChoiceField(
        label=_("décision"),
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        initial=Verdict.GRANT,
    )
    decided_on = forms.DateField(label=_("décidé le"))
    reference = forms.CharField(
        label=_("référence"),
        max_length=120,
        required=False,
        help_text=_("De la délibération, de l’arrêté, du comité\u00a0: 2027-031."),
    )
    reason = forms.CharField(
        label=_("motif"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Demandé pour refuser ou ajourner\u00a0: l’association le lira."),
    )

    def __init__(
        self,
        *args: Any,
        lines: Iterable[Request] = (),
        ticks_proposed: bool = False,
        **kwargs: Any,
    ) -> None:
        """`ticks_proposed` begins with the undecided lines that have an amount ticked."""
        kwargs.setdefault("initial", {"decided_on": timezone.localdate()})
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        self.ticks_proposed = ticks_proposed
        self.mistakes: dict[int, str] = {}
        self.told: set[int] = set()
        """The lines of which the person has just been told that they changed."""

    def rows(self) -> list[tuple[Request, bool, str, str, str]]:
        """(line, is ticked, amount as typed or proposed, what is wrong with it, as seen)."""
        ticked = self._ticked() if self.is_bound else self._proposed()
        return [
            (
                line,
                line.pk in ticked,
                self._typed(line),
                self.mistakes.get(line.pk, ""),
                self._seen(line),
            )
            for line in self.lines
        ]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        verdict = values.get("verdict")
        if verdict is None:
            return values
        ticked = self._ticked()
        values["decisions"] = [
            Decided(line.pk, Verdict(verdict), self._cents(line, verdict), self._seen(line))
            for line in self.lines
            if line.pk in ticked
        ]
        if gone := len(ticked - {line.pk for line in self.lines}):
            sentence = ngettext(
                "Un dossier coché n’est plus dans cette liste : il a peut-être été décidé "
                "entre-temps. Rien n’a été écrit.",
                "%(count)d dossiers cochés ne sont plus dans cette liste : ils ont peut-être "
                "été décidés entre-temps. Rien n’a été écrit.",
                gone,
            )
            self.add_error(None, sentence % {"count": gone})
        elif not values["decisions"]:
            self.add_error(None, str(_("Cochez au moins un dossier.")))
        if self.mistakes:
            self.add_error(None, str(_("Corrigez les montants signalés dans le tableau.")))
        return values

    def _proposed(self) -> set[int]:
        if not self.ticks_proposed:
            return set()
        undecided = (line for line in self.lines if line.state in UNSETTLED)
        return {line.pk for line in undecided if self._typed(line)}

    def _ticked(self) -> set[int]:
        data = cast("QueryDict", self.data)
        return {int(pk) for pk in data.getlist("lines") if pk.isdecimal()}

    def _typed(self, line: Request) -> str:
        if self.is_bound:
            return self.data.get(f"amount_{line.pk}", "")
        award = getattr(line, "award", None)
        cents = None
        if award is not None:
            cents = award.granted_cents if award.granted_cents else award.proposed_cents
        return figure(cents) if cents else ""

    def _seen(self, line: Request) -> str:
        """What the person read of the line, or is about to read."""
        now = standing(line, getattr(line, "award", None))
        if not self.is_bound or line.pk in self.told:
            return now
        return str(self.data.get(f"seen_{line.pk}", now))

    def _cents(self, line: Request, verdict: str) -> int:
        if verdict != Verdict.GRANT:
            return 0
        try:
            return parse_euros(self._typed(line))
        except InvalidInput as refusal:
            self.mistakes[line.pk] = str(refusal)
            return 0
