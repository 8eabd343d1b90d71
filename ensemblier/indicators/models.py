"""Definitions that follow the themes of the plan, and values with their source."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ensemblier.contracts.models import OfContract
from ensemblier.core.models import once_even_without
from ensemblier.indicators.enums import AgeBand, Sex
from ensemblier.plans.enums import IndicatorKind
from ensemblier.plans.models import Theme
from ensemblier.territories.models import Area


class PeopleCounted(models.Model):
    """A number of people of one sex and age band, expected or reached."""

    sex = models.CharField(_("sexe"), max_length=10, choices=Sex.choices)
    age_band = models.CharField(_("âge"), max_length=10, choices=AgeBand.choices)
    number = models.PositiveIntegerField(_("nombre"))

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.number} {self.get_sex_display()} {self.get_age_band_display()}"


class Indicator(OfContract):
    """What is counted for a theme, an area, or (neither) the whole contract.

    It hangs on the theme, not on the node, so that its values follow a revision of the plan.
    `breakdowns` lists values of `plans.enums.Breakdown`.
    """

    theme = models.ForeignKey(
        Theme,
        verbose_name=_("thème"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="measured_indicators",
    )
    area = models.ForeignKey(
        Area,
        verbose_name=_("territoire"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="measured_indicators",
    )
    label = models.CharField(_("libellé"), max_length=300)
    kind = models.CharField(
        _("sorte"),
        max_length=15,
        choices=IndicatorKind.choices,
        default=IndicatorKind.QUANTITATIVE,
    )
    unit = models.CharField(_("unité"), max_length=60, blank=True)
    breakdowns = models.JSONField(_("ventilations"), default=list, blank=True)
    baseline = models.DecimalField(
        _("point de départ"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    target = models.DecimalField(_("cible"), max_digits=14, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = _("indicateur")
        verbose_name_plural = _("indicateurs")
        ordering = ["contract", "theme", "label", "pk"]
        constraints = [
            *once_even_without(
                "contract", "label", optional=("theme", "area"), name="indicators_indicator_once"
            )
        ]

    def __str__(self) -> str:
        return self.label


class Value(OfContract):
    """One number, or some words, for one year and one cell of a breakdown.

    `source` names the row that it comes from («outcomes.report:12»), empty for what is typed in
    by hand; a source replaces all its own values at once, so that nothing is counted twice.
    """

    indicator = models.ForeignKey(
        Indicator, verbose_name=_("indicateur"), on_delete=models.CASCADE, related_name="values"
    )
    year = models.PositiveSmallIntegerField(_("année"))
    sex = models.CharField(_("sexe"), max_length=10, choices=Sex.choices, blank=True)
    age_band = models.CharField(_("âge"), max_length=10, choices=AgeBand.choices, blank=True)
    area = models.ForeignKey(
        Area,
        verbose_name=_("territoire"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="indicator_values",
    )
    value = models.DecimalField(_("valeur"), max_digits=14, decimal_places=2, null=True, blank=True)
    words = models.TextField(_("en mots"), blank=True)
    source = models.CharField(_("source"), max_length=80, blank=True, db_index=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("saisi par"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    entered_at = models.DateTimeField(_("saisi le"))

    class Meta:
        verbose_name = _("valeur")
        verbose_name_plural = _("valeurs")
        ordering = ["indicator", "year", "pk"]
        constraints = [
            *once_even_without(
                "indicator",
                "year",
                "sex",
                "age_band",
                "source",
                optional=("area",),
                name="indicators_value_once",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | ~Q(words=""),
                name="indicators_value_says_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year}"
