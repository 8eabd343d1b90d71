"""Areas of every kind in one table, their dated shapes, links and figures."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ensemblier.core.models import Searchable
from ensemblier.core.typography import is_english
from ensemblier.files.models import PreparedImport
from ensemblier.territories.enums import AreaKind, Generation, ImportKind, LinkKind, Orientation

QPV_CODE = r"^Q[NP][0-9A-Z]{6}$"


class Area(Searchable):
    """A QPV, a commune, an EPCI, or a place that a contract supports without a code.

    Codes: QPV by `QPV_CODE`, communes by INSEE code, EPCI by SIREN. A QPV of 2015 and the one
    that succeeds it in 2024 are two areas.
    """

    kind = models.CharField(_("sorte"), max_length=10, choices=AreaKind.choices)
    code = models.CharField(_("code"), max_length=14, blank=True)
    name = models.CharField(_("nom"), max_length=200)
    generation = models.CharField(
        _("génération"), max_length=4, choices=Generation.choices, blank=True
    )
    valid_from = models.DateField(_("depuis le"), null=True, blank=True)
    valid_to = models.DateField(_("jusqu’au"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    # Plain sentences for residents, by the project team.
    who_lives_here = models.TextField(_("qui vit ici"), blank=True)
    what_is_done = models.TextField(_("ce qui se fait"), blank=True)
    what_comes_next = models.TextField(_("ce qui vient"), blank=True)
    who_lives_here_en = models.TextField(_("qui vit ici, en anglais"), blank=True)
    what_is_done_en = models.TextField(_("ce qui se fait, en anglais"), blank=True)
    what_comes_next_en = models.TextField(_("ce qui vient, en anglais"), blank=True)

    class Meta:
        verbose_name = _("territoire")
        verbose_name_plural = _("territoires")
        ordering = ["kind", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "code", "generation"],
                condition=~Q(code=""),
                name="territories_area_code_once",
                violation_error_message=_("Un territoire porte déjà ce code."),
            ),
            models.CheckConstraint(
                condition=Q(kind=AreaKind.OTHER) | ~Q(code=""),
                name="territories_area_code_present",
                violation_error_message=_("Indiquez le code officiel."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=AreaKind.QPV) | Q(generation__in=Generation.values),
                name="territories_qpv_generation",
                violation_error_message=_(
                    "Indiquez la génération du quartier\u00a0: 2015 ou 2024."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def search_parts(self) -> tuple[object, ...]:
        return (self.name, self.code)

    def get_absolute_url(self) -> str:
        return reverse("portal:area", args=[self.key])

    @property
    def key(self) -> str:
        """What names the area in an address: its code, or its number when it has none."""
        return self.code or str(self.pk)


class Perimeter(models.Model):
    """The shape of an area from a day on. Never changed: a new one is dated."""

    area = models.ForeignKey(
        Area, verbose_name=_("territoire"), on_delete=models.CASCADE, related_name="perimeters"
    )
    geometry = models.JSONField(
        _("géométrie"), help_text=_("GeoJSON Polygon ou MultiPolygon, WGS 84")
    )
    dated = models.DateField(_("en date du"))
    source = models.CharField(_("source"), max_length=300)
    is_approximate = models.BooleanField(_("approché"), default=False)

    class Meta:
        verbose_name = _("périmètre")
        verbose_name_plural = _("périmètres")
        ordering = ["area", "-dated", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "dated", "is_approximate"], name="territories_perimeter_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.area} ({self.dated})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("A perimeter never changes: date a new one.")
        super().save(*args, **kwargs)


class AreaLink(models.Model):
    """`source` is part of `target`, or succeeds it; `share` of `source`'s people when known."""

    kind = models.CharField(_("lien"), max_length=10, choices=LinkKind.choices)
    source = models.ForeignKey(
        Area, verbose_name=_("territoire"), on_delete=models.CASCADE, related_name="links_out"
    )
    target = models.ForeignKey(
        Area, verbose_name=_("lié à"), on_delete=models.CASCADE, related_name="links_in"
    )
    share = models.DecimalField(_("part"), max_digits=5, decimal_places=4, null=True, blank=True)
    origin = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("lien entre territoires")
        verbose_name_plural = _("liens entre territoires")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "source", "target"], name="territories_link_once"
            ),
            models.CheckConstraint(
                condition=~Q(source=models.F("target")), name="territories_link_not_self"
            ),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gt=0, share__lte=1),
                name="territories_link_share",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} – {self.get_kind_display()} – {self.target}"


class Measure(models.Model):
    """What a figure counts: «taux de pauvreté», in %."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    label = models.CharField(_("libellé"), max_length=200)
    unit = models.CharField(_("unité"), max_length=30, blank=True)
    label_en = models.CharField(_("libellé en anglais"), max_length=200, blank=True)
    unit_en = models.CharField(_("unité en anglais"), max_length=30, blank=True)
    description = models.TextField(_("définition"), blank=True)
    higher_is = models.CharField(
        _("plus haut est"),
        max_length=10,
        choices=Orientation.choices,
        default=Orientation.NEUTRAL,
    )

    class Meta:
        verbose_name = _("mesure")
        verbose_name_plural = _("mesures")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.local_label

    @property
    def local_label(self) -> str:
        """In the reader's language, French when nobody has translated it."""
        return self.label_en or self.label if is_english() else self.label

    @property
    def local_unit(self) -> str:
        return self.unit_en or self.unit if is_english() else self.unit


class Statistic(models.Model):
    """A figure of an area for a year, with where it was read."""

    area = models.ForeignKey(
        Area, verbose_name=_("territoire"), on_delete=models.CASCADE, related_name="statistics"
    )
    measure = models.ForeignKey(
        Measure, verbose_name=_("mesure"), on_delete=models.PROTECT, related_name="statistics"
    )
    year = models.PositiveSmallIntegerField(_("année"))
    value = models.DecimalField(_("valeur"), max_digits=16, decimal_places=4)
    source = models.CharField(_("source"), max_length=300)
    note = models.CharField(_("remarque"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("statistique")
        verbose_name_plural = _("statistiques")
        ordering = ["area", "measure", "-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "measure", "year"], name="territories_statistic_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.year}"


class TerritoryImport(PreparedImport):
    """An official file."""

    kind = models.CharField(_("sorte"), max_length=12, choices=ImportKind.choices)
    options = models.JSONField(_("choix"), default=dict)

    class Meta(PreparedImport.Meta):
        verbose_name = _("import de territoires")
        verbose_name_plural = _("imports de territoires")
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(applied_at__isnull=False),
                name="territories_import_undone_after_applied",
            )
        ]
