"""A database that was put aside comes back as it was."""

from __future__ import annotations

import pytest
from django.db import IntegrityError

from ensemblier.contracts.models import Contract, ContractRole
from tests import factories
from tests.snapshots import snapshot


@pytest.mark.django_db(transaction=True)
def test_rows_numbers_and_keys_come_back() -> None:
    contract = factories.make_contract(name="Gardé")
    factories.make_role(factories.make_user(), contract)
    kept = snapshot()
    if kept is None:
        pytest.skip("the server does not let this role put rows back")
    last = factories.make_user().pk
    Contract.objects.update(name="Changé")
    ContractRole.objects.all().delete()

    kept.put_back()

    assert list(Contract.objects.values_list("name", flat=True)) == ["Gardé"]
    assert ContractRole.objects.get().contract == contract
    assert factories.make_user().pk == last
    kept.put_back()
    with pytest.raises(IntegrityError):
        ContractRole.objects.update(contract=0)
