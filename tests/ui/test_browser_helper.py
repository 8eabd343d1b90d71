import pytest

from tests.browser import PageMaker, assert_accessible


@pytest.mark.browser
def test_unreadable_page_is_told_piece_by_piece(browser_page: PageMaker) -> None:
    page = browser_page()
    page.set_content('<html lang="fr"><title>x</title><main><h1>x</h1><img src="a.png"></main>')

    with pytest.raises(AssertionError, match="image-alt"):
        assert_accessible(page)
