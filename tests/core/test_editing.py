"""What two people write at once is put together, or refused with both."""

from __future__ import annotations

from ensemblier.core.editing import mark_of, marks_of, written_elsewhere

SEEN = marks_of({"name": "Appel", "year": 2027, "summary": "Un\ndeux"})


def merge(now: dict[str, object], typed: dict[str, object]) -> tuple[set[str], set[str]]:
    return written_elsewhere(SEEN, now, typed)


def test_what_nobody_else_wrote_is_written() -> None:
    now = {"name": "Appel", "year": 2027}
    assert merge(now, {"name": "Autre", "year": 2027}) == (set(), set())


def test_what_another_wrote_stays_where_nothing_was_typed() -> None:
    assert merge({"name": "Le leur", "year": 2027}, {"name": "Appel", "year": 2028}) == (
        {"name"},
        set(),
    )


def test_what_both_wrote_is_refused() -> None:
    assert merge({"name": "Le leur"}, {"name": "Le mien"}) == (set(), {"name"})


def test_both_wrote_the_same() -> None:
    assert merge({"name": "Pareil"}, {"name": "Pareil"}) == (set(), set())


def test_who_read_nothing_writes_all() -> None:
    assert written_elsewhere(None, {"name": "Le leur"}, {"name": "Le mien"}) == (set(), set())
    assert written_elsewhere({}, {"name": "Le leur"}, {"name": "Le mien"}) == (set(), set())


def test_line_ends_of_browsers_are_no_change() -> None:
    assert mark_of("Un\r\ndeux ") == SEEN["summary"]
    assert mark_of(["b", "a"]) != mark_of(["a", "b"])
