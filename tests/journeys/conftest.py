"""The demonstration, loaded behind a live server, and its people."""

from __future__ import annotations

import pytest

from ensemblier.accounts.models import User
from ensemblier.demo.loading import load_demonstration
from ensemblier.demo.loading.people import ACCOUNTS


@pytest.fixture
def demonstration(transactional_db: None) -> dict[str, User]:
    """The invented installation; its accounts by what they are."""
    load_demonstration()
    by_email = {user.email: user for user in User.objects.all()}
    return {name: by_email[account.email] for name, account in ACCOUNTS.items()}
