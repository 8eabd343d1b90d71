import datetime

import pytest

from ensemblier.territories.imports import ImportOptions

NOON = datetime.datetime(2026, 3, 2, 12, 0, tzinfo=datetime.UTC)


@pytest.fixture
def at() -> datetime.datetime:
    return NOON


@pytest.fixture
def options() -> ImportOptions:
    return ImportOptions(today=NOON.date(), source="INSEE")
