"""What is filled in about minutes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ensemblier.councils.models import Council, Meeting, Minutes
from ensemblier.ui.forms import ManyFilesField, MonthField

PUBLISH_HINT = _(
    "Tout le monde pourra le lire et le trouver par la recherche, avec les noms qu’il contient."
)


class MinutesForm(forms.Form):
    month = MonthField(label=_("mois"))
    title = forms.CharField(
        label=_("titre"),
        max_length=250,
        required=False,
        help_text=_("Vide\u00a0: «\u00a0Compte rendu de\u00a0» et le mois."),
    )
    meeting = forms.ModelChoiceField(
        label=_("réunion"), queryset=Meeting.objects.none(), required=False
    )

    def __init__(
        self, *args: Any, council: Council, minutes: Minutes | None = None, **kwargs: Any
    ) -> None:
        if minutes is not None:
            names = ("month", "title", "meeting")
            kwargs["initial"] = {name: getattr(minutes, name) for name in names}
        super().__init__(*args, **kwargs)
        meetings = Meeting.objects.filter(council=council).order_by("-starts_at")
        self.fields["meeting"].queryset = meetings  # type: ignore[attr-defined]


class NewMinutesForm(MinutesForm):
    file = forms.FileField(
        label=_("fichier"),
        required=False,
        help_text=_("PDF, Word ou texte. Il est gardé tel quel, et son texte est lu."),
    )
    text = forms.CharField(
        label=_("ou le texte"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_(
            "Si vous n’avez pas de fichier, ou si c’est une image. Une ligne vide sépare "
            "deux paragraphes."
        ),
    )
    publish = forms.BooleanField(
        label=_("publier tout de suite"), required=False, help_text=PUBLISH_HINT
    )
    field_order = ["file", "month", "title", "meeting", "text", "publish"]


class TextForm(forms.Form):
    text = forms.CharField(
        label=_("texte"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 24}),
        help_text=_("Une ligne vide sépare deux paragraphes."),
    )


class ManyMinutesForm(forms.Form):
    dropped = ManyFilesField(
        label=_("fichiers"),
        help_text=_(
            "Jusqu’à 60 à la fois\u00a0: PDF, Word ou texte. Le mois est deviné d’après "
            "le nom\u00a0; "
            "vous le vérifiez ensuite."
        ),
    )


class MonthsForm(forms.Form):
    """The month of each file of a deposit; empty leaves it out."""

    publish = forms.BooleanField(
        label=_("publier tout de suite"), required=False, help_text=PUBLISH_HINT
    )

    def __init__(self, *args: Any, items: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = [place for place, item in enumerate(items) if item.get("file")]
        for place in self.places:
            self.fields[f"month_{place}"] = MonthField(
                label=_("Mois de %(name)s") % {"name": items[place]["name"]},
                required=False,
                initial=items[place]["month"],
            )
        self.order_fields([*(f"month_{place}" for place in self.places), "publish"])

    def as_arguments(self) -> dict[str, Any]:
        months = {place: self.cleaned_data[f"month_{place}"] for place in self.places}
        return {"months": months, "publish": self.cleaned_data["publish"]}
