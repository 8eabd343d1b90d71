"""A pool of 24 people and the draw of 8 of them."""

from __future__ import annotations

import pytest

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Contract
from ensemblier.draws.models import Draw, Pool
from ensemblier.draws.operations import draws
from tests.draws.worlds import ASKED, NOW, add, crowd, make_pool


@pytest.fixture
def pool(contract: Contract, editor: User) -> Pool:
    pool = make_pool(contract, editor)
    add(pool, editor, *crowd(24))
    return pool


@pytest.fixture
def draw(pool: Pool, editor: User) -> Draw:
    return draws.create_draw(pool=pool, values=ASKED, by=editor, at=NOW)
