"""The templates that everybody starts from, as DOCX: plain words, the clauses that the law wants.

Article 10 of loi 2000-321 asks an agreement for its object, amount, duration, ways of payment
and conditions of use; décret 2001-495 sets the threshold.
"""

from __future__ import annotations

import io
from functools import cache

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from ensemblier.funding.enums import TemplateKind as Kind

TITLE, HEADING, TEXT, ITEM, RIGHT, RULE = "title", "heading", "text", "item", "right", "rule"
Line = tuple[str, str]

SENDER = [
    (TEXT, "{{ financeur.nom }}"),
    (TEXT, "{{ financeur.adresse }}"),
    (TEXT, "{{ financeur.code_postal }} {{ financeur.commune }}"),
    (RIGHT, "{{ structure.nom }}"),
    (RIGHT, "{{ structure.adresse }}"),
    (RIGHT, "{{ structure.code_postal }} {{ structure.commune }}"),
    (RIGHT, "Le {{ date }}"),
]
GREETING = (TEXT, "Madame, Monsieur,")
FAREWELL = [
    (TEXT, "L’équipe du contrat de ville reste à votre disposition."),
    (TEXT, "Nous vous prions d’agréer, Madame, Monsieur, l’expression de notre considération."),
    (RIGHT, "Pour {{ financeur.nom }},"),
]
BY_DECISION = (
    "{% if financement.reference_decision %} (décision {{ financement.reference_decision }})"
    "{% endif %}"
)
SCHEDULE = [
    (RULE, "{%p for versement in versements %}"),
    (ITEM, "{{ versement.sorte }} : {{ versement.montant }}, prévu le {{ versement.date }}"),
    (RULE, "{%p endfor %}"),
]

GRANT_LETTER: list[Line] = [
    *SENDER,
    (TITLE, "Votre demande est acceptée : {{ financement.accorde }}"),
    (TEXT, "Dossier {{ dossier.reference }} – {{ dossier.intitule }}"),
    GREETING,
    (
        TEXT,
        "Vous avez demandé {{ financement.demande }} pour l’action « {{ dossier.intitule }} », "
        "dans le cadre du {{ contrat.nom }} et de l’appel « {{ appel.nom }} ».",
    ),
    (
        TEXT,
        "Le {{ financement.date_decision }}, {{ financeur.nom }} vous a accordé "
        "{{ financement.accorde }} pour l’année {{ dossier.annee }}" + BY_DECISION + ".",
    ),
    (RULE, "{%p if versements %}"),
    (TEXT, "Cette somme vous sera versée ainsi :"),
    *SCHEDULE,
    (RULE, "{%p endif %}"),
    (
        TEXT,
        "Elle sert à cette action et à rien d’autre. Vous rendrez votre bilan au plus tard le "
        "{{ bilan.date_limite }} ; ce qui n’aura pas servi sera à rendre.",
    ),
    *FAREWELL,
]

REFUSAL_LETTER: list[Line] = [
    *SENDER,
    (TITLE, "Votre demande n’est pas retenue"),
    (TEXT, "Dossier {{ dossier.reference }} – {{ dossier.intitule }}"),
    GREETING,
    (
        TEXT,
        "Vous avez demandé {{ financement.demande }} pour l’action « {{ dossier.intitule }} », "
        "dans le cadre du {{ contrat.nom }} et de l’appel « {{ appel.nom }} ».",
    ),
    (
        TEXT,
        "Le {{ financement.date_decision }}, {{ financeur.nom }} a décidé de ne pas financer cette "
        "action" + BY_DECISION + ".",
    ),
    (RULE, "{%p if financement.motif %}"),
    (TEXT, "Motif : {{ financement.motif }}"),
    (RULE, "{%p endif %}"),
    (
        TEXT,
        "Vous pouvez demander à {{ financeur.nom }} de revoir cette décision, ou saisir le "
        "tribunal administratif, dans les deux mois qui suivent la réception de cette lettre.",
    ),
    *FAREWELL,
]

