"""The six steps of the form and the boxes of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ensemblier.applications.accounts import ACCOUNTS
from ensemblier.applications.checks import (
    ACTION,
    BUDGET,
    PUBLIC,
    QUESTIONS,
    STRUCTURE,
    SUBMISSION,
)
from ensemblier.applications.forms.boxes import PercentField, StepForm
from ensemblier.applications.models import Application, BearerYear
from ensemblier.applications.operations.values import Values, values_of
from ensemblier.applications.operations.values.keepers import (
    ELSEWHERE,
    planned_indicators,
    the_call,
)
from ensemblier.calls.enums import QuestionKind
from ensemblier.calls.models import Call, Question
from ensemblier.core.lifecycle import Text
from ensemblier.core.typography import euros, number
from ensemblier.indicators.enums import AgeBand, Sex
from ensemblier.plans.enums import IndicatorKind
from ensemblier.ui.forms import EurosField

MOST_PEOPLE = 1_000_000


@dataclass(frozen=True)
class Step:
    slug: str
    title: Text


STEPS = (
    Step(STRUCTURE, gettext_lazy("La structure")),
    Step(ACTION, gettext_lazy("L’action")),
    Step(PUBLIC, gettext_lazy("Le public")),
    Step(BUDGET, gettext_lazy("Le budget")),
    Step(QUESTIONS, gettext_lazy("Questions et pièces")),
    Step(SUBMISSION, gettext_lazy("Vérifier et déposer")),
)


def steps_of(application: Application) -> tuple[Step, ...]:
    """A later year of a series says its money only: all the rest is said in the first."""
    if application.series_id and application.series_rank > 1 and application.call_id is None:
        return tuple(step for step in STEPS if step.slug == BUDGET)
    return STEPS


PREFIXES = {
    ACTION: {"", "node", "area"},
    PUBLIC: {"", "audience", "planned", "area"},
    BUDGET: {"", "budget", "request", "minimum"},
    QUESTIONS: {"answer"},
    SUBMISSION: {""},
}


def step_form(application: Application, step: str, data: Any = None) -> StepForm:
    """The form of a step, filled in with what is kept."""
    if step == STRUCTURE:
        return _bearer_form(application, data)
    kept = values_of(application, PREFIXES[step])
    fields = dict(BOXES[step](application, the_call(application), kept))
    return StepForm(
        data,
        fields=fields,
        kept=kept,
        edition=application.edition,
        review=application.needs_review,
        last_year=_last_year(application, step, fields),
    )


def _bearer_form(application: Application, data: Any) -> StepForm:
    bearer, year = application.action.bearer, application.year
    told = BearerYear.objects.filter(organization=bearer, year=year).first()
    before = BearerYear.objects.filter(organization=bearer, year__lt=year).first()
    fields = dict(_bearer_boxes())
    last_year = {}
    if before:
        form = StepForm(fields=dict(_bearer_boxes()), kept={}, edition=0)
        last_year = {key: form.said(key, value) for key, value in values_of(before).items()}
    return StepForm(
        data,
        fields=fields,
        kept=values_of(told) if told else {},
        edition=told.edition if told else 0,
        last_year=last_year,
    )


def previous_of(application: Application) -> Application | None:
    """The same action the year before."""
    if application.renewed_from:
        return application.renewed_from
    return (
        Application.objects.filter(action=application.action_id, year__lt=application.year)
        .order_by("-year")
        .first()
    )


def _last_year(
    application: Application, step: str, fields: dict[str, forms.Field]
) -> dict[str, str]:
    """Figures only: words are in the boxes already when they were carried over."""
    if step not in {PUBLIC, BUDGET}:
        return {}
    before = previous_of(application)
    if before is None:
        return {}
    said = {}
    for key, value in values_of(before, PREFIXES[step]).items():
        if key not in fields or isinstance(value, str):
            continue
        is_money = isinstance(fields[key], EurosField)
        said[key] = euros(value) if is_money else number(value)
    return said


Boxes = Iterable[tuple[str, forms.Field]]


def _text(label: str, rows: int = 4, help_text: str = "", **options: Any) -> forms.Field:
    return forms.CharField(
        label=label,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        max_length=options.pop("max_length", 20_000),
        **options,
    )


def _line(label: str, help_text: str = "", max_length: int = 200) -> forms.Field:
    return forms.CharField(label=label, help_text=help_text, max_length=max_length)


def _count(label: str) -> forms.Field:
    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "short"})
    return forms.IntegerField(label=label, min_value=0, max_value=MOST_PEOPLE, widget=widget)


def _full_time(label: str) -> forms.Field:
    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "short"})
    return forms.DecimalField(
        label=label,
        min_value=0,
        max_digits=6,
        decimal_places=2,
        localize=True,
        widget=widget,
        help_text=_("Par exemple 1,5 pour une personne et demie à temps plein."),
    )


def _bearer_boxes() -> Boxes:
    yield "approvals", _text(_("agréments"), 2)
    yield "is_public_utility", forms.BooleanField(label=_("reconnue d’utilité publique"))
    yield (
        "pays_commercial_taxes",
        forms.BooleanField(label=_("assujettie aux impôts commerciaux")),
    )
    yield "networks", _text(_("unions, fédérations, réseaux"), 2)
    yield "legal_members", _text(_("personnes morales adhérentes"), 2)
    labels = {
        "members_female": _("adhérentes"),
        "members_male": _("adhérents"),
        "volunteers": _("bénévoles"),
        "volunteering": _("volontaires (service civique…)"),
        "employees": _("salariés"),
        "subsidized_employees": _("dont emplois aidés"),
        "seconded": _("personnes mises à disposition"),
    }
    for name, label in labels.items():
        yield name, _count(label)
    yield "full_time_equivalents", _full_time(_("équivalents temps plein"))
    for code, account in ACCOUNTS.items():
        yield f"own-{code}", EurosField(label=account.title)


def _action_boxes(application: Application, call: Call, kept: Values) -> Boxes:
    yield "title", _line(_("titre de l’action"))
    nodes = [(row.node_id, str(row.node)) for row in call.themes.select_related("node")]
    yield (
        "node-main",
        forms.TypedChoiceField(
            label=_("thème principal"),
            choices=[("", _("– Choisissez –")), *nodes],
            coerce=int,
            empty_value=None,
            help_text=_("Celui auquel l’action répond d’abord."),
        ),
    )
    yield (
        "node-others",
        forms.TypedMultipleChoiceField(
            label=_("autres thèmes"), choices=nodes, coerce=int, widget=forms.CheckboxSelectMultiple
        ),
    )
    yield (
        "needs",
        _text(_("à quel besoin cela répond"), 3, _("Qui l’a dit, comment vous le savez.")),
    )
    yield "objectives", _text(_("objectifs"), 3, _("Ce qui aura changé à la fin."))
    yield "description", _text(_("description"), 6, _("Ce que vous ferez, pas à pas."))
    yield (
        "public_summary",
        _text(
            _("résumé pour le public"),
            2,
            _("Deux phrases que tout le monde pourra lire si l’action est aidée."),
            max_length=600,
        ),
    )
    yield "starts_on", forms.DateField(label=_("commence le"))
    yield "ends_on", forms.DateField(label=_("finit le"))
    yield "place", _text(_("lieux"), 2, _("Adresses, salles, places, parcs."))
    for key, label in area_boxes(call):
        yield key, PercentField(label=label)
    yield "means", _text(_("moyens matériels et humains"), 3)
    yield "volunteers", _count(_("bénévoles dans l’action"))
    yield "employees", _count(_("salariés dans l’action"))
    yield "full_time_equivalents", _full_time(_("équivalents temps plein dans l’action"))


def area_boxes(call: Call) -> list[tuple[str, str]]:
    rows = [(f"area-{area.pk}", area.name) for area in call.areas.all()]
    return [*rows, (f"area-{ELSEWHERE}", _("ailleurs"))]


def expected_areas(application: Application, call: Call, kept: Values) -> list[tuple[str, str]]:
    """(part of the key, name) of the places whose people are counted: those with a share."""
    chosen = [(key, label) for key, label in area_boxes(call) if kept.get(key)]
    known = {key.split("-")[1] for key in kept if key.startswith("audience-")}
    rows = chosen or area_boxes(call)
    rows += [pair for pair in area_boxes(call) if pair not in rows and pair[0][5:] in known]
    return [(key.removeprefix("area-"), label) for key, label in rows]


def _public_boxes(application: Application, call: Call, kept: Values) -> Boxes:
    yield "beneficiaries", _text(_("public visé"), 3, _("Qui vient, comment vous les rencontrez."))
    for area, place in expected_areas(application, call, kept):
        for band in AgeBand:
            for sex in Sex:
                label = f"{band.label}, {sex.label}, {place}"
                yield f"audience-{area}-{band}-{sex}", _count(label)
    for planned in planned_indicators(application):
        label = f"{planned.label} ({planned.unit})" if planned.unit else planned.label
        if planned.kind == IndicatorKind.QUALITATIVE:
            yield f"planned-{planned.pk}", _text(label, 2)
        else:
            yield (
                f"planned-{planned.pk}",
                forms.DecimalField(
                    label=label,
                    min_value=0,
                    max_digits=14,
                    decimal_places=2,
                    localize=True,
                    widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short"}),
                ),
            )
    yield "evaluation", _text(_("comment l’action sera évaluée"), 3)


def _budget_boxes(application: Application, call: Call, kept: Values) -> Boxes:
    for code, account in ACCOUNTS.items():
        yield f"budget-{code}", EurosField(label=account.title)
    for funder in funders_of(call):
        yield f"request-{funder.pk}", EurosField(label=funder.label)
        yield (
            f"minimum-{funder.pk}",
            EurosField(label=_("minimum utile, %(funder)s") % {"funder": funder.label}),
        )
    yield "indirect_costs_rule", _text(_("comment les charges indirectes sont réparties"), 2)


def funders_of(call: Call) -> list[Any]:
    envelopes = call.envelopes.select_related("funder")
    return list({envelope.funder_id: envelope.funder for envelope in envelopes}.values())


def _question_boxes(application: Application, call: Call, kept: Values) -> Boxes:
    for question in call.questions.all():
        if question.kind != QuestionKind.FILE:
            yield f"answer-{question.pk}", question_field(question)


def question_field(question: Question) -> forms.Field:
    told: dict[str, Any] = {"label": question.label, "help_text": question.help_text}
    if question.kind in {QuestionKind.CHOICE, QuestionKind.CHOICES}:
        return _choice_field(question, told)
    made = {
        QuestionKind.LONG_TEXT: lambda: _text(question.label, 4, question.help_text),
        QuestionKind.NUMBER: lambda: AnsweredNumber(
            localize=True, widget=forms.TextInput(), max_digits=14, **told
        ),
        QuestionKind.AMOUNT: lambda: EurosField(**told),
        QuestionKind.DATE: lambda: AnsweredDate(**told),
        QuestionKind.YES_NO: lambda: YesNoField(**told),
        QuestionKind.TEXT: lambda: _line(question.label, question.help_text, 500),
    }
    return made[QuestionKind(question.kind)]()


def _choice_field(question: Question, told: dict[str, Any]) -> forms.Field:
    options = [(option, option) for option in question.options]
    if question.kind == QuestionKind.CHOICE:
        return forms.ChoiceField(choices=[("", _("– Choisissez –")), *options], **told)
    return forms.MultipleChoiceField(choices=options, widget=forms.CheckboxSelectMultiple, **told)


class AnsweredNumber(forms.DecimalField):
    """Kept as text with a point, so that no figure is rounded on its way."""

    def clean(self, value: Any) -> Any:
        figure = super().clean(value)
        return "" if figure is None else str(figure)

    def prepare_value(self, value: Any) -> Any:
        return value.replace(".", ",") if isinstance(value, str) else value


class YesNoField(forms.TypedChoiceField):
    """Three states: yes, no, and not answered yet."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            choices=[("", _("– Choisissez –")), ("yes", _("oui")), ("no", _("non"))],
            coerce=lambda said: said == "yes",
            empty_value=None,
            **options,
        )

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


