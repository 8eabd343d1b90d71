"""Minutes, by month: the file as it was received, and its words for search and for phones."""

from __future__ import annotations

import re

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from ensemblier.contracts.models import OfContract
from ensemblier.core.models import Searchable
from ensemblier.councils.enums import TextSource
from ensemblier.councils.models.councils import Council
from ensemblier.councils.models.meetings import Meeting
from ensemblier.files.models import StoredFile

PAGE_BREAK = "\f"
# A search text longer than this slows every search and finds nothing more.
SEARCHED_CHARACTERS = 60_000


class Minutes(Searchable, OfContract):
    """Minutes of a month. `text` holds its pages, parted by form feeds; a page that is an
    image has no words. Published when `published_at` is set: with all the names it holds, which
    is why somebody does it on purpose.
    """

    council = models.ForeignKey(
        Council, verbose_name=_("conseil"), on_delete=models.CASCADE, related_name="minutes"
    )
    meeting = models.ForeignKey(
        Meeting,
        verbose_name=_("réunion"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="minutes",
    )
    month = models.DateField(_("mois"))
    title = models.CharField(_("titre"), max_length=250, blank=True)
    file = models.ForeignKey(
        StoredFile,
        verbose_name=_("fichier"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    text = models.TextField(_("texte"), blank=True)
    text_source = models.CharField(
        _("origine du texte"), max_length=5, choices=TextSource.choices, default=TextSource.TYPED
    )
    added_at = models.DateTimeField(_("déposé le"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("déposé par"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    published_at = models.DateTimeField(_("publié le"), null=True, blank=True)

    class Meta:
        verbose_name = _("compte rendu")
        verbose_name_plural = _("comptes rendus")
        ordering = ["council", "-month", "-pk"]
        indexes = [models.Index(fields=["council", "-month"], name="councils_minutes_by_month")]
        constraints = [
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="councils_minutes_first_day",
                violation_error_message=_("Un mois se note par son premier jour."),
            ),
            models.CheckConstraint(
                condition=Q(file__isnull=False) | ~Q(text=""),
                name="councils_minutes_not_empty",
                violation_error_message=_("Déposez un fichier ou écrivez le texte."),
            ),
        ]

    def __str__(self) -> str:
        if self.title:
            return self.title
        month = self.month_name
        # «d’avril», «d’août», «d’octobre».
        pattern = (
            _("Compte rendu d’%(month)s") if month[0] in "ao" else _("Compte rendu de %(month)s")
        )
        return str(pattern % {"month": month})

    @property
    def month_name(self) -> str:
        """«janvier 2020»."""
        return date_format(self.month, "F Y")

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def is_image(self) -> bool:
        return self.text_source == TextSource.NONE

    @property
    def pages(self) -> list[list[str]]:
        """The paragraphs of each page; none for a page that is an image."""
        if not self.text:
            return []
        return [
            [part.strip() for part in re.split(r"\n\s*\n", page) if part.strip()]
            for page in self.text.split(PAGE_BREAK)
        ]

    def search_parts(self) -> tuple[object, ...]:
        with translation.override(settings.LANGUAGE_CODE):
            month = self.month_name
        return (self.title, self.council.name, month, self.text[:SEARCHED_CHARACTERS])

    def get_absolute_url(self) -> str:
        council = self.council
        return reverse("portal:minutes", args=[council.contract.slug, council.slug, self.pk])


class MinutesUpload(OfContract):
    """Many files dropped at once, whose months are guessed, then confirmed by a person.

    `items` lists {file, name, month, pages, text, source, refusal} until `applied_at`, then
    {minutes, name} of those that were kept, so that they can be taken back.
    """

    council = models.ForeignKey(
        Council, verbose_name=_("conseil"), on_delete=models.CASCADE, related_name="uploads"
    )
    items = models.JSONField(default=list)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("déposé par"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    created_at = models.DateTimeField(_("déposé le"))
    applied_at = models.DateTimeField(_("enregistré le"), null=True)
    undone_at = models.DateTimeField(_("annulé le"), null=True)

    class Meta:
        verbose_name = _("dépôt de comptes rendus")
        verbose_name_plural = _("dépôts de comptes rendus")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.council} – {date_format(self.created_at, 'd/m/Y')}"
