from ensemblier.core.text import highlighted, search_terms, searchable


def test_accents_case_and_punctuation_do_not_count():
    assert searchable("L’Écusson", "Cœur de ville", None, "1.1.3") == (
        "l ecusson coeur de ville 1 1 3"
    )


def test_terms_drop_elided_letters_and_keep_codes_whole():
    assert search_terms("L’école d'Alès 1.1.3") == ["ecole", "ales", "1 1 3"]


def test_terms_of_nonsense():
    assert search_terms("%_'\"\x00 – ") == []
    assert len(search_terms("a b c d e f g h i j k")) == 8
    assert search_terms("x" * 10_000) == ["x" * 200]


def test_highlight_keeps_accents_and_escapes():
    assert (
        highlighted("L’École & les <b>écoliers</b>", ["ecol"])
        == "L’<mark>École</mark> &amp; les &lt;b&gt;<mark>écoliers</mark>&lt;/b&gt;"
    )


def test_highlight_of_a_code_and_of_a_ligature():
    assert highlighted("1.1.3 Cœur de ville", ["1 1 3", "coeur"]) == (
        "<mark>1.1.3</mark> <mark>Cœur</mark> de ville"
    )


def test_highlight_only_at_the_start_of_words():
    assert highlighted("Réussite et site", ["site"]) == "Réussite et <mark>site</mark>"
