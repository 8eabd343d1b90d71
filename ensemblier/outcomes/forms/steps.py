"""The six steps of a report, the boxes of each and how they are laid out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ensemblier.applications.accounts import ACCOUNTS
from ensemblier.applications.forms.boxes import StepForm
from ensemblier.applications.forms.steps import MOST_PEOPLE, Step
from ensemblier.applications.layout import Part, Row, box
from ensemblier.applications.operations.values import values_of
from ensemblier.core.typography import euros, number
from ensemblier.indicators.enums import AgeBand, Sex
from ensemblier.outcomes.checks import FILES, MONEY, PEOPLE, RESULTS, STORY, SUBMISSION
from ensemblier.outcomes.models import Report
from ensemblier.outcomes.queries.money import Money, MoneyLine, money_of
from ensemblier.outcomes.results import ELSEWHERE, Result, results_of
from ensemblier.ui.forms import EurosField

STEPS = (
    Step(STORY, gettext_lazy("Ce qui a été fait")),
    Step(PEOPLE, gettext_lazy("Les personnes")),
    Step(RESULTS, gettext_lazy("Les résultats")),
    Step(MONEY, gettext_lazy("L’argent")),
    Step(FILES, gettext_lazy("Photos et pièces")),
    Step(SUBMISSION, gettext_lazy("Vérifier et déposer")),
)
Boxes = dict[str, forms.Field]


def step_form(report: Report, step: str, data: Any = None) -> StepForm:
    """The form of a step, filled in with what is kept."""
    boxes = BOXES[step](report)
    form = StepForm(
        data,
        fields=boxes,
        kept=values_of(report),
        edition=report.edition,
        last_year=_expected(report) if step == PEOPLE else None,
        beside=_("Attendu"),
    )
    return form


def parts_of(step: str, form: StepForm, report: Report) -> list[Part]:
    return list(LAYOUTS[step](form, report))


def _text(label: str, rows: int = 4, help_text: str = "") -> forms.Field:
    return forms.CharField(
        label=label,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        max_length=20_000,
    )


def _count(label: str) -> forms.Field:
    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "short"})
    return forms.IntegerField(label=label, min_value=0, max_value=MOST_PEOPLE, widget=widget)


def _figure(label: str) -> forms.Field:
    return forms.DecimalField(
        label=label,
        min_value=0,
        max_digits=14,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short"}),
    )


def _story_boxes(report: Report) -> Boxes:
    return {
        "narrative": _text(
            _("ce qui a été fait"), 6, _("Racontez simplement\u00a0: quoi, comment.")
        ),
        "dates_and_places": _text(_("dates et lieux"), 3),
        "beneficiaries": _text(_("public touché"), 3, _("Qui est venu, qui n’est pas venu.")),
        "objectives_reached": _text(
            _("objectifs atteints"), 4, _("Ce qui a changé pour les habitants, à quoi on le voit.")
        ),
        "difficulties": _text(_("difficultés et suites"), 3),
    }


def _story(form: StepForm, report: Report) -> Iterable[Part]:
    yield _boxes(form, _("Avec vos mots"), form.fields)


def _boxes(form: StepForm, title: str, keys: Iterable[str], lead: str = "") -> Part:
    return Part("fields", title, lead, boxes=[box(form, key) for key in keys])


def _places(report: Report) -> list[tuple[str, str]]:
    rows = [row.area for row in report.application.areas.select_related("area") if row.area]
    return [*((str(area.pk), area.name) for area in rows), (ELSEWHERE, _("ailleurs"))]


def _people_boxes(report: Report) -> Boxes:
    return {
        f"reached-{area}-{band}-{sex}": _count(f"{band.label}, {sex.label}, {place}")
        for area, place in _places(report)
        for band in AgeBand
        for sex in Sex
    }


def _expected(report: Report) -> dict[str, str]:
    """The people that the application expected, in grey beside the boxes."""
    return {
        f"reached-{row.area_id or ELSEWHERE}-{row.age_band}-{row.sex}": number(row.number)
        for row in report.application.audience.all()
    }


def _people(form: StepForm, report: Report) -> Iterable[Part]:
    places = _places(report)
    lead = (
        _("Sous une case, en petit\u00a0: ce que le dossier attendait.") if form.last_year else ""
    )
    for area, place in places:
        yield Part(
            "grid",
            _("Personnes touchées\u00a0: %(place)s") % {"place": place},
            lead=lead,
            heads=[str(sex.label) for sex in Sex],
            rows=[
                Row(str(band.label), [box(form, f"reached-{area}-{band}-{sex}") for sex in Sex])
                for band in AgeBand
            ],
            is_folded=len(places) > 2 and area == ELSEWHERE,
        )


def _result_boxes(report: Report) -> Boxes:
    boxes: Boxes = {}
    for item in results_of(report):
        for cell in item.cells:
            label = cell.name or item.label
            boxes[cell.key] = _text(label, 3) if item.is_in_words else _figure(label)
    return boxes


def _results(form: StepForm, report: Report) -> Iterable[Part]:
    for item in results_of(report):
        if len(item.cells) == 1:
            yield _boxes(form, item.label, [item.cells[0].key], _awaited(item))
        else:
            yield Part(
                "grid",
                item.label,
                _awaited(item),
                heads=item.heads or [_("Nombre")],
                corner=_("Qui"),
                rows=[
                    Row(label or _("Tous"), [box(form, cell.key) for cell in cells])
                    for label, cells in item.rows
                ],
            )


def _awaited(item: Result) -> str:
    unit = item.indicator.unit
    said = [_("Attendu\u00a0: %(value)s.") % {"value": item.expected}] if item.expected else []
    if unit and not item.is_in_words:
        said.append(_("Compté en %(unit)s.") % {"unit": unit})
    return " ".join(said)


def _money_boxes(report: Report) -> Boxes:
    boxes: Boxes = {}
    money = money_of(report)
    for line in money.lines:
        boxes[line.key] = EurosField(label=line.name, help_text=_planned(line))
        boxes[line.why_key] = _text(_("explication de l’écart, %(line)s") % {"line": line.name}, 2)
    for code, account in ACCOUNTS.items():
        boxes.setdefault(f"actual-{code}", EurosField(label=account.title))
        boxes.setdefault(
            f"why-{code}", _text(_("explication de l’écart, %(line)s") % {"line": account.title}, 2)
        )
    boxes["indirect_costs_rule"] = _text(_("comment les charges indirectes sont réparties"), 2)
    boxes["volunteering"] = _text(_("bénévolat et contributions en nature"), 2)
    return boxes


def _planned(line: MoneyLine) -> str:
    if line.planned != line.expected:
        return _("demandé %(planned)s, accordé %(expected)s") % {
            "planned": euros(line.planned),
            "expected": euros(line.expected),
        }
    return _("prévu %(planned)s") % {"planned": euros(line.planned)}


def _money(form: StepForm, report: Report) -> Iterable[Part]:
    money = money_of(report)
    lead = _lead(money)
    for part in money.parts:
        lines = [line for line in part.lines if line.planned or line.actual is not None]
        if lines:
            yield Part("money", part.label, lead, rows=[_line(form, line) for line in lines])
            lead = ""
    yield Part(
        "money",
        _("Autres lignes du budget"),
        _("Pour une dépense ou une recette qui n’était pas prévue."),
        rows=[_unplanned(form, code) for code in _unused(money)],
        is_folded=True,
    )
    yield _boxes(form, _("Précisions"), ("indirect_costs_rule", "volunteering"))


def _lead(money: Money) -> str:
    return _(
        "Écrivez 0 quand rien n’a été dépensé. Un écart de plus de %(percent)s\u00a0%% "
        "est expliqué."
    ) % {"percent": money.threshold}


def _line(form: StepForm, line: MoneyLine) -> Row:
    return Row(line.name, [box(form, line.key), box(form, line.why_key)], is_heading=line.is_far)


def _unused(money: Money) -> list[str]:
    used = {line.account.code for line in money.lines if not line.label}
    used -= {line.account.code for line in money.lines if not line.planned and line.actual is None}
    return [code for code in ACCOUNTS if code not in used]


def _unplanned(form: StepForm, code: str) -> Row:
    return Row(ACCOUNTS[code].title, [box(form, f"actual-{code}"), box(form, f"why-{code}")])


def _no_boxes(report: Report) -> Boxes:
    return {}


def _no_parts(form: StepForm, report: Report) -> Iterable[Part]:
    return []


def _signature_boxes(report: Report) -> Boxes:
    return {
        "signed_by": forms.CharField(label=_("nom et prénom de qui signe"), max_length=150),
        "signed_as": forms.CharField(label=_("en qualité de"), max_length=150),
    }


def _signature(form: StepForm, report: Report) -> Iterable[Part]:
    yield _boxes(
        form,
        _("Signature"),
        form.fields,
        _("La personne qui signe certifie exactes les informations de ce bilan."),
    )


BOXES = {
    STORY: _story_boxes,
    PEOPLE: _people_boxes,
    RESULTS: _result_boxes,
    MONEY: _money_boxes,
    FILES: _no_boxes,
    SUBMISSION: _signature_boxes,
}
LAYOUTS = {
    STORY: _story,
    PEOPLE: _people,
    RESULTS: _results,
    MONEY: _money,
    FILES: _no_parts,
    SUBMISSION: _signature,
}
