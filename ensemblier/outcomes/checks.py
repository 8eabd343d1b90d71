"""What a report still lacks, a sentence each, and the step where to look."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from ensemblier.applications.checks import Obstacle
from ensemblier.core.typography import euros
from ensemblier.outcomes.models import Report
from ensemblier.outcomes.queries.money import Money, money_of

STORY, PEOPLE, RESULTS, MONEY = "recit", "public", "resultats", "budget"
FILES, SUBMISSION = "pieces", "depot"


def obstacles_of(report: Report, money: Money | None = None) -> list[Obstacle]:
    """All that keeps `report` from being submitted, in the order of the form."""
    money = money or money_of(report)
    return [*_story(report), *_money(money), *_signature(report)]


def _story(report: Report) -> Iterable[Obstacle]:
    wanted = {
        "narrative": _("Racontez ce qui a été fait."),
        "dates_and_places": _("Dites quand et où l’action a eu lieu."),
        "objectives_reached": _("Dites si les objectifs ont été atteints."),
    }
    for key, sentence in wanted.items():
        if not getattr(report, key).strip():
            yield Obstacle(STORY, sentence, key)


def _money(money: Money) -> Iterable[Obstacle]:
    for line in money.untold:
        yield Obstacle(
            MONEY,
            _("Indiquez le montant réalisé de la ligne «\u00a0%(line)s\u00a0», zéro compris.")
            % {"line": line.name},
            line.key,
        )
    for line in money.lines:
        if line.lacks_reason:
            yield Obstacle(MONEY, _far(line.name, line.expected, line.actual or 0), line.why_key)


def _far(name: str, expected: int, actual: int) -> str:
    return _(
        "Expliquez l’écart de la ligne «\u00a0%(line)s\u00a0»\u00a0: %(expected)s prévus, "
        "%(actual)s réalisés."
    ) % {"line": name, "expected": euros(expected), "actual": euros(actual)}


def _signature(report: Report) -> Iterable[Obstacle]:
    if not report.signed_by.strip():
        yield Obstacle(SUBMISSION, _("Écrivez le nom de la personne qui signe."), "signed_by")
    if not report.signed_as.strip():
        yield Obstacle(SUBMISSION, _("Dites en quelle qualité elle signe."), "signed_as")


def warnings_of(report: Report, money: Money) -> list[Obstacle]:
    """What looks odd and keeps nobody from submitting."""
    found = []
    if not report.reached.exists():
        found.append(Obstacle(PEOPLE, _("Aucune personne touchée n’est indiquée.")))
    expected = set(report.application.expected.values_list("indicator_id", flat=True))
    if expected - set(report.measured.values_list("indicator_id", flat=True)):
        found.append(Obstacle(RESULTS, _("Des indicateurs attendus n’ont pas de résultat.")))
    gap = money.actual.difference
    if gap and not money.untold:
        sentence = (
            _("L’action a coûté %(amount)s de plus que ses produits.")
            if gap > 0
            else _("Les produits dépassent les charges de %(amount)s.")
        )
        found.append(Obstacle(MONEY, sentence % {"amount": euros(abs(gap))}))
    if not report.files.exists():
        found.append(Obstacle(FILES, _("Aucune photo ni feuille d’émargement n’est jointe.")))
    return found
