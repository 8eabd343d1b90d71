from ensemblier.core.text import searchable


def test_accents_case_and_punctuation_do_not_count():
    assert searchable("L’Écusson", "Cœur de ville", None, "1.1.3") == (
        "l ecusson coeur de ville 1 1 3"
    )
