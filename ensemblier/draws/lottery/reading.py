"""A pool and its quotas from spreadsheets; any refusal is one sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from ensemblier.core.exceptions import InvalidInput
from ensemblier.core.spreadsheets import Source, open_table
from ensemblier.draws.lottery.problem import Problem, Quota, check_column

Person = Mapping[str, str]
NEEDED = ("feature", "value", "min", "max")
# Some programs write 11 as 11.0.
WHOLE = re.compile(r"([0-9]{1,6})([.,]0*)?")


def read_pool(source: Source) -> tuple[Person, ...]:
    """One row per person, in the order of the file: the first under the header is row 0."""
    table = open_table(source)
    if double := _double(table.columns):
        raise InvalidInput(_("La liste a deux colonnes «\u00a0%(name)s\u00a0».") % {"name": double})
    people = tuple(record for _line, record in table.records())
    if not people:
        raise InvalidInput(_("La liste ne contient personne."))
    return people


def _double(columns: Sequence[str]) -> str:
    """A title that two columns bear; blank when there is none."""
    return min((name for name in columns if name and columns.count(name) > 1), default="")


def read_quotas(source: Source) -> tuple[Quota, ...]:
    """Columns `feature,value,min,max`, and `min_flex,max_flex` when the team knows them."""
    table = open_table(source)
    table.columns = [column.lower() for column in table.columns]
    if double := _double(table.columns):
        raise InvalidInput(
            _("Le fichier des quotas a deux colonnes «\u00a0%(name)s\u00a0».") % {"name": double}
        )
    for name in NEEDED:
        if name not in table.columns:
            raise InvalidInput(
                _("Le fichier des quotas n’a pas de colonne «\u00a0%(name)s\u00a0».")
                % {"name": name}
            )
    quotas = tuple(_quota_of(line, record) for line, record in table.records())
    if not quotas:
        raise InvalidInput(_("Le fichier des quotas n’a aucun quota sous ses titres."))
    return quotas


def _quota_of(line: int, record: Person) -> Quota:
    if not record["feature"] or not record["value"]:
        raise InvalidInput(
            _("Quotas, ligne %(line)s\u00a0: il manque la catégorie ou la valeur.") % {"line": line}
        )
    return Quota(
        feature=record["feature"],
        value=record["value"],
        minimum=_whole(line, "min", record["min"]),
        maximum=_whole(line, "max", record["max"]),
        flex_minimum=_whole_or_none(line, "min_flex", record),
        flex_maximum=_whole_or_none(line, "max_flex", record),
    )


def _whole_or_none(line: int, name: str, record: Person) -> int | None:
    return _whole(line, name, record[name]) if record.get(name) else None


def _whole(line: int, name: str, text: str) -> int:
    number = WHOLE.fullmatch(text)
    if number is None:
        raise InvalidInput(
            _(
                "Quotas, ligne %(line)s\u00a0: «\u00a0%(text)s\u00a0» dans «\u00a0%(name)s\u00a0» "
                "n’est pas un nombre entier."
            )
            % {"line": line, "text": text, "name": name}
        )
    return int(number[1])


def problem_of(
    people: Sequence[Person],
    quotas: Sequence[Quota],
    *,
    seats: int,
    same_address: Sequence[str] = (),
) -> Problem:
    """`same_address` names the columns that make an address; none means no such rule.

    A column or a value that the list writes with other capitals or spaces than the quotas is
    the same; it is then written as in the quotas.
    """
    addresses = addresses_of(people, same_address) if same_address else None
    return Problem(_as_in_quotas(people, quotas), tuple(quotas), seats, addresses)


def _as_in_quotas(people: Sequence[Person], quotas: Sequence[Quota]) -> tuple[Person, ...]:
    values: dict[str, list[str]] = {}
    for quota in quotas:
        values.setdefault(quota.feature, []).append(quota.value)
    columns = _alike(values, next(iter(people), {}))
    words = {
        feature: _alike({person.get(columns.get(feature, feature), "") for person in people}, known)
        for feature, known in values.items()
    }
    if not (columns or any(words.values())):
        return tuple(people)
    return tuple(_respelled(person, columns, words) for person in people)


def _respelled(
    person: Person, columns: Mapping[str, str], words: Mapping[str, Mapping[str, str]]
) -> Person:
    own = {**person, **{feature: person[column] for feature, column in columns.items()}}
    return own | {
        feature: spelled.get(own[feature], own[feature])
        for feature, spelled in words.items()
        if feature in own
    }


def _alike(texts: Iterable[str], known: Collection[str]) -> dict[str, str]:
    """{text: the only one of `known` that differs by capitals and spaces alone}"""
    plain: dict[str, list[str]] = {}
    for one in known:
        plain.setdefault(_folded(one), []).append(one)
    found = {text: plain.get(_folded(text), []) for text in texts if text not in known}
    return {text: ones[0] for text, ones in found.items() if len(ones) == 1}


def _folded(text: str) -> str:
    return "".join(text.split()).casefold()


def addresses_of(people: Sequence[Person], columns: Sequence[str]) -> tuple[str, ...]:
    """The address of each person, blank when one of its columns is blank.

    Case, accents, punctuation and double spaces make no difference.
    """
    for column in columns:
        for person in people[:1]:
            check_column(column, person)
    parts = ([_plain(person[column]) for column in columns] for person in people)
    return tuple(" | ".join(cells) if all(cells) else "" for cells in parts)


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    letters = (char for char in decomposed if not unicodedata.combining(char))
    return " ".join("".join(char if char.isalnum() else " " for char in letters).split())
