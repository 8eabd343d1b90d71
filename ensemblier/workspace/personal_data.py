"""The register of personal data: the one list that the page shows and the daily task enforces."""

from __future__ import annotations

import datetime

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy as _

from ensemblier.accounts.personal_data import PersonalData
from ensemblier.councils.operations import purge_uploads, purge_volunteers
from ensemblier.councils.operations.purging import purge_opinion_minutes, purge_receipts
from ensemblier.draws.operations.pools import erase_due_pools
from ensemblier.files.operations import purge_orphans
from ensemblier.fund.operations.daily import erase_bearers
from ensemblier.fund.operations.jury import forget_juries
from ensemblier.funding.operations.presences import forget_presences
from ensemblier.notices.operations import purge_notices
from ensemblier.outcomes.operations.files import purge_papers
from ensemblier.workspace.operations.purge import (
    purge_forgotten_people,
    purge_unsaved_imports,
)

PUBLIC_INTEREST = _("mission d’intérêt public")


def purge_sign_in_traces(at: datetime.datetime, days: int) -> int:
    before = at - datetime.timedelta(days=days)
    traces = (AccessAttempt, AccessLog, AccessFailureLog)
    return sum(model.objects.filter(attempt_time__lt=before).delete()[0] for model in traces)


def purge_sessions(at: datetime.datetime, days: int) -> int:
    before = at - datetime.timedelta(days=days)
    return Session.objects.filter(expire_date__lt=before).delete()[0]


