"""The vote of a round: what is voted on, who may vote, and the ballot box.

Voting codes and ballots share no key, no time and no order: see `docs/rules/secret_ballot.md`.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ensemblier.contracts.models import OfContract
from ensemblier.fund.enums import BatchStage, CodeUse, Method, VoteState
from ensemblier.fund.models.funds import Round
from ensemblier.fund.models.requests import FundRequest


class Vote(OfContract):
    """How a round is decided: residents at the ballot box, or a jury around a table."""

    round = models.OneToOneField(
        Round, verbose_name=_("campagne"), on_delete=models.PROTECT, related_name="vote"
    )
    method = models.CharField(_("comment on décide"), max_length=15, choices=Method.choices)
    state = models.CharField(
        _("état"), max_length=10, choices=VoteState.choices, default=VoteState.DRAFT
    )
    opens_at = models.DateTimeField(_("le vote ouvre le"))
    closes_at = models.DateTimeField(_("le vote ferme le"))
    place = models.CharField(
        _("où voter sur papier, ou lieu de la séance du jury"), max_length=200, blank=True
    )
    explanation = models.TextField(_("ce que les votants doivent savoir"), blank=True)
    # What could be shared out, kept at the decision; the share in cents, as a fraction.
    budget_cents = models.PositiveBigIntegerField(_("somme à partager"), null=True, editable=False)
    share = models.CharField(_("part de chacun"), max_length=2000, blank=True, editable=False)
    raised_euros = models.PositiveIntegerField(_("euros ajoutés"), default=0, editable=False)
    closed_at = models.DateTimeField(_("fermé le"), null=True, editable=False)
    decided_at = models.DateTimeField(_("dépouillé le"), null=True, editable=False)

    class Meta:
        verbose_name = _("vote d’une campagne")
        verbose_name_plural = _("votes d’une campagne")
        ordering = ["contract", "-opens_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="fund_vote_dates",
                violation_error_message=_("Le vote ferme avant d’ouvrir."),
            )
        ]

    def __str__(self) -> str:
        return str(_("vote\u00a0: %(round)s") % {"round": self.round})

    def get_absolute_url(self) -> str:
        return reverse("fund:vote", args=[self.pk])

    @property
    def is_by_jury(self) -> bool:
        return self.method == Method.JURY

    def receives_at(self, at: datetime.datetime) -> bool:
        """Whether a ballot is taken at this instant."""
        return self.state == VoteState.OPEN and self.opens_at <= at < self.closes_at


class Candidate(OfContract):
    """A request put to the vote, with the number that it bears on the ballot.

    Its cost does not move once the vote is open. `votes` and `verdict` are written at the
    decision; for a jury, the voices of each side.
    """

    vote = models.ForeignKey(
        Vote, verbose_name=_("vote"), on_delete=models.CASCADE, related_name="candidates"
    )
    request = models.ForeignKey(
        FundRequest,
        verbose_name=_("demande"),
        on_delete=models.PROTECT,
        related_name="candidacies",
    )
    number = models.PositiveSmallIntegerField(_("numéro"))
    cost_cents = models.PositiveBigIntegerField(_("coût"))
    is_withdrawn = models.BooleanField(_("retirée du vote"), default=False)
    in_favor = models.PositiveSmallIntegerField(_("pour"), null=True, blank=True)
    against = models.PositiveSmallIntegerField(_("contre"), null=True, blank=True)
    abstained = models.PositiveSmallIntegerField(_("abstentions"), null=True, blank=True)
    remark = models.TextField(_("ce que le jury veut dire"), blank=True, max_length=1000)
    votes = models.PositiveIntegerField(_("soutiens"), null=True, editable=False)
    is_funded = models.BooleanField(_("retenue"), null=True, editable=False)
    verdict = models.JSONField(_("raison"), default=dict, editable=False)

    class Meta:
        verbose_name = _("demande soumise au vote")
        verbose_name_plural = _("demandes soumises au vote")
        ordering = ["vote", "number"]
        constraints = [
            models.UniqueConstraint(fields=["vote", "number"], name="fund_candidate_number_once"),
            models.UniqueConstraint(fields=["vote", "request"], name="fund_candidate_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.request}"


class JuryMember(OfContract):
    """Who sits around the table for one vote."""

    vote = models.ForeignKey(
        Vote, verbose_name=_("vote"), on_delete=models.CASCADE, related_name="jury"
    )
    name = models.CharField(_("nom"), max_length=150)
    capacity = models.CharField(_("au titre de"), max_length=150, blank=True)
    is_present = models.BooleanField(_("présente ou présent"), default=True)

    class Meta:
        verbose_name = _("membre du jury")
        verbose_name_plural = _("membres du jury")
        ordering = ["vote", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["vote", "name"],
                name="fund_jury_member_once",
                violation_error_message=_("Cette personne est déjà dans le jury."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class VotingCode(OfContract):
    """The right to one ballot. Only the fingerprint of the code is kept; nobody's name is."""

    vote = models.ForeignKey(
        Vote, verbose_name=_("vote"), on_delete=models.CASCADE, related_name="codes"
    )
    fingerprint = models.CharField(_("empreinte"), max_length=64)
    lot = models.PositiveSmallIntegerField(_("lot"))
    use = models.CharField(
        _("usage"), max_length=10, choices=CodeUse.choices, default=CodeUse.UNUSED, blank=True
    )

    class Meta:
        verbose_name = _("code de vote")
        verbose_name_plural = _("codes de vote")
        ordering = ["vote", "fingerprint"]
        constraints = [
            models.UniqueConstraint(fields=["vote", "fingerprint"], name="fund_voting_code_once"),
            models.CheckConstraint(
                condition=Q(use__in=CodeUse.values), name="fund_voting_code_known_use"
            ),
        ]
        indexes = [models.Index(fields=["vote", "lot", "use"], name="fund_voting_code_use")]

    def __str__(self) -> str:
        return self.get_use_display()


