"""Reads compiled once: writing a query as SQL costs several times what the database does.

    HELD = Prepared(lambda user, day: ContractRole.objects.on(day).filter(user=user))
    HELD(user.pk, timezone.localdate())

The rows are those that the query set would give, whatever it gives: instances with what they are
joined to, tuples, values. The function is called once for each engine with stand-ins, which are
then looked for among the parameters: it does nothing with its arguments, whole numbers or days,
but compare columns to them, and what it returns depends on nothing else.
"""

from __future__ import annotations

import copy
import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet

Row = TypeVar("Row")
Value = int | datetime.date

# What nobody would write in a query; numbers that fit in the columns of both engines.
LARGEST_NUMBER = 2_109_876_543
LARGEST_KEY = 2**63 - 1
FIRST_DAY = datetime.date(8765, 4, 3)


class Prepared(Generic[Row]):
    """A query set whose SQL is kept, asked again with other values; gives a list.

    A number too large for any column, typed in an address, finds nothing.
    """

    def __init__(self, rows: Callable[..., QuerySet[Any, Row]]) -> None:
        self._rows = rows
        self._compiled: dict[str, Compiled] = {}

    def __call__(self, *values: Value) -> list[Row]:
        if any(isinstance(value, int) and abs(value) > LARGEST_KEY for value in values):
            return []
        vendor = connections[DEFAULT_DB_ALIAS].vendor
        compiled = self._compiled.get(vendor)
        if compiled is None:
            compiled = self._compiled[vendor] = compiled_for(self._rows, values)
        return list(rows_of(compiled, values))


@dataclass(frozen=True)
class Compiled:
    """`places` says which of the values each parameter is; None where it is always the same."""

    rows: QuerySet[Any, Any]
    compiler: Any
    sql: str
    parameters: tuple[Any, ...]
    places: tuple[int | None, ...]


def compiled_for(rows: Callable[..., QuerySet[Any, Row]], values: tuple[Value, ...]) -> Compiled:
    """With a stand-in of the kind of each of `values`; raises ValueError when one is not found."""
    connection = connections[DEFAULT_DB_ALIAS]
    stand_ins = [stand_in(value, rank) for rank, value in enumerate(values)]
    queryset = rows(*stand_ins)
    compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
    sql, parameters = compiler.as_sql()
    written = [adapted(value, connection) for value in stand_ins]
    places = tuple(written.index(one) if one in written else None for one in parameters)
    if missing := set(range(len(values))) - set(places):
        raise ValueError(f"values {sorted(missing)} are not among the parameters of {sql}")
    # Kept beyond the thread that made it: no connection stays open on its account.
    compiler.connection = None
    return Compiled(queryset, compiler, sql, tuple(parameters), places)


def stand_in(value: Value, rank: int) -> Value:
    if isinstance(value, datetime.date):
        return FIRST_DAY + datetime.timedelta(days=rank)
    return LARGEST_NUMBER - rank


def adapted(value: Value, connection: Any) -> Any:
    """As the engine wants it among the parameters."""
    if isinstance(value, datetime.date):
        return connection.ops.adapt_datefield_value(value)
    return value


def rows_of(compiled: Compiled, values: tuple[Value, ...]) -> QuerySet[Any, Any]:
    """The query set, unread, with `values` in the place of the stand-ins."""
    connection = connections[DEFAULT_DB_ALIAS]
    given = [adapted(value, connection) for value in values]
    parameters = tuple(
        fixed if place is None else given[place]
        for fixed, place in zip(compiled.parameters, compiled.places, strict=True)
    )
    model: Any = compiled.rows
    rows = type(model)(model=model.model, query=Written(compiled, parameters))
    rows._iterable_class = model._iterable_class
    rows._fields = model._fields
    rows._prefetch_related_lookups = model._prefetch_related_lookups
    return rows


class Written:
    """A query whose SQL is known, in the place of `QuerySet.query`."""

    def __init__(self, compiled: Compiled, parameters: tuple[Any, ...]) -> None:
        self._compiled = compiled
        self._parameters = parameters

    def get_compiler(self, using: str, **_options: Any) -> Any:
        compiler = copy.copy(self._compiled.compiler)
        compiler.using, compiler.connection = using, connections[using]
        compiler.as_sql = lambda *_args, **_kwargs: (self._compiled.sql, self._parameters)
        return compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._compiled.rows.query, name)
