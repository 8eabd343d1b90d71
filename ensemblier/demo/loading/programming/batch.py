"""Rows kept in memory and written table by table, parents first."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model

from ensemblier.core.models import Searchable

T = TypeVar("T", bound=Model)


class Batch:
    """Tables are written in the order in which their first row was added."""

    def __init__(self) -> None:
        self.tables: dict[type[Model], list[Model]] = {}

    def add(self, row: T) -> T:
        self.tables.setdefault(type(row), []).append(row)
        return row

    def save(self) -> None:
        for model, rows in self.tables.items():
            for row in rows:
                if isinstance(row, Searchable):
                    row.refresh_search_text()
            model._default_manager.bulk_create(rows, batch_size=1000)
        self.tables.clear()
