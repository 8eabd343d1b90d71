"""The areas, links and changes that an import works on: read once, written together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from ensemblier.core.changes import differences, values_of
from ensemblier.core.exceptions import InvalidInput
from ensemblier.core.imports import Change, Report
from ensemblier.territories.codes import read_code
from ensemblier.territories.enums import LinkKind
from ensemblier.territories.models import Area, AreaLink

Key = tuple[str, str, str]


class Book:
    """Known areas by (kind, code, generation) and known links; keeps the report of changes."""

    def __init__(self, report: Report) -> None:
        self.report = report
        coded = Area.objects.exclude(code="")
        self.areas: dict[Key, Area] = {(a.kind, a.code, a.generation): a for a in coded}
        links = AreaLink.objects.values_list("kind", "source", "target")
        self._undo: list[Callable[[], object]] = []
        self.links: set[tuple[str, int, int]] = set(links)

    @contextmanager
    def row(self) -> Iterator[None]:
        """A row goes in whole or not at all, here as in the database."""
        report, self._undo = self.report, []
        before = (len(report.created), len(report.updated), report.unchanged)
        try:
            with transaction.atomic():
                yield
        except InvalidInput:
            for step in reversed(self._undo):
                step()
            del report.created[before[0] :], report.updated[before[1] :]
            report.unchanged = before[2]
            raise

    def on_refusal(self, step: Callable[[], object]) -> None:
        self._undo.append(step)

    def find(self, code: str) -> Area | None:
        """The area that an official code names, when it is known."""
        return self.areas.get(read_code(code))

    def put_area(self, line: int, code: str, **fields: Any) -> Area:
        """Create or correct the area; blank fields leave what is known alone."""
        kind, code, generation = read_code(code)
        given = {name: value for name, value in fields.items() if value not in ("", None)}
        area = self.areas.get((kind, code, generation))
        if area is None:
            area = Area(kind=kind, code=code, generation=generation, **given)
            area.save()
            self.areas[kind, code, generation] = area
            self.on_refusal(lambda: self.areas.pop((kind, code, generation)))
            self.created(line, area)
        else:
            self.correct(line, area, given)
        return area

    def correct(self, line: int, thing: models.Model, given: dict[str, Any]) -> None:
        before = values_of(thing, given)
        held = {name: getattr(thing, name) for name in given}
        self.on_refusal(lambda: vars(thing).update(held))
        for name, value in given.items():
            setattr(thing, name, value)
        changed = differences(before, values_of(thing, given))
        if not changed:
            self.report.unchanged += 1
            return
        thing.save()
        self.report.updated.append(change_of(thing, line, changed))

    def created(self, line: int, thing: models.Model, fields: Iterable[str] = ()) -> None:
        values = values_of(thing, fields)
        self.report.created.append(
            change_of(thing, line, {name: [None, value] for name, value in values.items()})
        )

    def put_link(self, line: int, kind: str, source: Area, target: Area, origin: str) -> None:
        """Add the link unless it is known: an import never cuts one."""
        if (kind, source.pk, target.pk) in self.links or source.pk == target.pk:
            return
        link = AreaLink.objects.create(kind=kind, source=source, target=target, origin=origin)
        self.links.add((kind, source.pk, target.pk))
        self.on_refusal(lambda: self.links.discard((kind, source.pk, target.pk)))
        self.created(line, link)

    def put_succession(self, line: int, new: str, old: str, origin: str) -> None:
        """`new` succeeds `old` (codes), where both are known."""
        successor, ancestor = self.find(new), self.find(old)
        if successor and ancestor:
            self.put_link(line, LinkKind.SUCCEEDS, successor, ancestor, origin)
        else:
            missing = old if successor else new
            self.report.note(
                _("%(code)s n’est pas connu\u00a0: sa succession n’est pas enregistrée.")
                % {"code": missing}
            )


def change_of(thing: models.Model, line: int | None, fields: dict[str, list[Any]]) -> Change:
    label = f"{thing._meta.verbose_name} {thing}"
    return Change(label, line, fields, thing._meta.label_lower, thing.pk)
