"""What the team fills in about bodies, seats and sessions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ensemblier.governance.enums import BodyKind
from ensemblier.governance.models import Body, Seat, Session
from ensemblier.organizations.models import Organization
from ensemblier.organizations.queries import choosable_organizations
from ensemblier.ui.forms import MomentField


class BodyForm(forms.Form):
    name = forms.CharField(
        label=_("nom"), max_length=200, help_text=_("« CTP Emploi », « Comité de pilotage ».")
    )
    kind = forms.ChoiceField(label=_("sorte"), choices=BodyKind.choices)
    sessions_per_year = forms.IntegerField(
        label=_("séances par an, au moins"), required=False, min_value=0, max_value=366
    )
    is_active = forms.BooleanField(label=_("en activité"), required=False, initial=True)

    def __init__(self, *args: Any, body: Body | None = None, **kwargs: Any) -> None:
        if body is not None:
            kwargs["initial"] = {name: getattr(body, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)


class SeatForm(forms.Form):
    organization = forms.ModelChoiceField(
        label=_("structure"), queryset=Organization.objects.none(), required=False
    )
    title = forms.CharField(
        label=_("en qualité de"),
        max_length=150,
        required=False,
        help_text=_("« Délégué du préfet », « Conseillère départementale »."),
    )
    votes = forms.BooleanField(label=_("a une voix"), required=False, initial=True)
    chairs = forms.BooleanField(label=_("préside"), required=False)
    starts_on = forms.DateField(label=_("depuis le"), initial=timezone.localdate)
    ends_on = forms.DateField(label=_("jusqu’au"), required=False)

    def __init__(self, *args: Any, seat: Seat | None = None, **kwargs: Any) -> None:
        if seat is not None:
            kwargs["initial"] = {name: getattr(seat, name) for name in SeatForm.base_fields}
        super().__init__(*args, **kwargs)
        choices = choosable_organizations()
        if seat is not None and seat.organization_id:
            choices = choices | Organization.objects.filter(pk=seat.organization_id)
        self.fields["organization"].queryset = choices  # type: ignore[attr-defined]


class NewSeatForm(SeatForm):
    full_name = forms.CharField(
        label=_("nom et prénom"),
        max_length=150,
        required=False,
        help_text=_("Vide quand la structure siège sans nommer personne."),
    )
    email = forms.EmailField(
        label=_("adresse électronique"),
        required=False,
        help_text=_("Elle permet à la personne de se connecter."),
    )
    field_order = ["organization", "full_name", "email"]


class EndForm(forms.Form):
    on = forms.DateField(label=_("dernier jour"), initial=timezone.localdate)


class SessionForm(forms.Form):
    starts_at = MomentField(label=_("commence le"), help_text=_("Jour et heure de Paris."))
    place = forms.CharField(label=_("lieu"), max_length=200, required=False)

    def __init__(self, *args: Any, session: Session | None = None, **kwargs: Any) -> None:
        if session is not None:
            kwargs["initial"] = {name: getattr(session, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
