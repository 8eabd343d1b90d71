"""An application that is whole, from a call that is open."""

from __future__ import annotations

import datetime

from django.urls import reverse
from django.utils import timezone

from ensemblier.applications.checks import obstacles_of
from ensemblier.applications.models import Application
from ensemblier.applications.operations.saving import save_application

DAY = datetime.timedelta(days=1)


def url(name: str, *args) -> str:
    return reverse(f"applications:{name}", args=args)


def fill(application, by, call, **changes):
    """All that the form asks of an application, balanced."""
    funder = call.envelopes.first().funder_id
    theme = call.themes.first().node_id
    save_application(
        application=application,
        base=Application.objects.get(pk=application.pk).edition,
        changes={
            "title": "Jardin des deux âges",
            "objectives": "Se rencontrer",
            "description": "Cultiver ensemble",
            "starts_on": call.actions_start_on,
            "ends_on": call.actions_end_on,
            "node-main": theme,
            f"area-{call.areas.first().pk}": 10_000,
            f"audience-{call.areas.first().pk}-6-15-female": 20,
            "budget-641": 1_000_00,
            "budget-own": 200_00,
            f"request-{funder}": 800_00,
            "attested_by": "Inès Demande",
            "attested_as": "Présidente",
            "attests_accuracy": True,
            "attests_duties": True,
            "attests_cer": True,
            **changes,
        },
        by=by,
        at=timezone.now(),
    )
    return Application.objects.get(pk=application.pk)


def sentences(application, at) -> list[str]:
    return [obstacle.sentence for obstacle in obstacles_of(application, at)]
