from __future__ import annotations

from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory

BAR = '<svg class="chart-swatch" viewBox="0 0 10 10" aria-hidden="true">'


def render(source: str, **context: Any) -> str:
    return Template(source).render(Context(context)).strip()


def render_at(path: str, source: str, **context: Any) -> str:
    return render(source, request=RequestFactory().get(path), **context)


@pytest.mark.parametrize(
    "source",
    [
        "{% tag %}",
        '{% tag "x" colour="ok" %}',
        "{% card subtitle='x' %}{% endcard %}",
        "{% details %}{% enddetails %}",
        "{% notice %}",
    ],
)
def test_unknown_or_missing_props_do_not_compile(source: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        render(source)


@pytest.mark.parametrize(
    "source",
    [
        '{% tag "x" tone="purple" %}',
        "{% tag mispelled %}",
        '{% button "x" kind="big" %}',
        '{% button "" %}',
        '{% icon "unicorn" %}',
        '{% notice tone="loud" %}{% endnotice %}',
        "{% table_region label=mispelled %}{% endtable_region %}",
        '{% card title="x" level=1 %}{% endcard %}',
        "{% breadcrumb items %}",
        '{% export_links "/x/" "odt" %}',
        '{% progress_bar value=1 max=0 label="x" %}',
        '{% compare_bars negative label="x" %}',
    ],
)
def test_props_that_cannot_be_right_stop_the_page(source: str) -> None:
    with pytest.raises(ValueError):
        render(source, items=[("", "/")], negative=[{"label": "x", "value": -1}])


def test_card_titles_lead_to_their_subject() -> None:
    html = render('{% card title="Jardin" level=3 url="/jardin/" %}<p>Ici</p>{% endcard %}')

    assert html == (
        '<section class="card">\n<h3 class="card-title"><a href="/jardin/">Jardin</a></h3>\n'
        "<p>Ici</p>\n</section>"
    )


def test_what_people_typed_is_escaped() -> None:
    assert render("{% tag label %}", label="<script>") == (
        '<span class="tag tag-plain">&lt;script&gt;</span>'
    )
    assert "<b>" not in render("{% card title=title %}{{ title }}{% endcard %}", title="<b>")


def test_button_is_a_link_where_it_leads_somewhere() -> None:
    assert render('{% button "Voir" href="/x/" kind="quiet" %}') == (
        '<a class="button button-quiet" href="/x/">Voir</a>'
    )
    assert render('{% button "Publier" name="do" value="publish" %}') == (
        '<button class="button button-primary" type="submit" name="do" value="publish">'
        "Publier</button>"
    )


def test_error_notice_is_announced() -> None:
    assert '<div class="notice notice-error" role="alert">' in render(
        '{% notice tone="error" %}Non{% endnotice %}'
    )
    assert '<div class="notice notice-ok">' in render('{% notice tone="ok" %}Oui{% endnotice %}')


def test_breadcrumb_ends_with_the_page_itself() -> None:
    html = render("{% breadcrumb items %}", items=[("Contrat", "/c/"), ("Pilier 1", "")])

    assert html == (
        '<nav class="breadcrumb" aria-label="Fil d’Ariane"><ol>\n'
        '<li><a href="/c/">Contrat</a></li>\n'
        '<li><span aria-current="page">Pilier 1</span></li>\n</ol></nav>'
    )


def test_empty_list_says_what_to_do() -> None:
    html = render('{% empty "Rien" "Ajoutez." action_label="Ajouter" action_url="/plus/" %}')

    assert '<p class="empty-title">Rien</p>' in html
    assert '<a class="button button-primary" href="/plus/">Ajouter</a>' in html
    assert "button" not in render('{% empty "Rien" "Revenez demain." %}')


def test_stacked_bar_says_in_words_what_it_draws() -> None:
    html = render(
        '{% stacked_bar segments label="Par financeur" %}',
        segments=[
            {"label": "État", "value": 3, "display": "3 €"},
            {"label": "CAF", "value": 1, "display": "1 €"},
            {"label": "Région", "value": 0, "display": "0 €"},
        ],
    )

    assert (
        'role="img" aria-label="Par financeur">'
        '<rect class="series-1" x="0.000" y="0" width="75.000" height="10"/>'
        '<rect class="series-2" x="75.000" y="0" width="25.000" height="10"/></svg>'
    ) in html
    assert (
        '<tr><th scope="row">CAF</th><td class="number">1 €</td><td class="number">25</td></tr>'
    ) in html
    assert "Région" not in html


def test_stacked_rows_share_one_scale_and_one_color_for_each_column() -> None:
    html = render(
        '{% stacked_rows rows columns label="Par année" %}',
        columns=["État", "CAF"],
        rows=[
            {"label": "2024", "values": [3, 1], "displays": ["3 €", "1 €"], "display": "4 €"},
            {"label": "2025", "values": [0, 2], "displays": ["–", "2 €"], "display": "2 €"},
        ],
    )
    assert (
        '<rect class="series-1" x="0.000" y="0" width="75.000" height="10"/>'
        '<rect class="series-2" x="75.000" y="0" width="25.000" height="10"/></svg><b>4 €</b>'
    ) in html
    assert '<rect class="series-2" x="0.000" y="0" width="50.000" height="10"/></svg>' in html
    assert (
        '<tr><th scope="row">2025</th><td class="number" data-label="État">–</td>'
        '<td class="number" data-label="CAF">2 €</td>'
        '<td class="number" data-label="Total">2 €</td></tr>'
    ) in html


def test_a_stacked_row_needs_a_value_for_each_column() -> None:
    with pytest.raises(ValueError, match="each column"):
        render(
            '{% stacked_rows rows columns label="x" %}',
            columns=["État"],
            rows=[{"label": "2024", "values": [], "displays": [], "display": "0 €"}],
        )


def test_compared_bars_share_one_scale() -> None:
    html = render(
        '{% compare_bars rows label="Pauvreté" %}',
        rows=[
            {"label": "Quartier", "value": 40, "display": "40 %", "here": True},
            {"label": "Commune", "value": 10, "display": "10 %"},
        ],
    )

    assert '<div class="is-here"><dt>Quartier</dt><dd>40 %</dd>' in html
    assert '<rect width="100.000" height="10"/>' in html
    assert "<div><dt>Commune</dt><dd>10 %</dd>" in html
    assert '<rect width="25.000" height="10"/>' in html


def test_bars_without_any_value_draw_nothing() -> None:
    assert 'width="0.000"' in render(
        '{% compare_bars rows label="x" %}', rows=[{"label": "a", "value": 0}]
    )
    assert "Rien à montrer" in render('{% stacked_bar rows label="x" %}', rows=[])


def test_progress_keeps_machine_numbers() -> None:
    assert '<progress value="1234.5" max="2000"></progress>' in render(
        '{% progress_bar value=value max=2000 label="x" %}', value=1234.5
    )


def test_thread_reads_up_and_down() -> None:
    html = render(
        '{% thread before=before here="1.2.1 Liens" after=after %}',
        before=[("23 paroles", "/paroles/", "atelier")],
        after=[("412 personnes", "")],
    )

    assert '<ul><li><a href="/paroles/">23 paroles</a> <small>atelier</small></li></ul>' in html
    assert '<p class="thread-here" aria-current="page">1.2.1 Liens</p>' in html
    assert "<ul><li>412 personnes</li></ul>" in html
    assert html.index("d’où ça vient") < html.index("thread-here") < html.index("où ça va")


def test_thread_with_one_end_says_only_that_end() -> None:
    html = render('{% thread before=none here="Ici" after=after %}', none=[], after=[("A", "/")])

    assert "d’où ça vient" not in html


def test_pagination_keeps_the_filters() -> None:
    page_obj = Paginator(range(50), 10).page(2)

    html = render_at("/x/?q=jardin&page=2", "{% pagination page_obj %}", page_obj=page_obj)

    assert '<a rel="prev" href="?q=jardin&amp;page=1">' in html
    assert '<a rel="next" href="?q=jardin&amp;page=3">' in html
    assert 'href="?q=jardin&amp;page=2" aria-current="page"' in html


def test_one_page_needs_no_pagination() -> None:
    page_obj = Paginator(range(5), 10).page(1)

    assert render_at("/x/", "{% pagination page_obj %}", page_obj=page_obj) == ""


def test_sorting_twice_turns_round_and_goes_back_to_page_one() -> None:
    source = '{% sort_link "Nom" "name" %}'

    assert 'href="?q=a&amp;tri=name"' in render_at("/x/?q=a&page=3", source)
    turned = render_at("/x/?tri=name", source)
    assert 'href="?tri=-name"' in turned
    assert "(tri croissant)" in turned
    back = render_at("/x/?tri=-name", source)
    assert 'href="?tri=name"' in back
    assert "(tri décroissant)" in back


def test_exports_follow_the_filters() -> None:
    html = render_at("/x/?q=a&page=2", '{% export_links "/x/export/" "xlsx csv" %}')

    assert '<a href="/x/export/xlsx/?q=a">Excel</a>' in html
    assert '<a href="/x/export/csv/?q=a">CSV</a>' in html
    query = render_at("/x/", '{% export_links "/x/?format=" "json" %}')
    assert '<a href="/x/?format=json">JSON</a>' in query


def test_tabs_mark_the_current_page() -> None:
    items = [
        {"label": "Arbre", "url": "/a/", "current": True},
        {"label": "Versions", "url": "/v/", "current": False},
    ]

    html = render('{% tabs items label="Le plan" %}', items=items)

    assert '<a href="/a/" aria-current="page">Arbre</a>' in html
    assert '<a href="/v/">Versions</a>' in html


def test_search_box_keeps_what_was_typed() -> None:
    html = render('{% search_box action="/r/" placeholder="Un mot" value="L’Écusson" %}')

    assert '<form class="search-box" role="search" action="/r/" method="get">' in html
    assert 'name="q" value="L’Écusson" placeholder="Un mot"' in html


def test_no_message_leaves_no_trace() -> None:
    assert render("{% messages_list %}", messages=[]) == ""


def test_empty_state_stands_in_a_loop_without_rows() -> None:
    source = '{% for row in rows %}{{ row }}{% empty %}{% empty "Rien" "Ajoutez." %}{% endfor %}'

    assert '<p class="empty-title">Rien</p>' in render(source, rows=[])
    assert render(source, rows=["a", "b"]) == "ab"
