"""The call that an application answers, and whether it can still be submitted."""

from __future__ import annotations

from ensemblier.applications.models import Application
from ensemblier.calls.models import Call


def call_of(application: Application) -> Call | None:
    """Its own; for a later year of a series, that of the first year until its own opens."""
    if application.call is not None or application.series is None:
        return application.call
    first = application.series.applications.select_related("call").order_by("series_rank").first()
    return first.call if first else None
