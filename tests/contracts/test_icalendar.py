import datetime
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ensemblier.contracts.icalendar import calendar_text, escaped, folded
from ensemblier.contracts.queries import CalendarEntry, calendar_of
from tests import factories

AT = datetime.datetime(2026, 3, 1, 9, 0, tzinfo=datetime.UTC)


def test_the_feed_word_for_word(db):
    contract = factories.make_contract(
        name="Contrat de ville ; Alès, Anduze", starts_on=datetime.date(2024, 1, 1)
    )
    step = contract.milestones.create(
        title="Le comité de pilotage adopte la méthode d’élaboration du contrat de ville "
        "avec les habitants",
        due_on=datetime.date(2026, 12, 31),
    )
    text = calendar_text(
        contract,
        calendar_of(contract, [step]),
        host="ensemblier.example",
        url="https://ensemblier.example/contrats/x/",
        at=AT,
    )
    assert text.split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Ensemblier//Contrats//FR",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "NAME:Contrat de ville \\; Alès\\, Anduze",
        "X-WR-CALNAME:Contrat de ville \\; Alès\\, Anduze",
        "URL:https://ensemblier.example/contrats/x/",
        "BEGIN:VEVENT",
        f"UID:start-{contract.pk}@ensemblier.example",
        "DTSTAMP:20260301T090000Z",
        "DTSTART;VALUE=DATE:20240101",
        "DTEND;VALUE=DATE:20240102",
        "SUMMARY:Début du contrat",
        "DESCRIPTION:Contrat de ville \\; Alès\\, Anduze",
        "URL:https://ensemblier.example/contrats/x/",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "BEGIN:VEVENT",
        f"UID:milestone-{step.pk}@ensemblier.example",
        "DTSTAMP:20260301T090000Z",
        "DTSTART;VALUE=DATE:20261231",
        "DTEND;VALUE=DATE:20270101",
        "SUMMARY:Le comité de pilotage adopte la méthode d’élaboration du contr",
        " at de ville avec les habitants",
        "DESCRIPTION:Contrat de ville \\; Alès\\, Anduze",
        "URL:https://ensemblier.example/contrats/x/",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "BEGIN:VEVENT",
        f"UID:end-{contract.pk}@ensemblier.example",
        "DTSTAMP:20260301T090000Z",
        "DTSTART;VALUE=DATE:20301231",
        "DTEND;VALUE=DATE:20310101",
        "SUMMARY:Fin du contrat",
        "DESCRIPTION:Contrat de ville \\; Alès\\, Anduze",
        "URL:https://ensemblier.example/contrats/x/",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [("a;b,c", "a\\;b\\,c"), ("a\\b", "a\\\\b"), ("a\r\nb\nc\rd", "a\\nb\\nc\\nd")],
)
def test_escapes(text, value):
    assert escaped(text) == value


def test_a_line_of_75_octets_stays_whole():
    assert folded("x" * 75) == "x" * 75
    assert folded("x" * 76) == "x" * 75 + "\r\n x"
    assert folded("x" * 75 + "y" * 75) == "x" * 75 + "\r\n " + "y" * 74 + "\r\n y"


@given(st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"])))
def test_folding_is_undone_by_unfolding(line):
    lines = folded(line).split("\r\n")
    assert all(len(part.encode()) <= 75 for part in lines)
    assert "\r\n".join(lines).replace("\r\n ", "") == line


def test_an_hour_and_a_place(contract):
    paris = zoneinfo.ZoneInfo("Europe/Paris")
    starts_at = datetime.datetime(2026, 7, 1, 18, 0, tzinfo=paris)
    entry = CalendarEntry(
        "meeting-1",
        starts_at.date(),
        "Réunion",
        starts_at=starts_at,
        ends_at=starts_at + datetime.timedelta(hours=2),
        place="Salle A, rez-de-chaussée",
        is_cancelled=True,
    )
    text = calendar_text(contract, [entry], host="ici.test", url="https://ici.test/", at=starts_at)
    assert text.split("\r\n")[11:19] == [
        "DTSTART:20260701T160000Z",
        "DTEND:20260701T180000Z",
        "SUMMARY:Réunion",
        f"DESCRIPTION:{contract.name}",
        "URL:https://ici.test/",
        "LOCATION:Salle A\\, rez-de-chaussée",
        "STATUS:CANCELLED",
        "TRANSP:OPAQUE",
    ]
