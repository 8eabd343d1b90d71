"""What the invented councils show: five years, a resignation, a composition that does not hold."""

from __future__ import annotations

import datetime

import pytest
from django.db.models import Count
from django.utils import timezone

from ensemblier.councils.models import Council, Meeting, Minutes, Volunteer
from ensemblier.councils.queries import compositions_of
from ensemblier.demo.loading import load_demonstration

TODAY = datetime.date(2026, 11, 30)


@pytest.mark.django_db
def test_five_years_of_minutes_and_one_council_to_complete():
    load_demonstration(today=TODAY)
    councils = list(Council.objects.order_by("pk"))
    months = Minutes.objects.values("council").annotate(count=Count("pk"))
    assert {row["count"] for row in months} == {50}
    assert Minutes.objects.earliest("month").month == datetime.date(2021, 11, 1)
    assert Minutes.objects.filter(file__isnull=False).count() == 9 * 3
    assert Minutes.objects.filter(published_at=None).count() == 0
    assert Minutes.objects.latest("published_at").published_at.date() < TODAY
    # As the page of each council says: on a Tuesday.
    held = Meeting.objects.filter(council__in=councils).values_list("starts_at", flat=True)
    assert {timezone.localdate(starts_at).weekday() for starts_at in held} == {1}
    compositions = compositions_of(councils, TODAY)
    assert {one.name for one in councils if compositions[one.pk].problems} == {
        "Conseil citoyen d’Alès Tamaris"
    }
    replaced = [one.mandates.filter(replaces__isnull=False).count() for one in councils]
    assert replaced == [1] * 9
    assert Volunteer.objects.filter(state="received").count() == 3
