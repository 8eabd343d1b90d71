"""An application that is whole, from a call that is open."""

from __future__ import annotations

import pytest
from django.utils import timezone

from ensemblier.applications.models import Application
from ensemblier.applications.operations.starting import start_application
from ensemblier.calls.models import Call
from tests.applications.lives import fill


@pytest.fixture
def at():
    return timezone.now()


@pytest.fixture
def call(programming) -> Call:
    return programming.call


@pytest.fixture
def ready(programming, call, applicant, at) -> Application:
    started = start_application(
        call=call, bearer=programming.bearer, name="Jardin", by=applicant, at=at
    )
    return fill(started, applicant, call)