class AnsweredDate(forms.DateField):
    """Kept as an ISO date."""

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        return "" if day is None else day.isoformat()


def _submission_boxes(application: Application, call: Call, kept: Values) -> Boxes:
    yield "attested_by", _line(_("nom et prénom de qui atteste"), max_length=150)
    yield (
        "attested_as",
        _line(
            _("en qualité de"),
            _("Représentant légal, ou personne qui a reçu son pouvoir."),
            max_length=150,
        ),
    )
    yield (
        "attests_accuracy",
        forms.BooleanField(
            label=_("les informations de ce dossier sont exactes et sincères"),
        ),
    )
    yield (
        "attests_duties",
        forms.BooleanField(
            label=_(
                "la structure est à jour de ses obligations administratives, comptables, sociales "
                "et fiscales"
            ),
        ),
    )
    yield (
        "attests_cer",
        forms.BooleanField(
            label=_(
                "l’association a souscrit au contrat d’engagement républicain et en a informé "
                "ses membres"
            ),
            help_text=_("Loi du 12 avril 2000, article 10-1\u00a0; décret du 31 décembre 2021."),
        ),
    )


BOXES = {
    ACTION: _action_boxes,
    PUBLIC: _public_boxes,
    BUDGET: _budget_boxes,
    QUESTIONS: _question_boxes,
    SUBMISSION: _submission_boxes,
}
