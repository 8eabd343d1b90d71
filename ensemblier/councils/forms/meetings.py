"""What is filled in about a meeting."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ensemblier.councils.enums import Presence
from ensemblier.councils.models import Mandate, Meeting
from ensemblier.ui.forms import MomentField

CHOICES = [("", _("absent")), *Presence.choices]


class MeetingForm(forms.Form):
    starts_at = MomentField(label=_("commence le"))
    ends_at = MomentField(label=_("finit le"), required=False)
    place = forms.CharField(label=_("lieu"), max_length=200, required=False)
    subject = forms.CharField(
        label=_("objet"),
        max_length=200,
        required=False,
        help_text=_("En quelques mots. Vide\u00a0: réunion ordinaire."),
    )
    agenda = forms.CharField(
        label=_("ordre du jour"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Un point par ligne."),
    )
    is_public = forms.BooleanField(
        label=_("annoncée sur le site"),
        required=False,
        initial=True,
        help_text=_("La date, le lieu et l’ordre du jour sont sur la page publique du conseil."),
    )

    def __init__(self, *args: Any, meeting: Meeting | None = None, **kwargs: Any) -> None:
        if meeting is not None:
            kwargs["initial"] = {name: getattr(meeting, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        starts_at, ends_at = (self.cleaned_data.get(name) for name in ("starts_at", "ends_at"))
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", _("La réunion finit avant de commencer."))
        return self.cleaned_data


class PresenceForm(forms.Form):
    """One choice for each member of the day, then the others by number."""

    other_residents = forms.IntegerField(
        label=_("autres habitants"), min_value=0, max_value=5000, initial=0
    )
    other_guests = forms.IntegerField(
        label=_("invités et partenaires"), min_value=0, max_value=5000, initial=0
    )

    def __init__(self, *args: Any, meeting: Meeting, members: list[Mandate], **kwargs: Any) -> None:
        noted = {one.mandate_id: one.presence for one in meeting.presences.all()}
        kwargs["initial"] = {
            "other_residents": meeting.other_residents,
            "other_guests": meeting.other_guests,
        }
        super().__init__(*args, **kwargs)
        names = [f"member_{mandate.pk}" for mandate in members]
        for name, mandate in zip(names, members, strict=True):
            self.fields[name] = forms.ChoiceField(
                label=str(mandate.user),
                choices=CHOICES,
                required=False,
                initial=noted.get(mandate.pk, ""),
            )
        self.order_fields([*names, "other_residents", "other_guests"])

    def as_arguments(self) -> dict[str, Any]:
        counts = {name: self.cleaned_data[name] for name in ("other_residents", "other_guests")}
        presences = {
            int(name.removeprefix("member_")): value
            for name, value in self.cleaned_data.items()
            if name.startswith("member_")
        }
        return {"presences": presences, "counts": counts}