POSTPONEMENT_LETTER: list[Line] = [
    *SENDER,
    (TITLE, "Votre demande est ajournée"),
    (TEXT, "Dossier {{ dossier.reference }} – {{ dossier.intitule }}"),
    GREETING,
    (
        TEXT,
        "Vous avez demandé {{ financement.demande }} pour l’action « {{ dossier.intitule }} ». "
        "{{ financeur.nom }} n’a pas encore décidé et examinera votre demande plus tard"
        + BY_DECISION
        + ".",
    ),
    (RULE, "{%p if financement.motif %}"),
    (TEXT, "Motif : {{ financement.motif }}"),
    (RULE, "{%p endif %}"),
    (TEXT, "Vous n’avez rien à refaire : votre dossier reste ouvert."),
    *FAREWELL,
]

ADDRESS = (
    "{%% if %(who)s.commune %%}, {%% if %(who)s.adresse %%}{{ %(who)s.adresse }}, {%% endif %%}"
    "{{ %(who)s.code_postal }} {{ %(who)s.commune }}{%% endif %%}"
)
ADDRESS_OF_FUNDER = ADDRESS % {"who": "financeur"}
ADDRESS_OF_BEARER = ADDRESS % {"who": "structure"}
PARTIES: list[Line] = [
    (
        TEXT,
        "Entre {{ financeur.nom }}" + ADDRESS_OF_FUNDER + ", ci-après « le financeur »,",
    ),
    (
        TEXT,
        "et {{ structure.nom }}, SIRET {{ structure.siret }}"
        + ADDRESS_OF_BEARER
        + "{% if structure.representant %}, représentée par {{ structure.representant }}, "
        "{{ structure.qualite }}{% endif %}, ci-après « le bénéficiaire »,",
    ),
    (
        TEXT,
        "vu l’article 10 de la loi n° 2000-321 du 12 avril 2000 et le décret n° 2001-495 du 6 juin "
        "2001 ; vu le {{ contrat.nom }}{% if financement.reference_decision %} ; vu la décision "
        "{{ financement.reference_decision }} du {{ financement.date_decision }}{% endif %} ;",
    ),
    (TEXT, "il est convenu ce qui suit."),
]
OBJECT: list[Line] = [
    (HEADING, "Article 1. Objet"),
    (
        TEXT,
        "Le bénéficiaire mène l’action « {{ dossier.intitule }} » (dossier "
        "{{ dossier.reference }}). {{ dossier.objectifs }}",
    ),
]
USE_AND_CONTROL: list[Line] = [
    (HEADING, "Article 5. Emploi de la subvention"),
    (
        TEXT,
        "La subvention sert à cette action seulement. Le bénéficiaire respecte le contrat "
        "d’engagement républicain. Il cite le soutien du financeur et du contrat de ville.",
    ),
    (HEADING, "Article 6. Bilan et contrôle"),
    (
        TEXT,
        "Le bénéficiaire remet son bilan et son compte rendu financier au plus tard le "
        "{{ bilan.date_limite }}{% if annees|length > 1 %}, puis dans le même délai pour chaque "
        "année suivante{% endif %}. Le financeur peut vérifier l’emploi de la subvention sur "
        "pièces et sur place.",
    ),
    (
        TEXT,
        "Ce qui n’a pas servi à l’action est à rendre, de même que les sommes dont l’emploi n’est "
        "pas justifié.",
    ),
    (HEADING, "Article 7. Changement et fin"),
    (
        TEXT,
        "Tout changement fait l’objet d’un avenant signé des deux parties. Si l’une ne tient pas "
        "ses engagements, l’autre peut mettre fin à la convention deux mois après une mise en "
        "demeure restée sans effet. Un désaccord qui dure est porté devant le tribunal "
        "administratif.",
    ),
    (TEXT, "Fait en deux exemplaires."),
    (TEXT, "Pour {{ financeur.nom }}, le :"),
    (TEXT, "Pour {{ structure.nom }}, le :"),
]

