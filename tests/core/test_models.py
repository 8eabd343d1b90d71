"""Constraints that hold on both engines."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from ensemblier.applications.models import ApplicationArea
from ensemblier.indicators.models import Indicator
from tests.factories import make_area
from tests.factories import programming as make

pytestmark = pytest.mark.django_db


def test_no_area_is_one_area_among_others():
    application, area = make.make_application(), make_area()
    ApplicationArea.objects.create(application=application, area=area, share=4000)
    ApplicationArea.objects.create(application=application, area=None, share=6000)
    for again in (area, None):
        with pytest.raises(IntegrityError), transaction.atomic():
            ApplicationArea.objects.create(application=application, area=again, share=1)


def test_a_contract_counts_the_same_thing_once(contract):
    theme = make.make_call(contract).themes.get().theme
    for parts in ({}, {"theme": theme}, {"area": make_area()}):
        Indicator.objects.create(contract=contract, label="Personnes", **parts)
        with pytest.raises(IntegrityError), transaction.atomic():
            Indicator.objects.create(contract=contract, label="Personnes", **parts)
