"""Wide tables on a phone: each cell says the head of its column."""

from __future__ import annotations

import pytest
from django.template import Context, Template

from ensemblier.ui.stacking import stacked

HEAD = (
    '<thead><tr><th scope="col">Conseil</th><th scope="col"><a href="?tri=nom">Quartiers'
    '<span class="visually-hidden"> (croissant)</span></a></th>'
    '<th class="number">Dits "à part"</th>'
    '<th><span class="visually-hidden">Actions</span></th></tr></thead>'
)


def table(body: str, head: str = HEAD) -> str:
    return f"<table>{head}{body}</table>"


def test_each_cell_says_the_head_of_its_column():
    body = (
        '<tbody><tr><th scope="row">Tamaris</th><td>Alès</td><td class="number">3</td>'
        "<td>Modifier</td></tr></tbody>"
        '<tfoot><tr><th scope="row" colspan="2">Total</th><td>3</td><td></td></tr></tfoot>'
    )
    assert stacked(table(body)) == table(
        '<tbody><tr><th scope="row">Tamaris</th><td data-label="Quartiers">Alès</td>'
        '<td class="number" data-label="Dits &quot;à part&quot;">3</td>'
        "<td>Modifier</td></tr></tbody>"
        '<tfoot><tr><th scope="row" colspan="2">Total</th>'
        '<td data-label="Dits &quot;à part&quot;">3</td><td></td></tr></tfoot>'
    )


@pytest.mark.parametrize(
    "html",
    [
        "<p>Rien</p>",
        table("", "<thead><tr><th>Un</th><th>Deux</th><th>Trois</th></tr></thead>"),
        table("", HEAD.replace("<th>", '<th colspan="2">')),
        table("", HEAD.replace("<tr>", "<tr></tr><tr>")),
        table('<tbody><tr><th rowspan="2">Un</th></tr></tbody>'),
        table("") + table(""),
    ],
)
def test_other_tables_scroll(html: str):
    assert stacked(html) is None


def test_the_component_tells_the_style_sheet():
    source = "{% table_region 'Conseils' %}" + table("") + "{% endtable_region %}"
    html = Template(source).render(Context())
    assert '<div class="table-region is-stacked" role="region" aria-label="Conseils"' in html
    narrow = Template("{% table_region 'Rien' %}<table></table>{% endtable_region %}")
    assert '<div class="table-region" role="region"' in narrow.render(Context())
