"""Base classes that any room may build on."""

from __future__ import annotations

import datetime
import itertools
from typing import Any, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ensemblier.core.text import searchable

T = TypeVar("T", bound=models.Model)


def held_on(day: datetime.date, prefix: str = "") -> Q:
    """Rows of a `Period` in force on `day`, both ends included; `prefix` is a relation's path."""
    return Q(**{f"{prefix}starts_on__lte": day}) & (
        Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gte": day})
    )


class PeriodQuerySet(models.QuerySet[T]):
    def on(self, day: datetime.date) -> PeriodQuerySet[T]:
        return self.filter(held_on(day))


class Period(models.Model):
    """Something that holds from a day to another, or until further notice."""

    starts_on = models.DateField(_("depuis le"))
    ends_on = models.DateField(_("jusqu’au"), null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        abstract = True

    def holds_on(self, day: datetime.date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


def period_constraint(name: str) -> models.CheckConstraint:
    """The constraint that a concrete `Period` lists in its Meta; `name` must be unique."""
    return models.CheckConstraint(
        condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
        name=name,
        violation_error_message=_("La date de fin précède la date de début."),
    )


def once_even_without(
    *fields: str, optional: tuple[str, ...], name: str
) -> list[models.UniqueConstraint]:
    """At most one row with these values, no value of an `optional` field being one value too.

    For a database two nothings differ, and SQLite cannot be told otherwise: one constraint for
    each combination of what is there and what is not.
    """
    constraints = []
    for present in itertools.product([True, False], repeat=len(optional)):
        there = [field for field, is_there in zip(optional, present, strict=True) if is_there]
        missing = [field for field in optional if field not in there]
        constraints.append(
            models.UniqueConstraint(
                fields=[*fields, *there],
                condition=Q(**{f"{field}__isnull": field in missing for field in optional}),
                name="_without_".join([name, *missing]),
            )
        )
    return constraints


class LifeStep(models.Model):
    """One step of a life-cycle: who, when, why. Nobody: a task of the night, or whoever holds a
    code."""

    transition = models.CharField(_("étape"), max_length=30)
    source = models.CharField(_("avant"), max_length=15)
    target = models.CharField(_("après"), max_length=15)
    reason = models.TextField(_("motif"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("par"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    at = models.DateTimeField(_("le"))

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"


class Searchable(models.Model):
    """A row found by its words, accents and case aside.

    `search_text` is written by `save()`; code that uses `bulk_create` or `update`
    calls `refresh_search_text()` itself.
    """

    search_text = models.TextField(editable=False, default="", blank=True)

    class Meta:
        abstract = True

    def search_parts(self) -> tuple[object, ...]:
        raise NotImplementedError

    def refresh_search_text(self) -> None:
        self.search_text = searchable(*self.search_parts())

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.refresh_search_text()
        fields = kwargs.get("update_fields")
        if fields is not None:
            kwargs["update_fields"] = {*fields, "search_text"}
        super().save(*args, **kwargs)


def matching(words: str) -> Q:
    """Rows of a `Searchable` that hold every word of `words`."""
    condition = Q()
    for word in searchable(words).split():
        condition &= Q(search_text__contains=word)
    return condition
