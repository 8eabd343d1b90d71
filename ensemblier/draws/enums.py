"""Closed lists of the draws."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    COUNCIL = "council", _("un ou des conseils citoyens")
    PANEL = "panel", _("une assemblée ou un jury de citoyens")


class Origin(models.TextChoices):
    CIVIL = "civil", _("état civil")
    LANDLORDS = "landlords", _("bailleurs sociaux")
    YOUTH = "youth", _("Mission Locale")
    ELECTORAL = "electoral", _("listes électorales")
    VOLUNTEERS = "volunteers", _("volontaires")
    OTHER = "other", _("autre source")


# What each source is told to people as: why we may read it (art. 14 RGPD).
NOTICES = {
    Origin.CIVIL: _(
        "La commune a communiqué cette liste pour le seul tirage au sort, au titre de sa "
        "mission d’intérêt public."
    ),
    Origin.LANDLORDS: _(
        "Les bailleurs sociaux ont communiqué la liste de leurs locataires pour le seul tirage "
        "au sort."
    ),
    Origin.YOUTH: _("La Mission Locale a communiqué cette liste pour le seul tirage au sort."),
    Origin.ELECTORAL: _(
        "Toute personne inscrite peut obtenir copie de la liste électorale, sans usage "
        "commercial (code électoral, article L. 37)."
    ),
    Origin.VOLUNTEERS: _("Ces personnes se sont portées volontaires et ont donné leur accord."),
    Origin.OTHER: _("Cette liste a été communiquée pour le seul tirage au sort."),
}


class Sex(models.TextChoices):
    WOMAN = "F", _("femme")
    MAN = "H", _("homme")
    UNKNOWN = "", _("non précisé")


class Exclusion(models.TextChoices):
    NONE = "", _("aucune")
    ELECTED = "elected", _("personne élue")
    AGENT = "agent", _("agent de la structure ou de la commune")
    MOVED = "moved", _("a déménagé")
    REFUSED = "refused", _("a refusé d’y figurer")
    MINOR = "minor", _("trop jeune")
    DECEASED = "deceased", _("décès")
    MEMBER = "member", _("siège déjà")
    OTHER = "other", _("autre raison")


class PairReason(models.TextChoices):
    SIMILAR = "similar", _("noms très proches, même année de naissance")
    MOVED = "moved", _("même nom, même année de naissance, autre adresse")
    OTHER_YEAR = "other_year", _("même nom, même adresse, autre année de naissance")


class PairState(models.TextChoices):
    OPEN = "open", _("à décider")
    MERGED = "merged", _("une seule personne")
    KEPT = "kept", _("deux personnes")


class Audience(models.TextChoices):
    """Who of the pool a draw is made among."""

    LISTS = "lists", _("les personnes des listes, sans les volontaires")
    VOLUNTEERS = "volunteers", _("les seuls volontaires")
    EVERYONE = "everyone", _("tout le monde")


class Chance(models.TextChoices):
    """Where the three digits come from."""

    BALLS = "balls", _("trois boules tirées en public, remises à chaque fois")
    DICE = "dice", _("trois dés à dix faces lancés en public")
    PUBLIC = "public", _("une valeur publique à venir, nommée d’avance")


class DrawState(models.TextChoices):
    PREPARED = "prepared", _("en préparation")
    COMPUTING = "computing", _("calcul en cours")
    COMPUTED = "computed", _("calculé")
    COMMITTED = "committed", _("publié, figé")
    DRAWN = "drawn", _("tiré")
    CANCELLED = "cancelled", _("annulé")


DRAW_TONES = {
    DrawState.PREPARED: "plain",
    DrawState.COMPUTING: "wait",
    DrawState.COMPUTED: "info",
    DrawState.COMMITTED: "wait",
    DrawState.DRAWN: "ok",
    DrawState.CANCELLED: "no",
}
# What everyone reads on the public site.
PUBLIC_STATES = (DrawState.COMMITTED, DrawState.DRAWN, DrawState.CANCELLED)
# The pool may not change any more.
FROZEN_STATES = (DrawState.COMMITTED, DrawState.DRAWN)
# Of a whole computation, how much the lottery takes; the plain method takes the rest.
SHARE_OF_LOTTERY = 0.6


class Answer(models.TextChoices):
    AWAITED = "", _("attendue")
    ACCEPTED = "accepted", _("accepte")
    REFUSED = "refused", _("refuse")
