"""The files of councils that visitors may open."""

from __future__ import annotations

from django.db.models import Q

from ensemblier.contracts.models import Contract
from ensemblier.councils.models import CouncilDocument, Minutes
from ensemblier.files.models import StoredFile


def show_public_files(contract: Contract) -> None:
    """Published minutes and public documents follow their contract to the public site, and out
    of it."""
    minutes = Minutes.objects.filter(contract=contract, published_at__isnull=False)
    documents = CouncilDocument.objects.filter(contract=contract, is_public=True)
    shown = Q(pk__in=minutes.values("file")) | Q(pk__in=documents.values("file"))
    StoredFile.objects.filter(shown).update(is_public=contract.is_public)
