"""Councils and mandates as tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from ensemblier.councils.models import Mandate

Table = tuple[list[str], Iterable[list[Any]]]


def export_of_councils(councils: Iterable[Any]) -> Table:
    columns = [_("conseil"), _("contrat"), _("quartiers"), _("membres"), _("en activité")]
    return columns, (
        [
            council.name,
            council.contract.name,
            ", ".join(area.name for area in council.areas.all()),
            council.member_count,
            council.is_active,
        ]
        for council in councils
    )


def export_of_mandates(mandates: Iterable[Mandate]) -> Table:
    columns = [_("personne"), _("collège"), _("depuis le"), _("jusqu’au")]
    return columns, (
        [str(one.user), one.get_college_display(), one.starts_on, one.ends_on] for one in mandates
    )
