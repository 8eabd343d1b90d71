"""`ensemblier draw POOL.csv QUOTAS.csv --seats N --digits 417`: the fairest lottery, its panel."""

from __future__ import annotations

import importlib.metadata
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ensemblier.core.commands import Command as BaseCommand
from ensemblier.core.commands import progress
from ensemblier.core.exceptions import InvalidInput
from ensemblier.core.spreadsheets import write_csv
from ensemblier.core.typography import number
from ensemblier.draws.lottery import (
    Alternates,
    InfeasibleQuotas,
    Limit,
    LimitKind,
    Lottery,
    Problem,
    Relaxation,
    alternates_of,
    certificate_of,
    check_column,
    check_enough,
    file_of,
    fingerprint_of,
    lottery_of,
    new_code,
    number_of,
    problem_of,
    read_pool,
    read_quotas,
    with_outcome,
)

STEPS = 1000
T = TypeVar("T")


class Command(BaseCommand):
    help = (
        "Draws a panel by the fairest lottery that the quotas allow. Rows are numbered from 0, "
        "the first under the header being row 0."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("pool", type=Path, help="CSV, XLSX or ODS, one person per row")
        parser.add_argument("quotas", type=Path, help="feature,value,min,max[,min_flex,max_flex]")
        parser.add_argument("--seats", required=True)
        parser.add_argument("--digits", required=True, help="three digits drawn in public, as 417")
        parser.add_argument(
            "--same-address",
            nargs="+",
            default=[],
            metavar="COLUMN",
            help="columns of the address, as street,zip: one person",
        )
        parser.add_argument(
            "--alternates", default="0", metavar="N", help="alternates beside each panel"
        )
        parser.add_argument(
            "--seed", default="0", help="orders equals; chances do not depend on it"
        )
        parser.add_argument("--name", default="", help="columns of the name, for fingerprints")
        parser.add_argument("--year", default="", help="column of the year of birth")
        parser.add_argument("--letters", type=Path, help="CSV to write: the code of each person")
        parser.add_argument("--certificate", type=Path, help="JSON to write: the certificate")
        parser.add_argument("--json", action="store_true", help="everything as JSON on stdout")

    def handle(self, **options: Any) -> None:
        number_of(options["digits"])
        options |= {name: _count(name, options[name]) for name in ("seats", "alternates")}
        people = _read(read_pool, options["pool"])
        problem = problem_of(
            people,
            _read(read_quotas, options["quotas"]),
            seats=options["seats"],
            same_address=_columns(",".join(options["same_address"])),
        )
        identities = list(_identities(problem, options))
        lottery, alternates = self._drawn(problem, options)
        codes = [new_code() for _person in people]
        certificate = _certificate(
            problem, lottery, alternates, identities, codes, options["digits"]
        )
        if options["letters"]:
            rows = list(enumerate(codes))
            _write(options["letters"], write_csv([_("numéro"), _("code")], rows))
        if options["certificate"]:
            _write(options["certificate"], file_of(certificate))
        if options["json"]:
            told = _told(lottery, alternates, options["digits"], certificate)
            self.stdout.write(file_of(told).decode(), ending="")
        else:
            self._sum_up(lottery, options["digits"])
            if alternates:
                self._sum_up_alternates(alternates, options["digits"])

    def _drawn(
        self, problem: Problem, options: dict[str, Any]
    ) -> tuple[Lottery, Alternates | None]:
        try:
            return _lotteries(problem, options["alternates"], options["seed"])
        except InfeasibleQuotas as refusal:
            sentence = sentence_of(refusal, problem.seats)
            if options["json"]:
                self.write_json({"error": sentence, **told_of(refusal)})
            raise InvalidInput(sentence) from refusal

    def _sum_up_alternates(self, alternates: Alternates, digits: str) -> None:
        self.stdout.write(
            _("Suppléants, dans l’ordre\u00a0: lignes {rows}.").format(
                rows=", ".join(map(str, alternates.of(digits)))
            )
        )
        for change in alternates.unmet:
            self.stdout.write(
                _(
                    "Pour certaines des 1\u00a0000 listes de suppléants, «\u00a0{quota}\u00a0» "
                    "va de {minimum} à {maximum}\u00a0: le vivier ne permet pas mieux."
                ).format(
                    quota=change.old.label,
                    minimum=change.new.minimum,
                    maximum=change.new.maximum,
                )
            )

    def _sum_up(self, lottery: Lottery, digits: str) -> None:
        panel = lottery.panel_of(digits)
        self.stdout.write(
            _("Panel n°\u00a0{digits}, lignes {rows} (la première est la ligne 0).").format(
                digits=digits, rows=", ".join(map(str, panel))
            )
        )
        self.stdout.write(
            _("Plus petite chance\u00a0: {least}\u00a0%. Plus grande\u00a0: {most}\u00a0%.").format(
                least=number(round(100 * lottery.min_chance, 3)),
                most=number(round(100 * max(lottery.chances), 3)),
            )
        )
        self.stdout.write(
            _("Arrondir à 1\u00a0000 panels a changé les chances de {error} point au plus.").format(
                error=number(round(100 * lottery.rounding_error, 3))
            )
        )


def _read(read: Callable[[Path], T], path: Path) -> T:
    """A refusal names the file, for there are two."""
    try:
        return read(path)
    except InvalidInput as refusal:
        raise InvalidInput(f"{path}\u00a0: {refusal}") from refusal


def _count(option: str, text: str | int) -> int:
    try:
        return int(text)
    except ValueError as error:
        raise InvalidInput(
            _("«\u00a0--{option} {text}\u00a0»\u00a0: donnez un nombre entier.").format(
                option=option, text=text
            )
        ) from error


def _columns(text: str) -> list[str]:
    return [column.strip() for column in text.split(",") if column.strip()]


def _identities(problem: Problem, options: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The name and the year of birth of each person, blank when no column was given."""
    names, years = _columns(options["name"]), _columns(options["year"])
    for column in [*names, *years]:
        check_column(column, problem.people[0])
    for person in problem.people:
        yield (
            " ".join(person[column] for column in names),
            " ".join(person[column] for column in years),
        )


def _lotteries(problem: Problem, count: int, seed: str) -> tuple[Lottery, Alternates | None]:
    if count < 0:
        raise InvalidInput(_("Le nombre de suppléants ne peut pas être négatif."))
    check_enough(problem, count)
    with progress(_("Tirage"), total=STEPS, unit="‰") as bar:
        lottery = lottery_of(
            problem, seed=seed, tell=lambda done: bar.update(int(done * STEPS) - bar.n)
        )
    return lottery, alternates_of(problem, lottery, count, seed=seed) if count else None


def told_of(refusal: InfeasibleQuotas) -> dict[str, Any]:
    """The conflict and the relaxation as JSON: each limit with its kind and its bound."""
    return {
        "conflict": [_told_limit(limit) for limit in refusal.conflict],
        "relaxation": {
            "seats": refusal.relaxation.seats,
            "quotas": [
                {
                    "feature": change.old.feature,
                    "value": change.old.value,
                    "old": {"min": change.old.minimum, "max": change.old.maximum},
                    "new": {"min": change.new.minimum, "max": change.new.maximum},
                }
                for change in refusal.relaxation.changes
            ],
        },
    }


def _told_limit(limit: Limit) -> dict[str, Any]:
    told: dict[str, Any] = {"kind": limit.kind.value}
    if limit.quota:
        is_minimum = limit.kind == LimitKind.MINIMUM
        bound = limit.quota.minimum if is_minimum else limit.quota.maximum
        told |= {"feature": limit.quota.feature, "value": limit.quota.value, "bound": bound}
    return told


def sentence_of(refusal: InfeasibleQuotas, seats: int) -> str:
    """The conflict and what would be enough, in one sentence."""
    conflict = [_limit(limit) for limit in refusal.conflict]
    text = _(
        "Aucun panel ne respecte tous les quotas\u00a0: {conflict} ne vont pas ensemble\u00a0; "
        "il suffirait de {relaxation}."
    )
    if len(conflict) == 1:
        text = _(
            "Aucun panel ne respecte tous les quotas\u00a0: cette liste ne permet pas "
            "{conflict}\u00a0; il suffirait de {relaxation}."
        )
    return text.format(
        conflict=get_text_list(conflict, _("et")), relaxation=_relaxation(refusal.relaxation, seats)
    )


def _limit(limit: Limit) -> str:
    if limit.kind == LimitKind.SEATS:
        return _("le nombre de places")
    if limit.kind == LimitKind.ADDRESS or limit.quota is None:
        return _("une seule personne par adresse")
    if limit.kind == LimitKind.MINIMUM:
        return _("au moins {count} «\u00a0{quota}\u00a0»").format(
            count=limit.quota.minimum, quota=limit.quota.label
        )
    return _("au plus {count} «\u00a0{quota}\u00a0»").format(
        count=limit.quota.maximum, quota=limit.quota.label
    )


def _relaxation(relaxation: Relaxation, seats: int) -> str:
    parts = []
    if relaxation.seats != seats:
        text = ngettext("tirer {n} place", "tirer {n} places", relaxation.seats)
        parts.append(text.format(n=relaxation.seats))
    for change in relaxation.changes:
        text = _("prendre de {minimum} à {maximum} «\u00a0{quota}\u00a0»")
        new = change.new
        parts.append(text.format(quota=new.label, minimum=new.minimum, maximum=new.maximum))
    return get_text_list(parts, _("et"))


def _certificate(  # noqa: PLR0917
    problem: Problem,
    lottery: Lottery,
    alternates: Alternates | None,
    identities: list[tuple[str, str]],
    codes: list[str],
    digits: str,
) -> dict[str, Any]:
    now = timezone.now()
    certificate = certificate_of(
        problem,
        lottery,
        fingerprints=[
            fingerprint_of(code, name, year)
            for code, (name, year) in zip(codes, identities, strict=True)
        ],
        title=_("Tirage en ligne de commande"),
        digits_source=_("Trois chiffres donnés à la commande."),
        published_at=now,
        code_version=f"ensemblier {importlib.metadata.version('ensemblier')}",
        alternates=alternates,
    )
    return with_outcome(certificate, digits=digits, drawn_at=now)


def _told(
    lottery: Lottery, alternates: Alternates | None, digits: str, certificate: dict[str, Any]
) -> dict[str, Any]:
    told = {
        "panel": list(lottery.panel_of(digits)),
        "chances": list(lottery.chances),
        "drawn_chances": list(lottery.drawn_chances),
        "min_chance": lottery.min_chance,
        "rounding_error": lottery.rounding_error,
        "panels": len(lottery.panels),
        "certificate": certificate,
    }
    if alternates:
        times = [count / len(lottery.panels) for count in alternates.times]
        told |= {"alternates": list(alternates.of(digits)), "alternate_chances": times}
    return told


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise InvalidInput(
            _("Le fichier {output} ne peut pas être écrit.").format(output=path)
        ) from error