ANNUAL_AGREEMENT: list[Line] = [
    (TITLE, "Convention annuelle {{ convention.reference }}"),
    *PARTIES,
    *OBJECT,
    (HEADING, "Article 2. Durée"),
    (
        TEXT,
        "La convention porte sur l’année {{ dossier.annee }}. L’action se déroule du "
        "{{ dossier.debut }} au {{ dossier.fin }}.",
    ),
    (HEADING, "Article 3. Montant"),
    (TEXT, "Le financeur accorde {{ convention.total }} au bénéficiaire."),
    (HEADING, "Article 4. Versement"),
    *SCHEDULE,
    *USE_AND_CONTROL,
]

MULTIYEAR_AGREEMENT: list[Line] = [
    (TITLE, "Convention pluriannuelle {{ convention.reference }}"),
    *PARTIES,
    *OBJECT,
    (HEADING, "Article 2. Durée"),
    (
        TEXT,
        "La convention porte sur les années ci-dessous. La première commence le "
        "{{ dossier.debut }}.",
    ),
    (HEADING, "Article 3. Montant"),
    (TEXT, "Le financeur soutient l’action à hauteur de {{ convention.total }} en tout :"),
    (RULE, "{%p for annee in annees %}"),
    (ITEM, "{{ annee.annee }} : {{ annee.montant }}, montant {{ annee.nature }}"),
    (RULE, "{%p endfor %}"),
    (
        TEXT,
        "Un montant prévisionnel devient ferme quand le financeur a voté son budget et décidé le "
        "montant de l’année. Il peut être revu à cette occasion.",
    ),
    (HEADING, "Article 4. Versement"),
    (TEXT, "Pour la première année :"),
    *SCHEDULE,
    *USE_AND_CONTROL,
]

RECOVERY_LETTER: list[Line] = [
    *SENDER,
    (TITLE, "Somme à rendre : {{ reversement.montant }}"),
    (TEXT, "Dossier {{ dossier.reference }} – {{ dossier.intitule }}"),
    GREETING,
    (
        TEXT,
        "{{ financeur.nom }} vous avait accordé {{ financement.accorde }} pour l’action "
        "« {{ dossier.intitule }} ». Une partie est à rendre : {{ reversement.montant }}.",
    ),
    (TEXT, "Motif : {{ reversement.motif }}"),
    (
        TEXT,
        "Il reste à rendre {{ reversement.reste }}. Vous pouvez proposer de le faire en plusieurs "
        "fois : répondez à cette lettre pour en convenir.",
    ),
    (
        TEXT,
        "Vous pouvez demander à {{ financeur.nom }} de revoir cette décision, ou saisir le "
        "tribunal administratif, dans les deux mois qui suivent la réception de cette lettre.",
    ),
    *FAREWELL,
]

CONTENTS: dict[str, list[Line]] = {
    Kind.GRANT_LETTER: GRANT_LETTER,
    Kind.REFUSAL_LETTER: REFUSAL_LETTER,
    Kind.POSTPONEMENT_LETTER: POSTPONEMENT_LETTER,
    Kind.ANNUAL_AGREEMENT: ANNUAL_AGREEMENT,
    Kind.MULTIYEAR_AGREEMENT: MULTIYEAR_AGREEMENT,
    Kind.RECOVERY_LETTER: RECOVERY_LETTER,
}


@cache
def default_template(kind: str) -> bytes:
    """The DOCX that serves as long as a team has no template of its own."""
    document = Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Liberation Serif", Pt(11)
    normal.paragraph_format.space_after = Pt(6)
    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.2)
    for style, text in CONTENTS[kind]:
        _add(document, style, _typographic(text))
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _add(document: Document, style: str, text: str) -> None:  # type: ignore[valid-type]
    if style in (TITLE, HEADING):
        document.add_heading(text, level=1 if style == TITLE else 2)  # type: ignore[attr-defined]
    elif style == ITEM:
        document.add_paragraph(text, style="List Bullet")  # type: ignore[attr-defined]
    else:
        paragraph = document.add_paragraph(text)  # type: ignore[attr-defined]
        if style == RIGHT:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _typographic(text: str) -> str:
    """No-break spaces where French wants them."""
    for before, after in (
        (" :", "\u00a0:"),
        (" ;", "\u00a0;"),
        ("« ", "«\u00a0"),
        (" »", "\u00a0»"),
    ):
        text = text.replace(before, after)
    return text
