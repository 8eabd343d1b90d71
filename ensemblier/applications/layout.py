"""How the boxes of a step are laid out: plain boxes, a grid of people, two facing columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.forms import BoundField
from django.utils.translation import gettext as _

from ensemblier.applications.accounts import (
    SUBSIDIES,
    Side,
    accounts_of,
    groups_of,
    titled,
)
from ensemblier.applications.checks import (
    ACTION,
    BUDGET,
    PUBLIC,
    QUESTIONS,
    STRUCTURE,
    SUBMISSION,
)
from ensemblier.applications.forms import StepForm
from ensemblier.applications.forms.steps import expected_areas, funders_of
from ensemblier.applications.models import Application
from ensemblier.applications.operations.values.keepers import the_call
from ensemblier.indicators.enums import AgeBand, Sex


@dataclass
class Box:
    """A box of a table: its field, last year's figure, whether a renewal asks to look again."""

    field: BoundField
    last_year: str = ""
    is_to_review: bool = False
    # The heading above has the same words: said to those who do not see it, not shown twice.
    is_named_above: bool = False


@dataclass
class Row:
    label: str
    boxes: list[Box]
    is_heading: bool = False
    more: list[Box] = field(default_factory=list)


@dataclass
class Part:
    """`kind` names the template: fields, grid, budget. `corner` names the lines of a grid."""

    kind: str
    title: str = ""
    lead: str = ""
    boxes: list[Box] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    corner: str = ""
    rows: list[Row] = field(default_factory=list)
    columns: list[Any] = field(default_factory=list)
    is_folded: bool = False


def parts_of(step: str, form: StepForm, application: Application) -> list[Part]:
    return list(LAYOUTS[step](form, application))


def box(form: StepForm, key: str) -> Box:
    is_to_review = key in form.review
    return Box(form[key], form.last_year.get(key, ""), is_to_review)


def _fields(form: StepForm, title: str, keys: Iterable[str], lead: str = "") -> Part:
    return Part("fields", title, lead, boxes=[box(form, key) for key in keys if key in form.fields])


def _structure(form: StepForm, application: Application) -> Iterable[Part]:
    relations = ("approvals", "is_public_utility", "pays_commercial_taxes", "networks")
    yield _fields(form, _("Relations"), (*relations, "legal_members"))
    yield _fields(
        form,
        _("Moyens humains"),
        (
            *("members_female", "members_male", "volunteers", "volunteering", "employees"),
            *("subsidized_employees", "full_time_equivalents", "seconded"),
        ),
        _("Au 31 décembre de l’an dernier."),
    )
    yield Part(
        "budget",
        _("Budget de la structure"),
        _("Tout son budget de l’année, toutes actions comprises."),
        columns=_facing(form, "own"),
        is_folded=True,
    )


def _action(form: StepForm, application: Application) -> Iterable[Part]:
    yield _fields(form, _("Ce que vous voulez faire"), ("title", "node-main", "node-others"))
    words = ("needs", "objectives", "description", "public_summary")
    yield _fields(form, _("Avec vos mots"), words)
    yield _fields(form, _("Quand et où"), ("starts_on", "ends_on", "place"))
    areas = [key for key in form.fields if key.startswith("area-")]
    yield Part(
        "shares",
        _("D’où viennent les gens"),
        _("La part de chaque territoire, en pour cent. Le total fait 100\u00a0%."),
        boxes=[box(form, key) for key in areas],
    )
    means = ("means", "volunteers", "employees", "full_time_equivalents")
    yield _fields(form, _("Avec quoi et avec qui"), means)


def _public(form: StepForm, application: Application) -> Iterable[Part]:
    yield _fields(form, _("Pour qui"), ("beneficiaries",))
    places = expected_areas(application, the_call(application), form.kept)
    for area, label in places:
        rows = [
            Row(
                str(band.label),
                [box(form, f"audience-{area}-{band}-{sex}") for sex in Sex],
            )
            for band in AgeBand
        ]
        yield Part(
            "grid",
            _("Personnes attendues\u00a0: %(place)s") % {"place": label},
            heads=[str(sex.label) for sex in Sex],
            rows=rows,
            is_folded=len(places) > 2,
        )
    planned = [key for key in form.fields if key.startswith("planned-")]
    if planned:
        yield _fields(form, _("Résultats que le plan propose de mesurer"), planned)
    yield _fields(form, _("Évaluation"), ("evaluation",))


def _budget(form: StepForm, application: Application) -> Iterable[Part]:
    funders = funders_of(the_call(application))
    yield Part(
        "requests",
        _("Ce que vous demandez"),
        _(
            "Ces montants sont repris d’eux-mêmes au compte 74. Le minimum utile est la somme "
            "en dessous de laquelle l’aide ne servirait pas."
        ),
        heads=[_("Montant demandé"), _("Minimum utile")],
        rows=[
            Row(
                funder.label,
                [box(form, f"request-{funder.pk}"), box(form, f"minimum-{funder.pk}")],
            )
            for funder in funders
        ],
    )
    yield Part(
        "budget",
        _("Budget de l’action"),
        _("Les charges d’un côté, les produits de l’autre. Les deux totaux sont égaux."),
        columns=_facing(form, "budget"),
    )
    yield _fields(form, _("Précision"), ("indirect_costs_rule",))


@dataclass
class Column:
    side: str
    title: str
    total: str
    groups: list[Row]
    in_kind: list[Row]


def _facing(form: StepForm, prefix: str) -> list[Column]:
    titles = {Side.EXPENSE: _("Charges"), Side.INCOME: _("Produits")}
    totals = {Side.EXPENSE: _("Total des charges"), Side.INCOME: _("Total des produits")}
    return [
        Column(
            side=str(side),
            title=titles[side],
            total=totals[side],
            groups=list(_lines(form, prefix, side, in_kind=False)),
            in_kind=list(_lines(form, prefix, side, in_kind=True)),
        )
        for side in Side
    ]


def _lines(form: StepForm, prefix: str, side: Side, *, in_kind: bool) -> Iterable[Row]:
    for group in groups_of(side, in_kind=in_kind):
        boxes = [box(form, f"{prefix}-{account.code}") for account in accounts_of(group.code)]
        if len(boxes) == 1:
            boxes[0].is_named_above = True
        requests = []
        if group.code == SUBSIDIES and prefix == "budget":
            requests = [box(form, key) for key in form.fields if key.startswith("request-")]
        yield Row(titled(group.number, group.label), boxes, more=requests)


def _questions(form: StepForm, application: Application) -> Iterable[Part]:
    if form.fields:
        yield _fields(form, _("Questions de l’appel"), form.fields)


def _submission(form: StepForm, application: Application) -> Iterable[Part]:
    yield _fields(form, _("Attestations"), form.fields)


LAYOUTS = {
    STRUCTURE: _structure,
    ACTION: _action,
    PUBLIC: _public,
    BUDGET: _budget,
    QUESTIONS: _questions,
    SUBMISSION: _submission,
}
