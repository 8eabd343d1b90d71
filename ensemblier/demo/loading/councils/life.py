"""Five years of the life of the councils, counted back from today.

Most minutes are words alone, as if typed: four hundred PDF would take longer to make than all
the rest. Those of the last three months are true PDF.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.core.files.base import ContentFile

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Contract
from ensemblier.councils.enums import TextSource
from ensemblier.councils.models import (
    Council,
    CouncilDocument,
    Meeting,
    MeetingPresence,
    Minutes,
    Volunteer,
)
from ensemblier.demo.loading.councils.papers import minutes_pdf
from ensemblier.demo.loading.councils.words import minutes_pages
from ensemblier.files.operations import store_upload

PARIS = ZoneInfo("Europe/Paris")
MONTHS = 60
TRUE_PDF = 3
WITH_PRESENCES = 12
HOLIDAYS = (7, 8)
AGENDA = "Réponses de la mairie\nÉclairage et propreté\nProjets des habitants\nQuestions"
CHARTER = (
    "Charte du conseil citoyen (inventée pour la démonstration)\n\n"
    "Chacun parle à son tour et écoute les autres.\n"
    "Le conseil est libre\u00a0: il ne dépend d’aucun parti.\n"
    "Ce qui se décide est écrit et publié chaque mois.\n"
)
RULES = (
    "Règlement intérieur du conseil citoyen (inventé pour la démonstration)\n\n"
    "Le conseil se réunit une fois par mois, sauf en été.\n"
    "Un membre absent trois fois sans prévenir est remplacé.\n"
    "Les comptes rendus sont relus par deux membres avant d’être publiés.\n"
)
VOLUNTEERS = (
    ("Nadia Proposée", "female", 1984, "Je connais bien les parents de l’école."),
    ("Jules Disponible", "male", 1999, "Je suis libre le soir."),
    ("Rose Retraitée", "female", 1953, "J’ai du temps, et je marche beaucoup dans le quartier."),
    ("Samir Voisin", "male", 1976, ""),
    ("Léa Nouvelle", "female", 2001, "Je viens d’arriver et je voudrais rencontrer du monde."),
    ("Paul Bricole", "male", 1968, "Je peux réparer le banc."),
)


def months_before(day: datetime.date, count: int) -> list[datetime.date]:
    """First days of the last `count` months that are over, summer left out, oldest first."""
    last = day.year * 12 + day.month - 2
    months = [datetime.date(m // 12, m % 12 + 1, 1) for m in range(last - count + 1, last + 1)]
    return [month for month in months if month.month not in HOLIDAYS]


def tuesday_from(day: datetime.date) -> datetime.date:
    return day + datetime.timedelta(days=(1 - day.weekday()) % 7)


def evening(month: datetime.date, rank: int) -> datetime.datetime:
    """A Tuesday of the month at six, another for each council."""
    day = tuesday_from(month) + datetime.timedelta(days=7 * (rank % 3))
    return datetime.datetime(day.year, day.month, day.day, 18, 0, tzinfo=PARIS)


def load_life(
    *, councils: Sequence[Council], by: User, today: datetime.date, rng: random.Random
) -> None:
    minutes: list[Minutes] = []
    for rank, council in enumerate(councils):
        held = load_meetings(council, rank, today, rng)
        months = months_before(today, MONTHS)
        for month in months:
            is_pdf = month in months[-TRUE_PDF:]
            one = one_minutes(council, month, held.get(month), by, rng, today=today, is_pdf=is_pdf)
            minutes.append(one)
        load_documents(council, by, today)
    for one in minutes:
        one.refresh_search_text()
    Minutes.objects.bulk_create(minutes, batch_size=200)
    load_volunteers(councils, today)


def load_meetings(
    council: Council, rank: int, today: datetime.date, rng: random.Random
) -> dict[datetime.date, Meeting]:
    """The last twelve with those who came, and the next two."""
    coming = [tuesday_from(today + datetime.timedelta(days=days + rank)) for days in (9, 40)]
    Meeting.objects.bulk_create(
        Meeting(
            council=council,
            contract=council.contract,
            starts_at=datetime.datetime.combine(day, datetime.time(18), tzinfo=PARIS),
            place="Centre social (lieu inventé)",
            agenda=AGENDA,
        )
        for day in coming
    )
    mandates = list(council.mandates.all())
    held: dict[datetime.date, Meeting] = {}
    presences: list[MeetingPresence] = []
    for month in months_before(today, WITH_PRESENCES):
        starts_at = evening(month, rank)
        held[month] = Meeting.objects.create(
            council=council,
            contract=council.contract,
            starts_at=starts_at,
            place="Centre social (lieu inventé)",
            agenda=AGENDA,
            convened_at=starts_at - datetime.timedelta(days=10),
            attendance_at=starts_at + datetime.timedelta(days=1),
            other_residents=rng.randint(2, 15),
            other_guests=rng.randint(0, 4),
        )
        presences += [
            MeetingPresence(
                contract=council.contract,
                meeting=held[month],
                mandate=mandate,
                presence="present" if rng.random() < 0.85 else "excused",
            )
            for mandate in mandates
            if mandate.holds_on(starts_at.date()) and rng.random() < 0.9
        ]
    MeetingPresence.objects.bulk_create(presences)
    return held


def one_minutes(
    council: Council,
    month: datetime.date,
    meeting: Meeting | None,
    by: User,
    rng: random.Random,
    *,
    today: datetime.date,
    is_pdf: bool,
) -> Minutes:
    pages = minutes_pages(rng)
    day = min(month + datetime.timedelta(days=40), today - datetime.timedelta(days=1))
    published_at = datetime.datetime.combine(day, datetime.time(9), tzinfo=PARIS)
    minutes = Minutes(
        council=council,
        contract=council.contract,
        meeting=meeting,
        month=month,
        text="\f".join("\n\n".join(page) for page in pages),
        text_source=TextSource.READ if is_pdf else TextSource.TYPED,
        added_at=published_at,
        added_by=by,
        published_at=published_at,
    )
    if is_pdf:
        content = minutes_pdf(f"{council.name} – {minutes.month_name}", pages)
        name = f"CR {council.slug} {month:%Y-%m}.pdf"
        minutes.file = store_upload(
            uploaded=ContentFile(content, name), by=by, at=published_at, is_public=True
        )
    return minutes


def load_documents(council: Council, by: User, today: datetime.date) -> None:
    at = datetime.datetime.combine(today, datetime.time(9), tzinfo=PARIS)
    for kind, title, text, is_public in (
        ("charter", "Charte du conseil citoyen", CHARTER, True),
        ("rules", "Règlement intérieur", RULES, True),
    ):
        document = CouncilDocument(
            contract=council.contract,
            council=council,
            kind=kind,
            title=title,
            dated=datetime.date(2024, 2, 6),
            is_public=is_public,
        )
        file = ContentFile(f"{text}\n{council.name}\n".encode(), f"{kind}.txt")
        document.file = store_upload(uploaded=file, by=by, at=at, is_public=is_public)
        document.save()


def load_volunteers(councils: Sequence[Council], today: datetime.date) -> None:
    contract: Contract = councils[0].contract
    own = [one for one in councils if one.contract_id == contract.pk and not one.is_wide]
    at = datetime.datetime.combine(today, datetime.time(9), tzinfo=PARIS)
    states = ("received", "received", "pool", "pool", "received", "declined")
    for rank, (name, sex, year, message) in enumerate(VOLUNTEERS):
        council = own[rank % len(own)]
        Volunteer.objects.create(
            contract=contract,
            council=council,
            area=council.areas.first(),
            full_name=name,
            sex=sex,
            birth_year=year,
            message=message,
            email=f"volontaire{rank + 1}@demo.example",
            address="1 rue Inventée",
            consented_at=at - datetime.timedelta(days=10 * rank),
            state=states[rank],
        )
