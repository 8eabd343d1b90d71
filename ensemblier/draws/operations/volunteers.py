"""Those who offered themselves on the site, as one more list of a pool."""

from __future__ import annotations

import datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.core.exceptions import Refused
from ensemblier.core.spreadsheets import write_csv
from ensemblier.councils.enums import Sex as SeatSex
from ensemblier.councils.models import Volunteer
from ensemblier.draws.enums import NOTICES, Origin, Sex
from ensemblier.draws.models import Pool, PoolList
from ensemblier.draws.operations.lists import prepare_list
from ensemblier.draws.queries.pools import site_volunteers

# Headers that the reading of any list understands.
COLUMNS = ("nom et prénom", "année de naissance", "sexe", "adresse", "quartier")
SEXES = {SeatSex.FEMALE: Sex.WOMAN, SeatSex.MALE: Sex.MAN}


def prepare_volunteers(*, pool: Pool, by: User, at: datetime.datetime) -> PoolList:
    """A list like any other: seen before it enters, its refused rows given back, taken back."""
    rows = [_row(one) for one in site_volunteers(pool)]
    if not rows:
        raise Refused(
            _(
                "Aucun volontaire du site n’est gardé pour le tirage\u00a0: répondez d’abord, "
                "dans les volontaires des conseils, à ceux qui attendent."
            )
        )
    return prepare_list(
        pool=pool,
        uploaded=SimpleUploadedFile("volontaires.csv", write_csv(COLUMNS, rows)),
        origin=Origin.VOLUNTEERS,
        name=_("Volontaires du site"),
        notice=str(NOTICES[Origin.VOLUNTEERS]),
        by=by,
        at=at,
    )


def _row(one: Volunteer) -> list[object]:
    sex = SEXES[SeatSex(one.sex)] if one.sex else ""
    area = one.area.name if one.area else ""
    return [one.full_name, one.birth_year or "", sex, one.address, area]
