"""The demonstration, loaded behind a live server, and its people."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.management import call_command

from ensemblier.accounts.models import User
from ensemblier.demo.loading.people import ACCOUNTS


@pytest.fixture
def demonstration(transactional_db: None) -> dict[str, Any]:
    """The invented installation; its accounts by what they are."""
    call_command("demo", "--no-serve", stdout=io.StringIO())
    by_email = {user.email: user for user in User.objects.all()}
    return {name: by_email[account.email] for name, account in ACCOUNTS.items()}
