"""Every component in every state, for the gallery page and for the tests that read it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator


@dataclass(frozen=True)
class Example:
    component: str
    state: str
    source: str
    context: dict[str, Any] = field(default_factory=dict)


class ExampleForm(forms.Form):
    title = forms.CharField(label="Titre", help_text="Comme il sera lu par les habitants.")
    email = forms.EmailField(label="Adresse électronique")
    amount = forms.IntegerField(
        label="Montant demandé",
        max_value=700,
        help_text="700 € au plus par action.",
        error_messages={"max_value": "Le fonds finance 700 € au plus. Indiquez 700 € ou moins."},
    )
    day = forms.DateField(label="Date", required=False)
    kind = forms.ChoiceField(
        label="Sorte", choices=[("", "Choisir…"), ("fete", "Fête"), ("sortie", "Sortie")]
    )
    audience = forms.ChoiceField(
        label="Pour qui",
        choices=[("all", "Tout le monde"), ("young", "Les jeunes"), ("old", "Les anciens")],
        widget=forms.RadioSelect,
    )
    areas = forms.MultipleChoiceField(
        label="Quartiers",
        choices=[("QN03001I", "Alès"), ("QN03002M", "Anduze"), ("QN03014M", "L’Écusson")],
        help_text="Plusieurs réponses possibles.",
    )
    text = forms.CharField(label="Description", widget=forms.Textarea(attrs={"rows": 4}))
    paper = forms.FileField(label="Pièce jointe", required=False)
    agreed = forms.BooleanField(label="J’ai lu le règlement du fonds")


ENTERED = {"title": "Repas de quartier", "email": "pas une adresse", "amount": "1200"}


def square(west: float, south: float, side: float = 0.02) -> dict[str, Any]:
    east, north = west + side, south + side
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def hexagon(longitude: float, latitude: float, size: float = 0.012) -> dict[str, Any]:
    corners = [(1, 0), (0.5, 0.62), (-0.5, 0.62), (-1, 0), (-0.5, -0.62), (0.5, -0.62), (1, 0)]
    ring = [[longitude + size * x, latitude + size * y] for x, y in corners]
    return {"type": "Polygon", "coordinates": [ring]}


AREAS = [
    {"name": "La commune", "geometry": square(4.05, 44.09, 0.09), "tone": "context"},
    {"name": "Le quartier du pont", "geometry": hexagon(4.075, 44.115), "url": "#pont"},
    {
        "name": "Le quartier des mines",
        "geometry": hexagon(4.115, 44.145),
        "url": "#mines",
        "approximate": True,
    },
    {
        "name": "L’adresse cherchée",
        "geometry": {"type": "Point", "coordinates": [4.098, 44.128]},
        "tone": "info",
    },
]
SHARES = [
    {"label": "État", "value": 15700, "display": "15 700 €"},
    {"label": "Agglomération", "value": 10400, "display": "10 400 €"},
    {"label": "Département", "value": 7700, "display": "7 700 €"},
    {"label": "CAF", "value": 4600, "display": "4 600 €"},
]
RATES = [
    {"label": "Le quartier", "value": 46.6, "display": "46,6 %", "here": True},
    {"label": "La commune", "value": 28.1, "display": "28,1 %"},
    {"label": "L’agglomération", "value": 19.4, "display": "19,4 %"},
]
TABLE = """
<table><thead><tr>
<th scope="col">Action</th><th scope="col" class="number">Demandé</th><th scope="col">Suite</th>
</tr></thead><tbody>
<tr><th scope="row">Café des savoirs</th><td class="number">4 000 €</td>
<td>{% tag "accordé" tone="ok" %}</td></tr>
<tr><th scope="row">Jardin des deux âges</th><td class="number">6 000 €</td>
<td>{% tag "3 avis sur 5" tone="wait" %}</td></tr>
</tbody></table>
"""
PAGES = Paginator(range(300), 20)

CLASSES = [
    ("stack", "Space between the children, as in the page's content."),
    ("prose", "Paragraphs of a long text."),
    ("grid", "Cards side by side, as many as fit."),
    ("figures", "Big figures side by side."),
    ("buttons", "Buttons side by side, under a form."),
    ("number", "A cell or title of a column of figures."),
    ("hint", "A quiet sentence of help."),
    ("quote", "A resident's words, with their source in <small>."),
    ("visually-hidden", "Read aloud, not shown."),
]
ATTRIBUTES = [
    ("data-autosubmit", "On a form of filters: applies as soon as one is chosen."),
    ("data-confirm", "On a button or link: a question asked first."),
    ("data-copy", "On a hidden button of type button: copies this text; data-done says so."),
]

EXAMPLES = [
    Example(
        "card",
        "avec un titre qui mène à la page du sujet",
        '{% card title="Jardin des deux âges" level=4 url="#jardin" %}'
        "<p>Des anciens et des enfants cultivent ensemble.</p>{% endcard %}",
    ),
    Example("card", "sans titre", "{% card %}<p>Un seul sujet par feuille.</p>{% endcard %}"),
    *(
        Example(
            "notice",
            state,
            f'{{% notice tone="{tone}" title="{title}" %}}<p>{text}</p>{{% endnotice %}}',
        )
        for tone, state, title, text in [
            ("info", "information", "", "Le prochain comité se tient le 12 mars."),
            ("ok", "réussite", "C’est enregistré", "Le plan compte 37 actions."),
            ("warning", "attention", "À vérifier", "Deux lignes n’ont pas été comprises."),
            ("error", "erreur", "Rien n’a été enregistré", "Le fichier n’est pas un tableau."),
        ]
    ),
    Example(
        "table_region",
        "tableau large",
        '{% table_region label="Actions de l’année" %}' + TABLE + "{% endtable_region %}",
    ),
    Example(
        "toolbar",
        "recherche et action",
        '{% toolbar %}{% search_box action="" placeholder="Chercher une structure" %}'
        '{% button "Ajouter une structure" href="#ajouter" icon="add" %}{% endtoolbar %}',
    ),
    Example(
        "details",
        "fermé",
        '{% details summary="D’où vient ce chiffre\u00a0?" %}<p>INSEE, 2017.</p>{% enddetails %}',
    ),
    Example(
        "details",
        "ouvert",
        '{% details summary="Ce qui a changé" open=True %}<p>Deux objectifs.</p>{% enddetails %}',
    ),
    *(
        Example("button", state, f'{{% button "{label}" kind="{kind}" type="button" %}}')
        for kind, state, label in [
            ("primary", "principal", "Enregistrer"),
            ("secondary", "secondaire", "Prévisualiser"),
            ("quiet", "discret", "Annuler"),
            ("danger", "irréversible", "Supprimer le brouillon"),
        ]
    ),
    Example(
        "button",
        "lien avec icône",
        '{% button "Imprimer la fiche" href="#imprimer" icon="print" %}',
    ),
    Example(
        "button",
        "demande confirmation",
        '{% button "Fermer le compte" href="#fermer" kind="danger" '
        'confirm="Fermer ce compte\u00a0?" %}',
    ),
    Example(
        "tag",
        "les cinq tons",
        '<p>{% tag "brouillon" %} {% tag "publié" tone="ok" %} {% tag "refusé" tone="no" %} '
        '{% tag "en attente" tone="wait" %} {% tag "nouveau" tone="info" %}</p>',
    ),
    Example(
        "breadcrumb",
        "trois niveaux",
        "{% breadcrumb items %}",
        {
            "items": [
                ("Contrat de ville", "#contrat"),
                ("1 Cohésion sociale", "#pilier"),
                ("1.2 Solidarité et lien", ""),
            ]
        },
    ),
    Example(
        "empty",
        "liste sans ligne",
        '{% empty title="Aucun document" text="Déposez la délibération ou le contrat signé." '
        'action_label="Ajouter un document" action_url="#ajouter" %}',
    ),
    Example(
        "form_fields",
        "vierge",
        '<form method="post">{% form_fields form %}</form>',
        {"form": ExampleForm(prefix="blank")},
    ),
    Example(
        "form_fields",
        "à corriger",
        '<form method="post">{% form_fields form %}</form>',
        {"form": ExampleForm({f"wrong-{k}": v for k, v in ENTERED.items()}, prefix="wrong")},
    ),
    Example("field", "seul", "{% field form.title %}", {"form": ExampleForm(prefix="single")}),
    Example(
        "error_summary",
        "au-dessus de champs disposés à la main",
        "{% error_summary form %}{% field form.amount %}",
        {"form": ExampleForm({"hand-amount": "900"}, prefix="hand")},
    ),
    Example(
        "big_figure",
        "avec les lignes dont il est fait",
        '<div class="figures">{% big_figure "38 400 €" "accordés en 2025" url="#lignes" %}'
        '{% big_figure 412 "personnes, dont 58 % de femmes" %}</div>',
    ),
    Example(
        "thread",
        "dans les deux sens",
        '{% thread before=before here="1.2.1 Liens entre générations" after=after %}',
        {
            "before": [
                ("23 paroles d’habitants", "#paroles", "atelier de juillet"),
                ("Synthèse de l’atelier", "#synthese"),
            ],
            "after": [
                ("Appel à projets 2025", "#appel"),
                ("7 actions", "#actions", "38 400 €"),
                ("412 personnes", ""),
            ],
        },
    ),
    Example("pagination", "au milieu", "{% pagination page_obj %}", {"page_obj": PAGES.page(7)}),
    Example(
        "stacked_bar",
        "par financeur",
        '{% stacked_bar segments label="38 400 € accordés, par financeur" %}',
        {"segments": SHARES},
    ),
    Example("stacked_bar", "vide", '{% stacked_bar segments label="Rien" %}', {"segments": []}),
    Example(
        "stacked_rows",
        "par année et par financeur",
        '{% stacked_rows rows columns label="Accordé par année et par financeur" %}',
        {
            "columns": ["État", "CAF"],
            "rows": [
                {"label": "2024", "values": [3, 1], "displays": ["3 €", "1 €"], "display": "4 €"},
                {"label": "2025", "values": [2, 0], "displays": ["2 €", "–"], "display": "2 €"},
            ],
        },
    ),
    Example(
        "compare_bars",
        "un quartier et ce qui l’entoure",
        '{% compare_bars rows label="Taux de pauvreté, INSEE 2013-2017" %}',
        {"rows": RATES},
    ),
    Example("progress_bar", "en cours", '{% progress_bar value=3 max=5 label="3 avis sur 5" %}'),
    Example(
        "tabs",
        "deux pages d’une même chose",
        '{% tabs items label="Le plan" %}',
        {
            "items": [
                {"label": "Arbre", "url": "#arbre", "current": True},
                {"label": "Versions", "url": "#versions", "current": False},
            ]
        },
    ),
    Example("icon", "à côté d’un mot", '<p>{% icon "calendar" %} mardi 3 mars 2026</p>'),
    Example(
        "area_map",
        "contour, quartiers, forme approchée, point",
        '{% area_map features label="Les quartiers de la commune" height="s" %}',
        {"features": AREAS},
    ),
    Example(
        "export_links",
        "trois formats",
        '{% export_links "/export/" "xlsx csv json" %}',
    ),
    Example(
        "sort_link",
        "colonne à trier",
        '<table><thead><tr><th scope="col">{% sort_link "Nom" "name" %}</th></tr></thead>'
        "<tbody><tr><td>Anduze</td></tr></tbody></table>",
    ),
    Example(
        "search_box",
        "avec ce qui a été cherché",
        '{% search_box action="" placeholder="Un mot, un quartier" value="jardin" %}',
    ),
    Example(
        "messages_list",
        "ce qui vient de se passer",
        "{% messages_list %}",
        {
            "messages": [
                Message(constants.SUCCESS, "La structure est enregistrée."),
                Message(constants.ERROR, "Le fichier n’a pas été lu."),
            ]
        },
    ),
]