REGISTER = (
    PersonalData(
        name="people",
        where=_("Personnes"),
        what=_("nom, adresse électronique, téléphone, langue"),
        purpose=_("savoir qui travaille au contrat et lui ouvrir un accès"),
        legal_basis=PUBLIC_INTEREST,
        kept=_("3 ans après la dernière connexion, pour qui n’a ni droit ni fonction"),
        days=3 * 365,
        purge=lambda at, days: purge_forgotten_people(at=at, days=days),
    ),
    PersonalData(
        name="sign_in_traces",
        where=_("Connexions"),
        what=_("adresse du réseau, navigateur, heure des connexions et des échecs"),
        purpose=_("protéger les comptes contre les essais de mots de passe"),
        legal_basis=_("intérêt légitime\u00a0: sécurité"),
        kept=_("6 mois"),
        days=183,
        purge=purge_sign_in_traces,
    ),
    PersonalData(
        name="sessions",
        where=_("Sessions"),
        what=_("témoin de connexion"),
        purpose=_("rester connecté d’une page à l’autre"),
        legal_basis=_("nécessaire au service demandé"),
        kept=_("2 semaines sans visite"),
        days=0,
        purge=purge_sessions,
    ),
    PersonalData(
        name="notices",
        where=_("Notifications"),
        what=_("ce qui a été annoncé à chaque personne"),
        purpose=_("prévenir qui doit agir"),
        legal_basis=PUBLIC_INTEREST,
        kept=_("1 an"),
        days=365,
        purge=lambda at, days: purge_notices(at=at, days=days),
    ),
    PersonalData(
        name="comments",
        where=_("Commentaires"),
        what=_("ce que chaque personne a écrit sur les plans, avec son nom et la date"),
        purpose=_("se parler dans le dossier et garder trace des échanges"),
        legal_basis=PUBLIC_INTEREST,
        kept=_("autant que le contrat\u00a0; un commentaire retiré perd son texte aussitôt"),
    ),
    PersonalData(
        name="plan_imports",
        where=_("Imports de plans"),
        what=_("document déposé et nom de qui l’a déposé, jamais enregistré comme plan"),
        purpose=_("reprendre plus tard une lecture commencée"),
        legal_basis=PUBLIC_INTEREST,
        kept=_("90 jours"),
        days=90,
        purge=lambda at, days: purge_unsaved_imports(at=at, days=days),
    ),
    PersonalData(
        name="matrix_presences",
        where=_("Tableau de cofinancement"),
        what=_("qui a ce tableau ouvert, et l’heure de son dernier signe"),
        purpose=_("savoir qui d’autre y travaille au même moment"),
        legal_basis=PUBLIC_INTEREST,
        kept=_("1 jour"),
        days=1,
        purge=lambda at, days: forget_presences(at=at, days=days),
    ),
    PersonalData(
        name="report_papers",
        where=_("Bilans"),
        what=_("photos, feuilles d’émargement et pièces jointes aux bilans, nom de qui signe"),
        purpose=_("montrer que l’action financée a eu lieu"),
        legal_basis=PUBLIC_INTEREST,
        kept=_(
            "10 ans après l’acceptation du bilan pour les fichiers, autant que le contrat ensuite"
        ),
        days=10 * 365,
        purge=lambda at, days: purge_papers(at=at, days=days),
    ),
    PersonalData(
        name="fund_juries",
        where=_("Jurys du fonds des habitants"),
        what=_("nom et qualité des membres du jury"),
        purpose=_("savoir qui a décidé"),
        legal_basis=PUBLIC_INTEREST,
        kept=_("1 an après la décision\u00a0; les voix restent, sans les noms"),
        days=365,
        purge=lambda at, days: forget_juries(at=at, days=days),
    ),
    PersonalData(
        name="fund_bearers",
        where=_("Fonds des habitants"),
        what=_(
            "nom, téléphone, adresse électronique de qui demande, ce qu’il a écrit, ses photos "
            "et ses factures"
        ),
        purpose=_("répondre à la demande, verser l’argent, tenir les plafonds"),
        legal_basis=PUBLIC_INTEREST,
        kept=_("2 ans après la fin de la dernière demande\u00a0; les sommes restent, sans nom"),
        days=2 * 365,
        purge=lambda at, days: erase_bearers(at=at, days=days),
    ),
    PersonalData(
        name="council_opinions",
        where=_("Consultations des conseils"),
        what=_(
            "qui a donné l’avis d’un conseil, qui était présent, qui s’est retiré et pourquoi, "
            "compte rendu joint"
        ),
        purpose=_("montrer que le conseil a été consulté et s’est réuni"),
        legal_basis=PUBLIC_INTEREST,
        kept=_("comptes rendus et déports : 5 ans après l’avis ; le reste autant que le contrat"),
        days=5 * 365,
        purge=lambda at, days: purge_opinion_minutes(at=at, days=days),
    ),
    PersonalData(
        name="council_receipts",
        where=_("Dotations des conseils"),
        what=_("tickets et factures des dépenses, nom de qui les a écrites"),
        purpose=_("justifier l’usage d’un argent public"),
        legal_basis=_("obligation légale de rendre compte"),
        kept=_(
            "justificatifs : 10 ans après la clôture de l’année ; le reste autant que le contrat"
        ),
        days=10 * 365,
        purge=lambda at, days: purge_receipts(at=at, days=days),
    ),
    PersonalData(
        name="council_trainings",
        where=_("Formations des conseils"),
        what=_("qui est venu à chaque formation"),
        purpose=_("suivre la formation des membres des conseils"),
        legal_basis=PUBLIC_INTEREST,
        kept=_("autant que le contrat"),
    ),
    PersonalData(
        name="council_mandates",
        where=_("Conseils citoyens"),
        what=_(
            "nom, collège, dates, fonction et origine du mandat, sexe déclaré, raison du départ, "
            "présences aux réunions"
        ),
        purpose=_("savoir qui siège, compter la parité, convoquer"),
        legal_basis=PUBLIC_INTEREST,
        kept=_("autant que le contrat\u00a0; le sexe et les absences ne sont jamais publiés"),
    ),
    PersonalData(
        name="council_minutes",
        where=_("Comptes rendus des conseils"),
        what=_("noms que les comptes rendus contiennent"),
        purpose=_("rendre compte de ce qui s’est dit"),
        legal_basis=PUBLIC_INTEREST,
        kept=_("autant que le contrat\u00a0; publiés exprès, retirés ou corrigés à la demande"),
    ),
    PersonalData(
        name="minutes_uploads",
        where=_("Dépôts de comptes rendus"),
        what=_("fichiers déposés et jamais confirmés"),
        purpose=_("reprendre plus tard un dépôt commencé"),
        legal_basis=PUBLIC_INTEREST,
        kept=_("90 jours"),
        days=90,
        purge=lambda at, days: purge_uploads(at=at, days=days),
    ),
    PersonalData(
        name="council_volunteers",
        where=_("Volontaires des conseils"),
        what=_(
            "nom, adresse électronique, téléphone, adresse, année de naissance, sexe, message de "
            "qui propose de participer"
        ),
        purpose=_("leur répondre, et les inscrire au tirage s’ils le veulent"),
        legal_basis=_("accord de la personne"),
        kept=_("1 an après leur proposition"),
        days=365,
        purge=lambda at, days: purge_volunteers(at=at, days=days),
    ),
    PersonalData(
        name="lost_uploads",
        where=_("Fichiers"),
        what=_("fichier déposé dont l’enregistrement n’a pas abouti"),
        purpose=_("aucun\u00a0: il est effacé"),
        legal_basis=PUBLIC_INTEREST,
        kept=_("1 jour"),
        days=1,
        purge=lambda at, _days: purge_orphans(at=at),
    ),
    PersonalData(
        name="draw_pools",
        where=_("Viviers des tirages au sort"),
        what=_(
            "nom, naissance, sexe, adresse, listes où la personne figure, code de sa lettre, "
            "raison d’une exclusion\u00a0; listes déposées et lignes refusées"
        ),
        purpose=_("tirer au sort, écrire à chaque personne, remplacer qui refuse"),
        legal_basis=PUBLIC_INTEREST,
        kept=_("jusqu’au jour fixé à la création du vivier, trois ans au plus"),
        days=0,
        purge=lambda at, _days: erase_due_pools(at=at),
    ),
    PersonalData(
        name="draw_tickets",
        where=_("Tirages au sort publiés"),
        what=_("empreinte de chaque personne, profil, chance, réponse\u00a0; noms des témoins"),
        purpose=_("laisser chacun vérifier le tirage, même longtemps après"),
        legal_basis=PUBLIC_INTEREST,
        kept=_("autant que le contrat\u00a0; sans nom, sauf ceux des témoins avec leur accord"),
    ),
    PersonalData(
        name="roles",
        where=_("Droits et fonctions"),
        what=_(
            "droits sur les contrats, fonctions dans les structures, avec leurs dates\u00a0; "
            "demandes pour rejoindre une structure et leurs réponses"
        ),
        purpose=_("savoir qui pouvait faire quoi, et quand"),
        legal_basis=PUBLIC_INTEREST,
        kept=_("autant que le contrat ou la structure"),
    ),
    PersonalData(
        name="audit",
        where=_("Journal"),
        what=_("qui a fait quoi, et quand"),
        purpose=_("rendre compte des décisions publiques"),
        legal_basis=_("obligation légale de rendre compte"),
        kept=_("autant que les archives du contrat"),
    ),
)


def enforce(*, at: datetime.datetime) -> dict[str, int]:
    """Delete what was kept long enough; how many rows of each kind."""
    return {
        data.name: data.purge(at, data.days)
        for data in REGISTER
        if data.purge is not None and data.days is not None
    }
