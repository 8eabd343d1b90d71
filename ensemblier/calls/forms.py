"""What the team fills in about a call."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ensemblier.calls.enums import QuestionKind, Section
from ensemblier.calls.models import (
    Call,
    CallDate,
    ChecklistItem,
    Committee,
    Envelope,
    Question,
    WantedAttachment,
)
from ensemblier.calls.operations.calls import FIELDS
from ensemblier.calls.queries import EffectiveRule
from ensemblier.calls.rules import is_money, is_percentage
from ensemblier.contracts.models import Contract
from ensemblier.core.editing import Marks, Overtaken, marks_of
from ensemblier.files.enums import DOCUMENTS
from ensemblier.governance.models import Body
from ensemblier.organizations.enums import DocumentKind, OrganizationKind
from ensemblier.organizations.models import Organization
from ensemblier.organizations.queries import choosable_organizations
from ensemblier.plans.models import Node, PlanVersion
from ensemblier.plans.queries import versions_in_force
from ensemblier.territories.models import Area
from ensemblier.ui.forms import EurosField, MomentField, RichTextField

TEXT = {"rows": 3}


class SeenForm(forms.Form):
    """Carries the marks of what it showed, under `seen`; see `core.editing`."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4000)

    def __init__(self, *args: Any, shown: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if shown is None:
            del self.fields["seen"]
        else:
            self.initial["seen"] = json.dumps(marks_of(shown))

    def clean_seen(self) -> Marks | None:
        """None for who writes without having read: nothing is compared."""
        try:
            marks = json.loads(self.cleaned_data["seen"] or "null")
        except ValueError:
            return None
        return marks if isinstance(marks, dict) else None

    def overtake(self, why: Overtaken) -> None:
        """Put what others wrote beside each box; saving again replaces it knowingly."""
        self.add_error(None, str(why))
        for name, text in why.now.items():
            field = "nodes" if name == "themes" and "nodes" in self.fields else name
            self.add_error(field, gettext("Maintenant enregistré : %(text)s.") % {"text": text})
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data["seen"] = json.dumps({**(self.cleaned_data.get("seen") or {}), **why.seen})
        self.data = data


class PresentationForm(SeenForm):
    name = forms.CharField(
        label=_("nom"),
        max_length=200,
        help_text=_("Avec l’année : « Appel à projets 2027 »."),
    )
    year = forms.IntegerField(label=_("année des actions"), min_value=2000, max_value=2100)
    summary = forms.CharField(
        label=_("en quelques mots"),
        required=False,
        widget=forms.Textarea(attrs=TEXT),
        help_text=_("Deux phrases simples, lues par tout le monde en haut de la page."),
    )
    eligibility = forms.CharField(
        label=_("qui peut demander"),
        required=False,
        widget=forms.Textarea(attrs=TEXT),
        help_text=_("Une condition par ligne : « Les associations loi 1901 »."),
    )
    contact = forms.CharField(
        label=_("à qui poser ses questions"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Un service, un téléphone, une adresse électronique."),
    )
    actions_start_on = forms.DateField(label=_("les actions commencent à partir du"))
    actions_end_on = forms.DateField(label=_("et finissent au plus tard le"))
    allows_multiyear = forms.BooleanField(
        label=_("accepte les demandes sur trois ans"), required=False
    )

    def __init__(self, *args: Any, call: Call | None = None, **kwargs: Any) -> None:
        if call is not None:
            kwargs["initial"] = {name: getattr(call, name) for name in FIELDS[Section.PRESENTATION]}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        start, end = (
            self.cleaned_data.get(name) for name in ("actions_start_on", "actions_end_on")
        )
        if start and end and end < start:
            self.add_error("actions_end_on", gettext("Les actions finissent avant de commencer."))
        return self.cleaned_data


class NewCallForm(PresentationForm):
    plan_version = forms.ModelChoiceField(
        label=_("plan"),
        queryset=PlanVersion.objects.none(),
        help_text=_("Les thèmes de l’appel seront pris dans ce plan."),
    )
    field_order = ["plan_version", "name", "year"]

    def __init__(self, *args: Any, contract: Contract, today: datetime.date, **kwargs: Any) -> None:
        year = today.year + 1
        kwargs["initial"] = {
            "name": gettext("Appel à projets %(year)d") % {"year": year},
            "year": year,
            "actions_start_on": datetime.date(year, 1, 1),
            "actions_end_on": datetime.date(year, 12, 31),
        }
        super().__init__(*args, **kwargs)
        versions = versions_in_force(today).filter(contract=contract).select_related("plan")
        plans = self.fields["plan_version"]
        plans.queryset = versions  # type: ignore[attr-defined]
        plans.label_from_instance = plan_label  # type: ignore[attr-defined]
        first = next(iter(sorted(versions, key=lambda one: one.plan.kind != "contract")), None)
        plans.initial = first


def plan_label(version: PlanVersion) -> str:
    return f"{version.plan} – {version}"


class CalendarForm(SeenForm):
    opens_at = MomentField(label=_("ouvre le"), help_text=_("Jour et heure de Paris."))
    closes_at = MomentField(
        label=_("ferme le"),
        help_text=_("La dernière minute compte : à 12 h 00, on dépose jusqu’à 12 h 00 et 59 s."),
    )
    opinions_due_on = forms.DateField(label=_("avis attendus pour le"), required=False)
    decided_on = forms.DateField(label=_("réponse attendue le"), required=False)

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(call, name) for name in FIELDS[Section.CALENDAR]}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        opens, closes = (self.cleaned_data.get(name) for name in ("opens_at", "closes_at"))
        if opens and closes and closes <= opens:
            self.add_error("closes_at", gettext("L’appel ferme avant d’ouvrir."))
        return self.cleaned_data


class NoteForm(SeenForm):
    framing_note = RichTextField(
        label=_("note de cadrage"),
        required=False,
        max_length=60_000,
    )

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        kwargs["initial"] = {"framing_note": call.framing_note}
        super().__init__(*args, **kwargs)


class ThemesForm(SeenForm):
    nodes = forms.ModelMultipleChoiceField(
        label=_("thèmes"), queryset=Node.objects.none(), required=False
    )

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nodes = Node.objects.filter(version=call.plan_version)
        self.fields["nodes"].queryset = nodes  # type: ignore[attr-defined]


class AreasForm(SeenForm):
    areas = forms.ModelMultipleChoiceField(
        label=_("territoires ouverts"), queryset=Area.objects.none(), required=False
    )

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        kwargs["initial"] = {"areas": call.areas.all()}
        super().__init__(*args, **kwargs)
        self.fields["areas"].queryset = (  # type: ignore[attr-defined]
            Area.objects.filter(contract_areas__contract=call.contract).order_by("name", "pk")
        )
        self.fields["areas"].label_from_instance = area_label  # type: ignore[attr-defined]


def area_label(area: Area) -> str:
    return " ".join(part for part in (area.name, area.code) if part)


class RowForm(SeenForm):
    """What the forms of rows share: they start from the row, if there is one."""

    def __init__(self, *args: Any, call: Call, row: Any = None, **kwargs: Any) -> None:
        if row is not None:
            names = [name for name in self.base_fields if name != "seen"]
            kwargs["initial"] = {name: self.value_of(row, name) for name in names}
        super().__init__(*args, **kwargs)
        self.prepare(call, row)

    def value_of(self, row: Any, name: str) -> Any:
        value = getattr(row, name)
        return value.all() if hasattr(value, "all") else value

    def prepare(self, call: Call, row: Any) -> None:
        """Choices that depend on the call."""


class EnvelopeForm(RowForm):
    funder = forms.ModelChoiceField(label=_("financeur"), queryset=Organization.objects.none())
    budget_line = forms.CharField(
        label=_("ligne budgétaire"),
        max_length=120,
        help_text=_("Le nom que le financeur lui donne : « BOP 147 », « Politique de la ville »."),
    )
    amount_cents = EurosField(label=_("montant"), help_text=_("En euros."))

    def prepare(self, call: Call, row: Any) -> None:
        funders = choosable_organizations().exclude(kind=OrganizationKind.ASSOCIATION)
        if row is not None:
            funders = funders | Organization.objects.filter(pk=row.funder_id)
        self.fields["funder"].queryset = funders  # type: ignore[attr-defined]


class CommitteeForm(RowForm):
    body = forms.ModelChoiceField(
        label=_("instance"),
        queryset=Body.objects.none(),
        help_text=_("Les instances et leurs membres se tiennent dans « Instances »."),
    )
    themes = forms.MultipleChoiceField(
        label=_("thèmes examinés"), required=False, help_text=_("Aucun : tous.")
    )
    areas = forms.ModelMultipleChoiceField(
        label=_("territoires examinés"),
        queryset=Area.objects.none(),
        required=False,
        help_text=_("Aucun : tous."),
    )

    def value_of(self, row: Any, name: str) -> Any:
        if name == "themes":
            return [str(theme.pk) for theme in row.themes.all()]
        return super().value_of(row, name)

    def prepare(self, call: Call, row: Any) -> None:
        bodies = Body.objects.filter(contract=call.contract, is_active=True)
        if row is not None:
            bodies = bodies | Body.objects.filter(pk=row.body_id)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]
        self._themes = {
            str(opened.theme_id): opened for opened in call.themes.select_related("node", "theme")
        }
        self.fields["themes"].choices = [  # type: ignore[attr-defined]
            (pk, str(opened.node)) for pk, opened in self._themes.items()
        ]
        self.fields["areas"].queryset = call.areas.all()  # type: ignore[attr-defined]

    def clean_themes(self) -> list[Any]:
        return [self._themes[pk].theme for pk in self.cleaned_data["themes"]]


