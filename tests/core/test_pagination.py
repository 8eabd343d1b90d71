from django.test import RequestFactory

from ensemblier.core.pagination import page_of, query_string


def get(address: str):
    return RequestFactory().get(address)


def test_page_holds_its_rows():
    page = page_of(list(range(7)), get("/?page=2"), size=3)
    assert list(page) == [3, 4, 5]
    assert (page.number, page.paginator.num_pages) == (2, 3)


def test_page_that_does_not_exist_gives_the_nearest():
    rows = list(range(7))
    assert page_of(rows, get("/?page=99"), size=3).number == 3
    assert page_of(rows, get("/?page=abc"), size=3).number == 1
    assert page_of([], get("/?page=4"), size=3).number == 1


def test_query_string_keeps_filters_and_drops_the_page():
    request = get("/?q=école&kind=qpv&page=3")
    assert query_string(request) == "?q=%C3%A9cole&kind=qpv"
    assert query_string(request, page=4) == "?q=%C3%A9cole&kind=qpv&page=4"
    assert query_string(request, kind="", q=None) == ""
    assert query_string(request, kind="epci", format="csv") == "?q=%C3%A9cole&kind=epci&format=csv"
