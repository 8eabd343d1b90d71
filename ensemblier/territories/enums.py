"""Closed lists of the territories."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AreaKind(models.TextChoices):
    QPV = "qpv", _("quartier prioritaire (QPV)")
    COMMUNE = "commune", _("commune")
    EPCI = "epci", _("intercommunalité (EPCI)")
    OTHER = "other", _("autre secteur, sans code")


class Generation(models.TextChoices):
    G2015 = "2015", _("génération 2015")
    G2024 = "2024", _("génération 2024")


class LinkKind(models.TextChoices):
    PART_OF = "part_of", _("fait partie de")
    SUCCEEDS = "succeeds", _("succède à")


class Orientation(models.TextChoices):
    """What a high figure means; decides no color, only the sentence."""

    NEUTRAL = "neutral", _("neutre")
    BETTER = "better", _("plus haut est mieux")
    WORSE = "worse", _("plus haut est moins bien")


class LocationStatus(models.IntegerChoices):
    """What is known of a point."""

    INSIDE = 0, _("dans le quartier")
    OUTSIDE = 1, _("hors quartier prioritaire")
    UNKNOWN = 2, _("aucun périmètre de quartier n’est connu")
    MISSING = 3, _("coordonnées absentes ou illisibles")
    SWAPPED = 4, _("longitude et latitude inversées")
    ELSEWHERE = 5, _("hors de la France métropolitaine")
    FORMER = 6, _("dans un quartier de 2015 dont la suite n’est pas connue")


class ImportKind(models.TextChoices):
    PERIMETERS = "perimeters", _("périmètres (GeoJSON)")
    AREAS = "areas", _("communes, intercommunalités, quartiers (CSV, XLSX)")
    STATISTICS = "statistics", _("statistiques (CSV, XLSX)")
