"""Measures that INSEE's tables bring, under the names that its columns have."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from ensemblier.core.text import searchable
from ensemblier.territories.enums import Orientation


@dataclass(frozen=True)
class KnownMeasure:
    code: str
    label: object
    unit: str = ""
    higher_is: str = Orientation.NEUTRAL


BY_COLUMN = {
    "pop_mun": KnownMeasure("population", _("Habitants"), "habitants"),
    "tp60": KnownMeasure("poverty_rate", _("Taux de pauvreté"), "%", Orientation.WORSE),
    "disp_q2": KnownMeasure(
        "median_income", _("Revenu disponible médian"), "EUR", Orientation.BETTER
    ),
    "tx_f": KnownMeasure("women_share", _("Part des femmes"), "%"),
    "tx_tot_et": KnownMeasure("foreigners_share", _("Part des étrangers"), "%"),
    "ind_jeune": KnownMeasure("youth_index", _("Indice de jeunesse"), "rapport"),
    "tx_tot_empl": KnownMeasure("employment_rate", _("Taux d’emploi"), "%", Orientation.BETTER),
    "tx_f_empl": KnownMeasure(
        "employment_rate_women", _("Taux d’emploi des femmes"), "%", Orientation.BETTER
    ),
    "tx_tot_eprec": KnownMeasure(
        "insecure_jobs_share", _("Part des emplois précaires"), "%", Orientation.WORSE
    ),
    "abcde": KnownMeasure("job_seekers", _("Demandeurs d’emploi"), "personnes", Orientation.WORSE),
    "abcde_f": KnownMeasure(
        "job_seekers_women", _("Demandeuses d’emploi"), "personnes", Orientation.WORSE
    ),
}

# Figures of the commune, not of the row's area.
OF_THE_COMMUNE = {"pop_com", "pop_com_qp"}


def measure_of_column(column: str, meaning: str = "") -> KnownMeasure:
    """What a column counts: known to us, or named by its meaning in the file's notice."""
    known = BY_COLUMN.get(column.strip().lower())
    if known:
        return known
    return KnownMeasure(code_of_column(column), (meaning or column)[:200], unit_of(meaning))


def code_of_column(column: str) -> str:
    return searchable(column).replace(" ", "_")[:60]


def unit_of(meaning: str) -> str:
    words = searchable(meaning).split()
    if "euros" in words:
        return "EUR"
    if words and words[0] in {"part", "taux"}:
        return "%"
    return ""
