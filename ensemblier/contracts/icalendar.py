"""A contract's calendar as RFC 5545, for the agendas that people already have."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from ensemblier.contracts.models import Contract
from ensemblier.contracts.queries import CalendarEntry

LINE_OCTETS = 75
ONE_DAY = datetime.timedelta(days=1)


def escaped(text: str) -> str:
    """A TEXT value (3.3.11)."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def folded(line: str) -> str:
    """A content line cut every 75 octets, never inside a character (3.1)."""
    parts, current, size, limit = [], "", 0, LINE_OCTETS
    for character in line:
        octets = len(character.encode())
        if size + octets > limit:
            parts.append(current)
            # The space that opens a continuation counts.
            current, size, limit = "", 0, LINE_OCTETS - 1
        current += character
        size += octets
    return "\r\n ".join([*parts, current])


def instant(at: datetime.datetime) -> str:
    """A moment in universal time (3.3.5)."""
    return at.astimezone(datetime.UTC).strftime("%Y%m%dT%H%M%SZ")


def when(entry: CalendarEntry) -> list[str]:
    """A whole day, or from an hour to another; an end that nobody said is left out (3.6.1)."""
    if entry.starts_at is None:
        return [
            f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{entry.day + ONE_DAY:%Y%m%d}",
        ]
    lines = [f"DTSTART:{instant(entry.starts_at)}"]
    if entry.ends_at is not None:
        lines.append(f"DTEND:{instant(entry.ends_at)}")
    return lines


def calendar_text(
    contract: Contract,
    entries: Iterable[CalendarEntry],
    *,
    host: str,
    url: str,
    at: datetime.datetime,
) -> str:
    """`host` makes the identifiers of the events unique in the world; `at` stamps them."""
    stamp = instant(at)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Ensemblier//Contrats//FR",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{escaped(contract.name)}",
        f"X-WR-CALNAME:{escaped(contract.name)}",
        f"URL:{url}",
    ]
    for entry in entries:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{entry.key}@{host}",
            f"DTSTAMP:{stamp}",
            *when(entry),
            f"SUMMARY:{escaped(entry.title)}",
            f"DESCRIPTION:{escaped(contract.name)}",
            f"URL:{url}",
            *([f"LOCATION:{escaped(entry.place)}"] if entry.place else []),
            *(["STATUS:CANCELLED"] if entry.is_cancelled else []),
            "TRANSP:OPAQUE" if entry.starts_at else "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)