class BallotBox(OfContract):
    """All the ballots of a vote, mixed: how many chose each set of requests.

    One row, written anew for each ballot, so that nothing of a ballot is left but its content.
    `ballots` maps «1,4» (numbers of candidates, in order; blank for a blank ballot) to a count.
    """

    vote = models.OneToOneField(
        Vote, verbose_name=_("vote"), on_delete=models.CASCADE, related_name="box"
    )
    ballots = models.JSONField(_("bulletins"), default=dict)
    codes = models.PositiveIntegerField(_("codes valables"), default=0)
    on_screen = models.PositiveIntegerField(_("votes à l’écran"), default=0)
    papers_given = models.PositiveIntegerField(_("bulletins papier remis"), default=0)
    on_paper = models.PositiveIntegerField(_("bulletins papier comptés"), default=0)

    class Meta:
        verbose_name = _("urne")
        verbose_name_plural = _("urnes")
        ordering = ["vote"]
        constraints = [
            models.CheckConstraint(
                condition=Q(codes__gte=F("on_screen") + F("papers_given")),
                name="fund_box_one_ballot_each",
                violation_error_message=_("Il y aurait plus de votes que de codes."),
            ),
            models.CheckConstraint(
                condition=Q(on_paper__lte=F("papers_given")),
                name="fund_box_papers_given",
                violation_error_message=_("Il y aurait plus de bulletins que de papiers remis."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.vote)

    @property
    def total(self) -> int:
        return self.on_screen + self.on_paper


class PaperBatch(OfContract):
    """A pile of paper ballots read twice. `first` and `second` hold one list of numbers each."""

    vote = models.ForeignKey(
        Vote, verbose_name=_("vote"), on_delete=models.CASCADE, related_name="batches"
    )
    rank = models.PositiveSmallIntegerField(_("numéro"))
    stage = models.CharField(
        _("étape"), max_length=10, choices=BatchStage.choices, default=BatchStage.FIRST
    )
    first = models.JSONField(_("première saisie"), default=list)
    second = models.JSONField(_("seconde saisie"), default=list)
    first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("première saisie par"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("seconde saisie par"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("pile de bulletins papier")
        verbose_name_plural = _("piles de bulletins papier")
        ordering = ["vote", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["vote", "rank"], name="fund_paper_batch_once")
        ]

    def __str__(self) -> str:
        return str(_("pile n° %(rank)d") % {"rank": self.rank})

    @property
    def reading(self) -> list[Any]:
        """The ballots of the reading under way."""
        return self.first if self.stage == BatchStage.FIRST else self.second

    @property
    def differing(self) -> list[int]:
        """The numbers of the ballots whose two readings differ."""
        pairs = zip(self.first, self.second, strict=False)
        return [number for number, (one, other) in enumerate(pairs, 1) if one != other]
