"""Closed lists of the residents’ fund."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Method(models.TextChoices):
    """How the requests of a round are decided."""

    JURY = "jury", _("vote d’un jury, à la majorité")
    RESIDENTS = "residents", _("vote des habitants, à la majorité")
    EQUAL_SHARES = "equal_shares", _("vote des habitants, parts égales")


class RoundState(models.TextChoices):
    DRAFT = "draft", _("en préparation")
    OPEN = "open", _("annoncée")
    DECIDING = "deciding", _("en cours de décision")
    DECIDED = "decided", _("décidée")
    CLOSED = "closed", _("terminée")


class Standing(models.TextChoices):
    """Where a round stands at an instant: its state and its dates together."""

    DRAFT = "preparation", _("en préparation")
    COMING = "a-venir", _("à venir")
    OPEN = "ouverte", _("ouverte")
    ENDED = "fermee", _("demandes closes")
    DECIDING = "en-decision", _("en cours de décision")
    DECIDED = "decidee", _("décidée")
    CLOSED = "terminee", _("terminée")


class BearerKind(models.TextChoices):
    RESIDENT = "resident", _("une habitante, un habitant")
    GROUP = "group", _("un groupe d’habitants")
    ASSOCIATION = "association", _("une association")


class RequestState(models.TextChoices):
    RECEIVED = "received", _("reçue")
    TO_COMPLETE = "to_complete", _("à compléter")
    ELIGIBLE = "eligible", _("recevable")
    REFUSED = "refused", _("non recevable")
    GRANTED = "granted", _("accordée")
    NOT_GRANTED = "not_granted", _("non retenue")
    ADVANCED = "advanced", _("avance versée")
    REPORTED = "reported", _("bilan reçu")
    CLOSED = "closed", _("soldée")
    CANCELLED = "cancelled", _("annulée")


WAITING = (RequestState.RECEIVED, RequestState.TO_COMPLETE)
UNDECIDED = (*WAITING, RequestState.ELIGIBLE)
FUNDED = (
    RequestState.GRANTED,
    RequestState.ADVANCED,
    RequestState.REPORTED,
    RequestState.CLOSED,
)
AWAITING_REPORT = (RequestState.GRANTED, RequestState.ADVANCED)
FINAL = (
    RequestState.REFUSED,
    RequestState.NOT_GRANTED,
    RequestState.CLOSED,
    RequestState.CANCELLED,
)


class Channel(models.TextChoices):
    SCREEN = "screen", _("par internet")
    PAPER = "paper", _("sur papier")
    ASSISTED = "assisted", _("avec l’aide de l’équipe ou du conseil")


class FileKind(models.TextChoices):
    PHOTO = "photo", _("photo jointe à la demande")
    RECEIPT = "receipt", _("ticket ou facture")
    REPORT_PHOTO = "report_photo", _("photo de l’action")
    OTHER = "other", _("autre document")


class OpinionValue(models.TextChoices):
    FAVORABLE = "favorable", _("favorable")
    RESERVED = "reserved", _("favorable avec des réserves")
    UNFAVORABLE = "unfavorable", _("défavorable")


class Account(models.TextChoices):
    """The accounts of the ledger. The last two say what is promised, not what was moved."""

    BANK = "bank", _("caisse du fonds")
    CONTRIBUTIONS = "contributions", _("apports des cofinanceurs")
    ADVANCED = "advanced", _("avances à justifier")
    SPENT = "spent", _("dépenses justifiées")
    COMMITTED = "committed", _("sommes engagées")
    PROMISED = "promised", _("engagements à tenir")


class Movement(models.TextChoices):
    """What a transaction of the ledger tells."""

    RECEIVE = "receive", _("apport d’un cofinanceur")
    REFUND = "refund", _("reversement à un cofinanceur")
    COMMIT = "commit", _("somme accordée")
    RELEASE = "release", _("somme libérée")
    PAY = "pay", _("versement au porteur")
    JUSTIFY = "justify", _("dépense justifiée")
    RETURN = "return", _("somme rendue par le porteur")
    REVERSE = "reverse", _("correction")


class VoteState(models.TextChoices):
    DRAFT = "draft", _("en préparation")
    OPEN = "open", _("vote ouvert")
    CLOSED = "closed", _("vote fermé")
    DECIDED = "decided", _("dépouillé")


class CodeUse(models.TextChoices):
    """What became of a voting code. Nothing says when."""

    UNUSED = "", _("pas encore utilisé")
    SCREEN = "screen", _("a voté à l’écran")
    PAPER = "paper", _("échangé contre un bulletin papier")
    CANCELLED = "cancelled", _("annulé")


class BatchStage(models.TextChoices):
    """Each pile of paper ballots is read twice before it is counted."""

    FIRST = "first", _("première saisie")
    SECOND = "second", _("seconde saisie")
    COUNTED = "counted", _("compté")
