"""What every part of the walk starts from."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Contract
from ensemblier.demo.loading.people import ACCOUNTS
from ensemblier.files.models import StoredFile
from ensemblier.files.operations import store_upload
from ensemblier.organizations.models import (
    Organization,
)
from ensemblier.plans.models import Plan

Addresses = dict[str, tuple[Any, ...]]
DAY = datetime.date(2026, 1, 15)
ALES, PLAN, DISTRICT_PLAN = "ales-agglomeration", "plan", "projet-de-quartier-grand-combe"


def text_file(name: str, content: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode())


class Ground:
    """The demonstration, and who writes in it."""

    def __init__(self, administrator: User) -> None:
        self.administrator = administrator
        self.contract = Contract.objects.get(slug=ALES)
        self.plan = Plan.objects.get(contract=self.contract, slug=PLAN)
        self.association = Organization.objects.filter(kind="association").earliest("pk")
        self.author = {"by": administrator, "at": timezone.now()}
        self.editor = User.objects.get(email=ACCOUNTS["editor"].email)
        self.file = self.upload("deliberation.txt")

    def upload(self, name: str) -> StoredFile:
        content = text_file(name, "Une note de travail.\n")
        return store_upload(uploaded=content, is_public=True, **self.author)
