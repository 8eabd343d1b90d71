"""What people fill in about plans."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from ensemblier.contracts.models import Contract
from ensemblier.plans.enums import (
    Breakdown,
    IndicatorKind,
    PlanKind,
    Priority,
    SpecificationKind,
    SuccessionKind,
)
from ensemblier.plans.exports import reference_name
from ensemblier.plans.models import SHORT_TITLE_LENGTH, Node, Plan, PlanVersion
from ensemblier.plans.naming import bare_code
from ensemblier.plans.operations.nodes import IndicatorFields, NodeFields
from ensemblier.territories.models import Area

EDITION = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def areas_of_contract(contract: Contract) -> QuerySet[Area]:
    return Area.objects.filter(contract_areas__contract=contract).order_by("name").distinct()


class AreasField(forms.ModelMultipleChoiceField):
    """Areas told apart by their code: a neighbourhood of 2015 and its heir share a name."""

    def label_from_instance(self, area: Area) -> str:
        return f"{area.name} ({area.code})" if area.code else area.name


class LinesField(forms.CharField):
    """One thing a line."""

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def clean(self, value: Any) -> list[str]:
        return lines_of(super().clean(value))


class PlanForm(forms.Form):
    kind = forms.ChoiceField(label=_("sorte"), choices=PlanKind.choices)
    name = forms.CharField(label=_("nom"), max_length=200)
    area = forms.ModelChoiceField(
        label=_("quartier"),
        queryset=Area.objects.none(),
        required=False,
        help_text=_("Pour un projet de quartier."),
    )
    level_names = LinesField(
        label=_("niveaux, du plus large au plus fin"),
        help_text=_(
            "Un par ligne, au singulier\u00a0: axe, orientation, objectif, action. "
            "Vous pourrez en ajouter."
        ),
    )

    def __init__(self, *args: Any, contract: Contract, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas_of_contract(contract)  # type: ignore[attr-defined]


class PlanSettingsForm(forms.Form):
    name = forms.CharField(label=_("nom"), max_length=200)
    level_names = LinesField(
        label=_("niveaux, du plus large au plus fin"),
        help_text=_("Un par ligne. Ceux d’une version publiée gardent leur nom."),
    )


class AddNodeForm(forms.Form):
    edition = EDITION
    parent = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    title = forms.CharField(
        label=_("titre"),
        max_length=2000,
        error_messages={"required": _("Donnez un titre.")},
    )
    code = forms.CharField(label=_("code"), max_length=30, required=False)


class RenumberForm(forms.Form):
    edition = EDITION
    pattern = forms.CharField(
        label=_("modèle"),
        max_length=60,
        initial="1.1.1.a",
        help_text=_("1.1.1.a ou I.A.1\u00a0: chaque partie finit par 1, a, A, I ou i."),
    )


class NodeForm(forms.Form):
    """One node, all it says; `references` are codes of the same version."""

    edition = EDITION
    title = forms.CharField(
        label=_("titre complet"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Tel qu’il est signé."),
    )
    short_title = forms.CharField(
        label=_("titre court"),
        max_length=SHORT_TITLE_LENGTH,
        required=False,
        help_text=_("Pour les listes. Laissez vide\u00a0: il vient du titre complet."),
    )
    code = forms.CharField(label=_("code"), max_length=30, required=False)
    description = forms.CharField(
        label=_("explication"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Avec des mots de tous les jours\u00a0: pourquoi, pour qui."),
    )
    priority = forms.ChoiceField(
        label=_("priorité"), required=False, choices=[("", _("sans")), *Priority.choices]
    )
    is_outside_call = forms.BooleanField(
        label=_("hors appel à projets"),
        required=False,
        help_text=_("Personne ne peut y répondre par l’appel à projets."),
    )
    areas = AreasField(
        label=_("territoires concernés"), queryset=Area.objects.none(), required=False
    )
    requirements = LinesField(
        label=_("cahier des charges"),
        required=False,
        help_text=_("Ce qui est demandé à ceux qui agissent. Un point par ligne."),
    )
    schemes = LinesField(
        label=_("financements à mobiliser d’abord"),
        required=False,
        rows=2,
        help_text=_("Un par ligne."),
    )
    references = forms.CharField(
        label=_("voir aussi"),
        required=False,
        max_length=1000,
        help_text=_("Codes d’autres éléments, séparés par des points-virgules."),
    )

    def __init__(self, *args: Any, node: Node, **kwargs: Any) -> None:
        self.node = node
        kwargs.setdefault("initial", initial_of(node))
        super().__init__(*args, **kwargs)
        chosen = Q(nodes=node) | Q(contract_areas__contract=node.contract_id)
        areas = Area.objects.filter(chosen).order_by("name").distinct()
        self.fields["areas"].queryset = areas  # type: ignore[attr-defined]

    def clean_references(self) -> list[Node]:
        asked = [word for word in re.split(r"\s*;\s*", self.cleaned_data["references"]) if word]
        if not asked:
            return []
        nodes = Node.objects.filter(version=self.node.version_id)
        known = {bare_code(reference_name(node)): node for node in nodes}
        lost = [code for code in asked if bare_code(code) not in known]
        if lost:
            raise forms.ValidationError(
                _t("Aucun élément n’a le code %(codes)s.") % {"codes": ", ".join(lost)}
            )
        return [known[bare_code(code)] for code in asked]

    def fields_of_node(self, indicators: list[IndicatorFields]) -> NodeFields:
        values = self.cleaned_data
        return NodeFields(
            title=values["title"],
            short_title=values["short_title"],
            code=values["code"],
            description=values["description"],
            priority=values["priority"],
            is_outside_call=values["is_outside_call"],
            areas=list(values["areas"]),
            specifications=[
                *((SpecificationKind.REQUIREMENT.value, text) for text in values["requirements"]),
                *((SpecificationKind.SCHEME.value, text) for text in values["schemes"]),
            ],
            references=values["references"],
            indicators=indicators,
        )


def initial_of(node: Node) -> dict[str, Any]:
    """What the form shows of a node."""
    items = list(node.specifications.all())
    links = node.references.select_related("target").order_by("target__path")
    return {
        "edition": node.version.edition,
        "title": node.title,
        "short_title": node.short_title,
        "code": node.code,
        "description": node.description,
        "priority": node.priority,
        "is_outside_call": node.is_outside_call,
        "areas": [area.pk for area in node.areas.all()],
        "requirements": "\n".join(
            item.text for item in items if item.kind == SpecificationKind.REQUIREMENT
        ),
        "schemes": "\n".join(item.text for item in items if item.kind == SpecificationKind.SCHEME),
        "references": " ; ".join(reference_name(link.target) for link in links),
    }


class IndicatorForm(forms.Form):
    """A row; without a label it is no indicator."""

    label = forms.CharField(label=_("libellé"), required=False, max_length=1000)
    kind = forms.ChoiceField(label=_("sorte"), choices=IndicatorKind.choices)
    unit = forms.CharField(label=_("unité"), required=False, max_length=60)
    breakdowns = forms.MultipleChoiceField(
        label=_("réparti par"), required=False, choices=Breakdown.choices
    )


IndicatorFormSet = forms.formset_factory(IndicatorForm, extra=1, max_num=40, validate_max=True)


def indicators_of(node: Node) -> list[dict[str, Any]]:
    return [
        {
            "label": item.label,
            "kind": item.kind,
            "unit": item.unit,
            "breakdowns": list(item.breakdowns),
        }
        for item in node.indicators.all()
    ]


def indicators_in(formset: Any) -> list[IndicatorFields]:
    return [
        form.cleaned_data for form in formset.forms if form.cleaned_data.get("label", "").strip()
    ]


class PublishForm(forms.Form):
    edition = EDITION
    effective_on = forms.DateField(
        label=_("en vigueur depuis le"),
        help_text=_("Le site public montre cette version à partir de ce jour."),
    )
    title = forms.CharField(
        label=_("intitulé"),
        required=False,
        max_length=150,
        help_text=_("Par exemple\u00a0: révision de 2027."),
    )


class SuccessionForm(forms.Form):
    """What becomes of one node of the version before; `targets` are codes of the draft."""

    kind = forms.ChoiceField(
        label=_("ce qu’il devient"),
        required=False,
        choices=[
            ("", _("à décider")),
            (SuccessionKind.DROPPED, _("abandonné")),
            (SuccessionKind.REWORDED, _("reformulé dans…")),
            (SuccessionKind.MERGED, _("fusionné dans…")),
            (SuccessionKind.SPLIT, _("scindé en…")),
        ],
    )
    targets = forms.CharField(
        label=_("codes d’arrivée, séparés par des points-virgules"), required=False, max_length=300
    )

    def __init__(self, *args: Any, nodes: Sequence[Node], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_code = {bare_code(node.code): node for node in nodes if node.code}

    def clean_targets(self) -> list[Node]:
        codes = [word for word in re.split(r"\s*[;,]\s*", self.cleaned_data["targets"]) if word]
        lost = [code for code in codes if bare_code(code) not in self.by_code]
        if lost:
            raise forms.ValidationError(
                _t("Aucun élément n’a le code %(codes)s.") % {"codes": ", ".join(lost)}
            )
        return [self.by_code[bare_code(code)] for code in codes]


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("document"),
        help_text=_(
            "Texte, Markdown, PDF, Word, Excel ou CSV\u00a0; ou un plan exporté d’ici "
            "(XLSX, CSV, JSON) et modifié. 20\u00a0Mo au plus."
        ),
    )
    plan = forms.ModelChoiceField(
        label=_("plan à mettre à jour"),
        queryset=Plan.objects.none(),
        required=False,
        empty_label=_("aucun\u00a0: c’est un nouveau plan"),
    )
    name = forms.CharField(label=_("nom du nouveau plan"), max_length=200, required=False)
    kind = forms.ChoiceField(
        label=_("sorte du nouveau plan"), choices=PlanKind.choices, required=False
    )
    area = forms.ModelChoiceField(
        label=_("quartier"),
        queryset=Area.objects.none(),
        required=False,
        help_text=_("Pour un projet de quartier."),
    )

    def __init__(self, *args: Any, contract: Contract, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plans = Plan.objects.filter(contract=contract)
        self.fields["plan"].queryset = plans  # type: ignore[attr-defined]
        self.fields["area"].queryset = areas_of_contract(contract)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not values.get("plan"):
            if not values.get("name"):
                self.add_error("name", _t("Donnez un nom, ou choisissez le plan à mettre à jour."))
            if values.get("kind") == PlanKind.NEIGHBOURHOOD and not values.get("area"):
                self.add_error("area", _t("Un projet de quartier dit de quel quartier il parle."))
        return values


class ReadNodeForm(forms.Form):
    """A node as it was read, corrected on the preview."""

    title = forms.CharField(label=_("titre"), max_length=2000)
    code = forms.CharField(label=_("code"), max_length=30, required=False)
    level = forms.TypedChoiceField(label=_("niveau"), coerce=int)
    priority = forms.ChoiceField(
        label=_("priorité"), required=False, choices=[("", _("sans")), *Priority.choices]
    )
    outside_call = forms.BooleanField(label=_("hors appel à projets"), required=False)

    def __init__(self, *args: Any, levels: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [*levels, _t("un niveau de plus")]
        choices = list(enumerate(names))
        self.fields["level"].choices = choices  # type: ignore[attr-defined]


class LevelNamesForm(forms.Form):
    names = LinesField(label=_("noms des niveaux"), help_text=_("Un par ligne, dans l’ordre."))


class AlignForm(forms.Form):
    """Two nodes that serve the same end, one of each plan, by theme."""

    source = forms.ModelChoiceField(queryset=Node.objects.none(), label=_("ici"))
    target = forms.ModelChoiceField(queryset=Node.objects.none(), label=_("en face"))
    note = forms.CharField(label=_("en quoi"), required=False, max_length=250)

    def __init__(self, *args: Any, left: PlanVersion, right: PlanVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, version in (("source", left), ("target", right)):
            nodes = Node.objects.filter(version=version).select_related("theme__plan")
            self.fields[name].queryset = nodes  # type: ignore[attr-defined]


class LineForm(forms.Form):
    """Where a line that was not understood goes; `code` names the node it goes to."""

    how = forms.ChoiceField(
        label=_("ce qu’elle est"),
        required=False,
        choices=[
            ("", _("à décider")),
            ("specification", _("cahier des charges de…")),
            ("indicator", _("indicateur de…")),
            ("description", _("explication de…")),
            ("title", _("suite du titre de…")),
            ("child", _("nouvel élément dans…")),
            ("ignore", _("à laisser de côté")),
        ],
    )
    code = forms.CharField(label=_("code de l’élément"), required=False, max_length=30)


class GroupItemForm(forms.Form):
    """Who of a group gets an item that was said of all."""

    to = forms.ChoiceField(label=_("pour"), required=False)

    def __init__(self, *args: Any, members: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            ("", _t("à décider")),
            ("all", _t("tous")),
            *members,
            ("none", _t("aucun")),
        ]


class CommentForm(forms.Form):
    """What to say is checked by the operation; `theme` names an element, or the plan when empty."""

    theme = forms.CharField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Votre commentaire"),
        help_text=_("Seules les personnes qui ont un droit sur ce contrat le lisent."),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