class DateForm(RowForm):
    title = forms.CharField(
        label=_("étape"), max_length=200, help_text=_("« Réunion d’information, salle Vauban ».")
    )
    day = forms.DateField(label=_("le"))
    is_public = forms.BooleanField(label=_("montrée à tout le monde"), required=False, initial=True)


class QuestionForm(RowForm):
    kind = forms.ChoiceField(label=_("sorte de réponse"), choices=QuestionKind.choices)
    label = forms.CharField(label=_("question"), max_length=300)
    help_text = forms.CharField(label=_("aide"), max_length=300, required=False)
    options = forms.CharField(
        label=_("choix proposés"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Pour une liste : un choix par ligne."),
    )
    is_required = forms.BooleanField(label=_("réponse obligatoire"), required=False)

    def value_of(self, row: Any, name: str) -> Any:
        return "\n".join(row.options) if name == "options" else super().value_of(row, name)

    def clean_options(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["options"].splitlines() if line.strip()]


class AttachmentForm(RowForm):
    label = forms.CharField(
        label=_("pièce"), max_length=200, help_text=_("« Budget de l’association ».")
    )
    help_text = forms.CharField(label=_("aide"), max_length=300, required=False)
    document_kind = forms.ChoiceField(
        label=_("déjà dans le dossier de la structure"),
        choices=[("", _("non, à joindre à chaque demande")), *DocumentKind.choices],
        required=False,
        help_text=_("Cette pièce sera prise là, sans être redemandée."),
    )
    is_required = forms.BooleanField(label=_("obligatoire"), required=False, initial=True)
    template = forms.FileField(
        label=_("modèle à remplir"),
        required=False,
        help_text=_("Facultatif : un document vide que l’association télécharge."),
        widget=forms.ClearableFileInput(
            attrs={"accept": ",".join(f".{extension}" for extension in DOCUMENTS)}
        ),
    )

    def value_of(self, row: Any, name: str) -> Any:
        return None if name == "template" else super().value_of(row, name)

    def prepare(self, call: Call, row: Any) -> None:
        if row is not None and row.template:
            self.fields["without_template"] = forms.BooleanField(
                label=_("retirer le modèle « %(name)s »") % {"name": row.template.name},
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.pop("without_template", False) and not self.cleaned_data["template"]:
            self.cleaned_data["template"] = False
        return self.cleaned_data


class ChecklistForm(RowForm):
    label = forms.CharField(
        label=_("point à vérifier"),
        max_length=250,
        help_text=_("« Le budget est équilibré », « Le public vient des quartiers »."),
    )


ROW_FORMS: Mapping[type[models.Model], type[RowForm]] = {
    Envelope: EnvelopeForm,
    Committee: CommitteeForm,
    CallDate: DateForm,
    Question: QuestionForm,
    WantedAttachment: AttachmentForm,
    ChecklistItem: ChecklistForm,
}


class RuleForm(forms.Form):
    source = forms.CharField(
        label=_("source"),
        max_length=250,
        help_text=_("La loi, le contrat, la décision du comité de pilotage."),
    )
    as_of = forms.DateField(label=_("à la date du"), required=False)
    field_order = ["value"]

    def __init__(self, *args: Any, rule: EffectiveRule, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "value": None if rule.is_limit_off else rule.value,
            "source": rule.source,
            "as_of": rule.as_of,
        }
        super().__init__(*args, **kwargs)
        if is_money(rule.code):
            self.fields["value"] = EurosField(label=rule.label)
        else:
            top = 100 if is_percentage(rule.code) else 1000
            self.fields["value"] = forms.IntegerField(label=rule.label, min_value=0, max_value=top)
        self.order_fields(self.field_order)


class GraceForm(forms.Form):
    organization = forms.ModelChoiceField(
        label=_("structure"), queryset=Organization.objects.none()
    )
    until = MomentField(label=_("jusqu’au"), help_text=_("Jour et heure de Paris."))
    reason = forms.CharField(
        label=_("motif"), max_length=300, help_text=_("Il reste au journal, pour l’équipe.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = choosable_organizations()  # type: ignore[attr-defined]


class CopyForm(forms.Form):
    year = forms.IntegerField(label=_("pour les actions de l’année"), max_value=2100)

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        kwargs["initial"] = {"year": call.year + 1}
        super().__init__(*args, **kwargs)
