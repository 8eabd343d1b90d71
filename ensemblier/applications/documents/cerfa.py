"""Cerfa 12156*06 laid out: front page, then the seven sections of the form in its order."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ensemblier.applications.budget import share_asked
from ensemblier.applications.documents.blocks import (
    Block,
    Choices,
    Column,
    Field,
    Fields,
    Form,
    Heading,
    LongText,
    Option,
    Paragraph,
    Row,
    Signature,
    Table,
)
from ensemblier.applications.documents.sheet import CerfaDocument, Person
from ensemblier.applications.documents.tables import facing_budget
from ensemblier.core.typography import euros, long_date, number, quantity

NUMBER = "12156*06"
BLANK_ROWS = 4


def cerfa_form(sheet: CerfaDocument) -> Form:
    title = sheet.project.title or _("Demande de subvention")
    return Form(
        title=_("Demande de subvention") if sheet.is_blank else title,
        number=NUMBER,
        subtitle=" · ".join(part for part in (sheet.bearer.name, sheet.call) if part),
        author=sheet.bearer.name or _("Ensemblier"),
        footer=_("Mise en page du formulaire Cerfa n° %(number)s") % {"number": NUMBER}
        + (f" · {sheet.reference}" if sheet.reference else ""),
        language=(get_language() or "fr")[:2],
        blocks=[
            *_front(sheet),
            *_identity(sheet),
            *_relations(sheet),
            *_human_means(sheet),
            *_bearer_budget(sheet),
            *_project(sheet),
            *_project_budget(sheet),
            *_attestations(sheet),
        ],
        is_blank=sheet.is_blank,
    )


def _front(sheet: CerfaDocument) -> Iterable[Block]:
    yield Choices(_("Forme"), _either(_("en numéraire"), _("en nature"), sheet.in_kind))
    yield Choices(
        _("Fréquence"),
        _either(_("première demande"), _("renouvellement ou poursuite"), sheet.is_renewal),
    )
    yield Choices(
        _("Objet"),
        [
            Option(_("fonctionnement global")),
            Option(_("projet ou action"), checked=not sheet.is_blank),
        ],
    )
    yield Choices(
        _("Période"), _either(_("annuelle ou ponctuelle"), _("pluriannuelle"), sheet.is_multi_year)
    )
    yield LongText(_("Adressée à"), "\n".join(sheet.funders), lines=4)


def _either(no: str, yes: str, answer: bool | None) -> list[Option]:
    return [Option(no, checked=answer is False), Option(yes, checked=answer is True)]


def _identity(sheet: CerfaDocument) -> Iterable[Block]:
    bearer = sheet.bearer
    yield Heading(_("1. Identité de l’association"))
    yield Fields(
        [
            Field(_("Nom, dénomination"), bearer.name, wide=True),
            Field(_("Sigle"), bearer.acronym),
            Field(_("Site internet"), bearer.website),
            Field(_("Numéro SIRET"), bearer.siret),
            Field(_("Numéro RNA"), bearer.rna),
            Field(_("Adresse du siège social"), bearer.address, wide=True),
            Field(_("Code postal"), bearer.postcode),
            Field(_("Commune"), bearer.commune),
        ]
    )
    yield LongText(_("Objet de la structure"), bearer.purpose, lines=2)
    yield Heading(_("Représentant légal"), 2)
    yield _person(bearer.representative)
    yield Heading(_("Personne chargée de la présente demande"), 2)
    yield _person(bearer.contact)
    if bearer.joint_applicants:
        yield LongText(_("Demande portée avec"), "\n".join(bearer.joint_applicants))


def _person(person: Person) -> Fields:
    return Fields(
        [
            Field(_("Nom et prénom"), person.name),
            Field(_("Fonction"), person.role),
            Field(_("Téléphone"), person.phone),
            Field(_("Courriel"), person.email),
        ]
    )


def _relations(sheet: CerfaDocument) -> Iterable[Block]:
    relations = sheet.relations
    yield Heading(_("2. Relations avec l’administration"))
    yield LongText(
        _("Agréments administratifs\u00a0: type, attribué par, en date du"),
        relations.approvals,
        lines=3,
    )
    yield Choices(
        _("Reconnue d’utilité publique"), _either(_("non"), _("oui"), relations.public_utility)
    )
    yield Choices(
        _("Assujettie aux impôts commerciaux"),
        _either(_("non"), _("oui"), relations.commercial_taxes),
    )
    yield Heading(_("3. Relations avec d’autres associations"))
    yield LongText(_("Réseau, union ou fédération d’affiliation"), relations.networks, lines=2)
    yield LongText(
        _("Personnes morales adhérentes de l’association"), relations.member_bodies, lines=2
    )


def _count(value: int | None) -> str:
    return "" if value is None else number(value)


def _human_means(sheet: CerfaDocument) -> Iterable[Block]:
    means = sheet.human_means
    yield Heading(_("4. Moyens humains au 31 décembre de l’année écoulée"))
    yield Fields(
        [
            Field(_("Nombre d’adhérents"), _count(means.members)),
            Field(_("Nombre de bénévoles"), _count(means.volunteers)),
            Field(_("Nombre de volontaires"), _count(means.civic_volunteers)),
            Field(_("Nombre total de salariés"), _count(means.employees)),
            Field(_("dont emplois aidés"), _count(means.subsidized_jobs)),
            Field(_("Salariés en équivalent temps plein"), means.full_time_equivalents),
            Field(_("Personnels mis à disposition par une administration"), _count(means.seconded)),
        ]
    )


def _bearer_budget(sheet: CerfaDocument) -> Iterable[Block]:
    yield Heading(_("5. Budget de l’association"))
    if sheet.bearer_period:
        yield Paragraph(_period(_("Exercice"), *sheet.bearer_period))
    if sheet.bearer_budget is not None or sheet.is_blank:
        yield facing_budget(
            _("Budget de l’association"),
            sheet.bearer_budget or sheet.budget,
            is_blank=sheet.is_blank,
        )
    else:
        yield Paragraph(_("Voir les comptes et le budget joints au dossier de la structure."))


def _period(label: str, start: datetime.date | None, end: datetime.date | None) -> str:
    if start is None or end is None:
        return ""
    return _("%(label)s du %(start)s au %(end)s") % {
        "label": label,
        "start": long_date(start),
        "end": long_date(end),
    }


def _project(sheet: CerfaDocument) -> Iterable[Block]:
    project = sheet.project
    yield Heading(_("6. Projet, objet de la demande"))
    yield LongText(_("Intitulé"), project.title, lines=1)
    if project.themes:
        yield LongText(_("Objectifs du contrat de ville"), "\n".join(project.themes))
    yield LongText(_("Objectifs"), project.objectives, lines=5)
    yield LongText(_("À quel besoin cela répond-il\u00a0?"), project.needs, lines=3)
    yield LongText(_("Description"), project.description, lines=9)
    if project.public_summary:
        yield LongText(_("Résumé pour le public"), project.public_summary)
    yield LongText(
        _("Bénéficiaires\u00a0: caractéristiques sociales, respect de l’égalité, participation"),
        project.beneficiaries,
        lines=4,
    )
    yield _audience(sheet)
    yield Fields(
        [
            Field(_("Nombre de personnes attendues"), _count(project.people)),
            Field(_("dont habitants des quartiers prioritaires"), _count(project.people_in_qpv)),
        ]
    )
    yield LongText(_("Territoire"), "\n".join(_places(sheet)), lines=3)
    yield LongText(_("Moyens matériels et humains"), project.means, lines=5)
    yield Fields(
        [
            Field(_("Début"), long_date(project.starts_on)),
            Field(_("Fin"), long_date(project.ends_on)),
        ]
    )
    yield _measures(sheet)
    yield LongText(
        _("Évaluation\u00a0: comment sera-t-elle faite\u00a0?"), project.evaluation, lines=3
    )
    for question, answer in project.answers:
        yield LongText(question, answer)


def _audience(sheet: CerfaDocument) -> Table:
    rows = [
        Row([group.label, *map(_count, (group.women, group.men, group.unknown, group.total))])
        for group in sheet.project.audience
    ]
    if sheet.is_blank:
        rows = [Row([""] * 5)] * BLANK_ROWS
    return Table(
        _("Personnes attendues par âge et par sexe"),
        [
            Column(_("Âge"), width=2),
            Column(_("Femmes"), is_number=True),
            Column(_("Hommes"), is_number=True),
            Column(_("Non précisé"), is_number=True),
            Column(_("Total"), is_number=True),
        ],
        rows,
    )


def _places(sheet: CerfaDocument) -> Iterable[str]:
    for place in sheet.project.places:
        yield f"{place.name}\u00a0: {place.share}" if place.share else place.name
    if sheet.project.place_detail:
        yield sheet.project.place_detail


def _measures(sheet: CerfaDocument) -> Table:
    rows = [Row([measure.label, measure.target]) for measure in sheet.project.measures]
    return Table(
        _("Indicateurs proposés au regard des objectifs"),
        [Column(_("Indicateur"), width=3), Column(_("Attendu"), width=1.5)],
        [Row(["", ""])] * BLANK_ROWS if sheet.is_blank else rows,
    )


def _project_budget(sheet: CerfaDocument) -> Iterable[Block]:
    caption = _("6. Budget du projet")
    year = _("année %(year)s") % {"year": sheet.year} if sheet.year else ""
    yield Heading(f"{caption} – {year}" if year else caption, on_new_page=True)
    yield facing_budget(
        _("Budget du projet"), sheet.budget, subsidies=sheet.subsidies, is_blank=sheet.is_blank
    )
    yield LongText(
        _("Règle de répartition des charges indirectes"), sheet.project.indirect_costs_rule, lines=2
    )
    yield Paragraph(_asked(sheet))
    yield Paragraph(
        _(
            "Les indications sur les financements demandés auprès d’autres financeurs publics "
            "valent déclaration sur l’honneur et tiennent lieu de justificatifs."
        ),
        is_note=True,
    )


def _asked(sheet: CerfaDocument) -> str:
    share = share_asked(sheet.budget, sheet.asked or 0)
    if sheet.is_blank or share is None:
        return _(
            "La subvention sollicitée de …………………… €, objet de la présente demande, représente "
            "………… % du total des produits du projet."
        )
    return _(
        "La subvention sollicitée de %(asked)s, objet de la présente demande, représente "
        "%(share)s du total des produits du projet."
    ) % {"asked": euros(sheet.asked or 0), "share": quantity(share, "%")}


def _attestations(sheet: CerfaDocument) -> Iterable[Block]:
    signing = sheet.signing
    yield Heading(_("7. Attestations"))
    yield Fields(
        [
            Field(_("Je soussigné(e)"), signing.name),
            Field(_("représentant(e) légal(e) en qualité de"), signing.role),
        ]
    )
    yield Paragraph(_("déclare\u00a0:"))
    for sentence in _declarations():
        yield Paragraph(f"– {sentence}")
    yield Choices(
        _("Aides publiques reçues sur les trois derniers exercices, celui en cours compris"),
        _either(
            _("500\u00a0000\u00a0€ au plus"),
            _("plus de 500\u00a0000\u00a0€"),
            signing.above_threshold,
        ),
    )
    yield _years(sheet)
    yield Paragraph(
        _("Si elle est accordée, la subvention sera versée au compte bancaire de l’association.")
    )
    yield Signature(_made_on(sheet), _("Signature"))


def _declarations() -> list[str]:
    return [
        _(
            "que l’association est à jour de ses obligations administratives, comptables, "
            "sociales et fiscales (déclarations et paiements correspondants)\u00a0;"
        ),
        _(
            "exactes et sincères les informations du présent formulaire, notamment celles qui "
            "concernent les demandes déposées auprès d’autres financeurs publics\u00a0;"
        ),
        _(
            "que l’association respecte les principes et valeurs de la Charte des engagements "
            "réciproques conclue le 14 février 2014 entre l’État, les associations d’élus "
            "territoriaux et le Mouvement associatif\u00a0;"
        ),
        _(
            "que l’association souscrit au contrat d’engagement républicain annexé au décret "
            "n° 2021-1947 du 31 décembre 2021, pris pour l’application de l’article 10-1 de la "
            "loi n° 2000-321 du 12 avril 2000, et en a informé ses membres\u00a0;"
        ),
    ]


def _years(sheet: CerfaDocument) -> Table:
    rows = [Row([str(item.year), euros(item.cents)]) for item in sheet.years]
    if not rows and not sheet.is_blank and sheet.asked is not None:
        rows = [Row([str(sheet.year or ""), euros(sheet.asked)])]
    return Table(
        _("Demande une subvention de"),
        [Column(_("Année ou exercice")), Column(_("Montant"), is_number=True)],
        [Row(["", ""])] * 3 if sheet.is_blank else rows,
    )


def _made_on(sheet: CerfaDocument) -> str:
    signing = sheet.signing
    if signing.on is None:
        return _("Fait le …………………………… à ……………………………………")
    if signing.place:
        return _("Fait le %(day)s à %(place)s, par %(name)s") % {
            "day": long_date(signing.on),
            "place": signing.place,
            "name": signing.name,
        }
    return _("Fait le %(day)s par %(name)s") % {
        "day": long_date(signing.on),
        "name": signing.name,
    }
