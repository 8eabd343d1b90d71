"""Closed lists of the organizations."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganizationKind(models.TextChoices):
    ASSOCIATION = "association", _("association")
    STATE = "state", _("service de l’État")
    AUTHORITY = "authority", _("collectivité")
    SOCIAL = "social", _("organisme social")
    LANDLORD = "landlord", _("bailleur")
    GROUPING = "grouping", _("groupement d’intérêt public")
    COMPANY = "company", _("entreprise")
    OTHER = "other", _("autre")


# What somebody may open alone: the State and the funders are known to the team.
OPEN_KINDS = (
    OrganizationKind.ASSOCIATION,
    OrganizationKind.COMPANY,
    OrganizationKind.AUTHORITY,
    OrganizationKind.OTHER,
)


class MembershipRole(models.TextChoices):
    REPRESENTATIVE = "representative", _("représentant légal")
    TREASURER = "treasurer", _("trésorier")
    SECRETARY = "secretary", _("secrétaire")
    EMPLOYEE = "employee", _("salarié")
    OFFICER = "officer", _("agent instructeur")
    MEMBER = "member", _("membre")


class JoinState(models.TextChoices):
    PENDING = "pending", _("en attente")
    PROVISIONAL = "provisional", _("à vérifier")
    ACCEPTED = "accepted", _("acceptée")
    REFUSED = "refused", _("refusée")
    WITHDRAWN = "withdrawn", _("retirée")


class DocumentKind(models.TextChoices):
    STATUTES = "statutes", _("statuts")
    ACCOUNTS = "accounts", _("comptes annuels")
    BANK = "bank", _("relevé d’identité bancaire")
    CER = "cer", _("contrat d’engagement républicain")
    BOARD = "board", _("liste des dirigeants")
    REPORT = "report", _("rapport d’activité")
    INSURANCE = "insurance", _("attestation d’assurance")
    OTHER = "other", _("autre document")
