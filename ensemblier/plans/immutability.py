"""What keeps a published version as it was, below the operations."""

from __future__ import annotations

from typing import Any

from django.db import models

from ensemblier.plans.enums import VersionState


class VersionContentQuerySet(models.QuerySet[Any]):
    """Refuses to change in bulk what a published version says.

    `search_text` is not what it says: it may be computed again at any time.
    """

    def _refuse_published(self) -> None:
        if self.filter(**{f"{self.model.version_lookup}__state": VersionState.PUBLISHED}).exists():
            raise TypeError("A published version of a plan never changes: revise it in a draft.")

    def update(self, **kwargs: Any) -> int:
        if set(kwargs) != {"search_text"}:
            self._refuse_published()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._refuse_published()
        return super().delete()


class VersionContent(models.Model):
    """A row of a version's tree. Writing it is the business of `plans.operations`."""

    version_lookup = "node__version"

    objects = VersionContentQuerySet.as_manager()

    class Meta:
        abstract = True

    def _refuse_published(self) -> None:
        type(self)._default_manager.filter(pk=self.pk)._refuse_published()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding and set(kwargs.get("update_fields") or ()) != {"search_text"}:
            self._refuse_published()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        self._refuse_published()
        return super().delete(*args, **kwargs)
