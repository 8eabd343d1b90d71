"""What a letter or an agreement may say: each field with its meaning and an example.

Names are French words, because they are what a team types between braces in its own templates.
The documents are official papers: they are French whatever the language of the interface.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from ensemblier.core.lifecycle import Text
from ensemblier.funding.enums import TemplateKind as Kind

AGREEMENTS = (Kind.ANNUAL_AGREEMENT, Kind.MULTIYEAR_AGREEMENT)
GIVING = (Kind.GRANT_LETTER, *AGREEMENTS)
RECOVERY = (Kind.RECOVERY_LETTER,)
ALL = tuple(Kind)
ITEMS = {"versements": "versement", "annees": "annee"}


@dataclass(frozen=True)
class Field:
    """`name` is what stands between braces; a list is walked through with «for»."""

    name: str
    label: Text
    example: Any
    kinds: tuple[str, ...] = ALL

    @property
    def is_list(self) -> bool:
        return self.name in ITEMS

    @property
    def item(self) -> str:
        """What one line of a list is called in our examples."""
        return ITEMS[self.name.split(".")[0]]

    @property
    def shown(self) -> str:
        """As it is typed: a field of a list starts with the name of one of its lines."""
        place, point, name = self.name.partition(".")
        return f"{ITEMS.get(place, place)}{point}{name}"


FIELDS = [
    Field("date", _("le jour où le document est fait"), "3 avril 2027"),
    Field("contrat.nom", _("le contrat de ville"), "Contrat de ville d’Alès Agglomération"),
    Field("contrat.porteur", _("qui porte le contrat"), "Alès Agglomération"),
    Field("contrat.gestionnaire", _("qui l’anime"), "GIP Politique de la ville Alès Cévennes"),
    Field("appel.nom", _("l’appel à projets"), "Appel à projets 2027"),
    Field("financeur.nom", _("le financeur"), "Département du Gard"),
    Field("financeur.adresse", _("son adresse"), "3 rue Guillemette"),
    Field("financeur.code_postal", _("son code postal"), "30000"),
    Field("financeur.commune", _("sa commune"), "Nîmes"),
    Field("structure.nom", _("la structure qui porte l’action"), "Les Jardins du Gardon"),
    Field("structure.siret", _("son SIRET"), "732 829 320 00074"),
    Field("structure.rna", _("son numéro RNA"), "W302001234"),
    Field("structure.adresse", _("son adresse"), "12 rue des Lices"),
    Field("structure.code_postal", _("son code postal"), "30100"),
    Field("structure.commune", _("sa commune"), "Alès"),
    Field("structure.representant", _("son représentant légal"), "Nadia Exemple"),
    Field("structure.qualite", _("la fonction du représentant"), "présidente"),
    Field("dossier.reference", _("la référence du dossier"), "2027-0042"),
    Field("dossier.intitule", _("l’intitulé de l’action"), "Jardiner ensemble"),
    Field("dossier.annee", _("l’année de l’action"), "2027"),
    Field("dossier.debut", _("l’action commence le"), "1er février 2027"),
    Field("dossier.fin", _("l’action finit le"), "31 décembre 2027"),
    Field("dossier.objectifs", _("les objectifs de l’action"), "Faire vivre le jardin partagé."),
    Field("financement.demande", _("le montant demandé au financeur"), "6 000 €"),
    Field("financement.motif", _("le motif de la décision"), "Action proche de celle de 2026."),
    Field("financement.date_decision", _("le jour de la décision"), "12 mars 2027"),
    Field("financement.reference_decision", _("la référence de la décision"), "2027-031"),
    Field("financement.accorde", _("le montant accordé"), "5 000 €", (*GIVING, *RECOVERY)),
    Field("financement.ligne", _("la ligne budgétaire"), "Action sociale", GIVING),
    Field("bilan.date_limite", _("le bilan est attendu pour le"), "30 juin 2028", GIVING),
    Field("versements", _("liste\u00a0: les versements prévus"), None, GIVING),
    Field("versements.sorte", _("avance, solde ou versement unique"), "avance", GIVING),
    Field("versements.montant", _("le montant d’un versement"), "4 000 €", GIVING),
    Field("versements.date", _("le jour où il est attendu"), "3 mai 2027", GIVING),
    Field("convention.reference", _("la référence de la convention"), "CONV-2027-42-1", AGREEMENTS),
    Field("convention.total", _("le total des années de la convention"), "5 000 €", AGREEMENTS),
    Field("annees", _("liste\u00a0: les années de la convention"), None, AGREEMENTS),
    Field("annees.annee", _("l’année"), "2027", AGREEMENTS),
    Field("annees.montant", _("le montant de cette année"), "5 000 €", AGREEMENTS),
    Field("annees.nature", _("ferme ou prévisionnel"), "ferme", AGREEMENTS),
    Field("reversement.montant", _("la somme à rendre"), "850 €", RECOVERY),
    Field("reversement.reste", _("ce qui reste à rendre"), "850 €", RECOVERY),
    Field("reversement.motif", _("pourquoi"), "Une sortie n’a pas eu lieu.", RECOVERY),
    Field("reversement.date", _("demandé le"), "10 juillet 2028", RECOVERY),
]  # fmt: skip


def fields_for(kind: str) -> list[Field]:
    return [field for field in FIELDS if kind in field.kinds]


def example_for(kind: str) -> dict[str, Any]:
    """An invented document of this kind: a template that asks for anything else is refused."""
    context: dict[str, Any] = {}
    for field in fields_for(kind):
        place, _point, name = field.name.rpartition(".")
        if not place:
            context[field.name] = [{}] if field.name in ITEMS else field.example
        elif place in ITEMS:
            context[place][0][name] = field.example
        else:
            context.setdefault(place, {})[name] = field.example
    return context


def told_by(context: Mapping[str, Any], name: str) -> str:
    """What a field says in `context`: the first line of a list, nothing for the list itself."""
    value: Any = context
    for part in name.split("."):
        if isinstance(value, list):
            value = value[0] if value else {}
        value = value.get(part, "") if isinstance(value, Mapping) else ""
    return "" if isinstance(value, list | dict) else str(value)
