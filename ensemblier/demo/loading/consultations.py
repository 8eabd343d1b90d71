"""Invented consultations in every state, three years of running grants, a few trainings."""

from __future__ import annotations

import datetime
import random
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from ensemblier.accounts.models import User
from ensemblier.appraisal.models import ConsultationSubject, Opinion
from ensemblier.calls.models import Call
from ensemblier.contracts.models import Contract
from ensemblier.core.pdf import write_pdf
from ensemblier.councils.documents import TEMPLATE
from ensemblier.councils.enums import (
    ConsultationState,
    Function,
    GrantEntryKind,
    Matter,
    OpinionValue,
)
from ensemblier.councils.models import (
    Consultation,
    Council,
    GrantEntry,
    Mandate,
    RunningGrant,
    Training,
)
from ensemblier.councils.rules import CONSULTATION_RULES, GRANT_RULE
from ensemblier.demo.loading.people import SEED
from ensemblier.files.models import StoredFile
from ensemblier.files.operations import store_upload

DAY = datetime.timedelta(days=1)
REPORT, CALL, SQUARE, BUS = (
    "Rapport annuel de la politique de la ville (inventé)",
    "Quels thèmes pour le prochain appel\u00a0?",
    "Réaménager la place du marché (inventé)",
    "Une ligne de bus le dimanche (inventé)",
)
QUESTIONS = {
    REPORT: "Le rapport dit-il bien ce qui s’est passé dans votre quartier cette année\u00a0? "
    "Que manque-t-il\u00a0?",
    CALL: "Quels besoins de votre quartier faut-il mettre en avant dans l’appel à projets\u00a0?",
    SQUARE: "Trois dessins sont proposés. Lequel préférez-vous, et pourquoi\u00a0?",
    BUS: "À quelles heures et vers où ce bus serait-il utile\u00a0?",
}
ANSWERS = {
    OpinionValue.FAVOURABLE: "Le conseil est d’accord et remercie d’avoir été prévenu à temps.",
    OpinionValue.RESERVED: "D’accord, si les bancs sont à l’ombre et si les travaux évitent l’été.",
    OpinionValue.REWORK: "Rien n’est dit des jeunes de 16 à 20 ans\u00a0: à compléter.",
    OpinionValue.UNFAVOURABLE: "Le conseil demande d’abord la réparation de l’éclairage.",
}
SPENDING = (
    ("Café et gâteaux de la réunion", 12_00, 38_00),
    ("Copies et affiches", 8_50, 30_00),
    ("Location de la salle", 20_00, 45_00),
    ("Fournitures pour l’atelier", 15_00, 60_00),
    ("Billets de bus pour la visite", 9_60, 25_00),
)
TRAININGS = (
    ("Lire un budget", 180, "Association Les Mots simples (inventée)"),
    ("Prendre la parole en réunion", 360, "Compagnie du Gardon (inventée)"),
    ("Conduire une visite de quartier", 150, "Équipe du contrat"),
    ("Comprendre le contrat de ville", 120, "Équipe du contrat"),
)


def load_consultations(contract: Contract, users: dict[str, User], today: datetime.date) -> None:
    """Everything here is invented; the last year is under way on `today`."""
    councils = list(Council.objects.filter(contract=contract).order_by("pk"))
    if not councils:
        return
    maker = Maker(contract, users["editor"], today)
    mine = Mandate.objects.filter(user=users["council"], function=Function.MEMBER)
    mine.update(function=Function.TREASURER)
    maker.ask_about_the_report(councils)
    maker.ask_about_a_call(councils)
    maker.ask_about_other_things(councils)
    maker.take_up_opinions(councils)
    for council in councils:
        maker.keep_accounts(council)
    maker.train()


class Maker:
    """Writes rows as the operations would have left them, without telling anybody."""

    def __init__(self, contract: Contract, editor: User, today: datetime.date) -> None:
        self.contract, self.editor, self.today = contract, editor, today
        self.rng = random.Random(SEED + 15)  # noqa: S311 - the same consultations every time
        self.seats: dict[int, list[Mandate]] = {}
        for mandate in Mandate.objects.on(today).filter(council__contract=contract):
            self.seats.setdefault(mandate.council_id, []).append(mandate)
        self.receipt_bytes = write_pdf(TEMPLATE, _receipt())

    def at(self, day: datetime.date) -> datetime.datetime:
        return timezone.make_aware(datetime.datetime.combine(day, datetime.time(10, 0)))

    def consultation(
        self, council: Council, matter: str, title: str, sent_on: datetime.date, **fields: Any
    ) -> Consultation:
        """Sent for the time of the rule; its state is set afterwards."""
        rule = CONSULTATION_RULES[matter]
        due_on = fields.pop("due_on", sent_on + datetime.timedelta(days=rule.months * 31 + 16))
        fields.setdefault("state", ConsultationState.SENT)
        is_draft = fields["state"] == ConsultationState.DRAFT
        row = Consultation.objects.create(
            contract=self.contract,
            council=council,
            matter=matter,
            title=title,
            question=fields.pop("question", QUESTIONS.get(title, "")),
            due_on=due_on,
            silence=rule.silence,
            rule_source=str(rule.source),
            created_by=self.editor,
            created_at=self.at(sent_on),
            sent_at=None if is_draft else self.at(sent_on),
            told_at=None if is_draft else self.at(sent_on),
            **fields,
        )
        return row

    def answered(self, row: Consultation, on: datetime.date, value: str, text: str = "") -> None:
        seats = self.seats.get(row.council_id, [])
        present = self.rng.sample(seats, min(len(seats), self.rng.randint(4, 9)))
        row.state, row.value = ConsultationState.ANSWERED, value
        row.text = text or ANSWERS[OpinionValue(value)]
        row.met_on, row.given_at, row.closed_at = on, self.at(on), self.at(on)
        row.given_by = present[0].user if present else self.editor
        row.is_late = on > row.due_on
        row.others_present = self.rng.randint(0, 6)
        row.save()
        row.present.set(present)

    def paper(self, name: str, text: str) -> StoredFile:
        uploaded = ContentFile(f"{text}\n\nTexte inventé.\n".encode(), name=name)
        return store_upload(uploaded=uploaded, by=self.editor, at=self.at(self.today))

    def ask_about_the_report(self, councils: list[Council]) -> None:
        """Last year's: most answered, one late, one silent, which counts as favourable."""
        sent_on = self.today - 150 * DAY
        paper = self.paper("rapport-annuel.txt", "Le rapport annuel, en vingt pages.")
        values = list(OpinionValue)
        for rank, council in enumerate(councils):
            row = self.consultation(council, Matter.REPORT, REPORT, sent_on)
            row.papers.create(file=paper, label="Le rapport annuel")
            if rank == len(councils) - 1:
                row.state, row.closed_at = ConsultationState.SILENT, self.at(row.due_on + DAY)
                row.save()
                continue
            days = 8 if rank == 1 else -self.rng.randint(3, 20)
            self.answered(row, row.due_on + days * DAY, values[rank % len(values)])
            if rank % 2 == 0:
                row.published_at = row.given_at
                row.save(update_fields=["published_at"])

    def ask_about_a_call(self, councils: list[Council]) -> None:
        """The latest call: some have answered, one is silent, the others have days left."""
        call = Call.objects.filter(contract=self.contract).order_by("-year", "-pk").first()
        if call is None:
            return
        sent_on = self.today - 9 * DAY
        paper = self.paper("note-de-cadrage.txt", "Ce que les financeurs attendent cette année.")
        for rank, council in enumerate(councils):
            row = self.consultation(council, Matter.CALL, CALL, sent_on)
            row.papers.create(file=paper, label="Note de cadrage")
            ConsultationSubject.objects.create(contract=self.contract, consultation=row, call=call)
            if rank in (2, 3):
                self.answered(row, self.today - rank * DAY, OpinionValue.FAVOURABLE)

    def ask_about_other_things(self, councils: list[Council]) -> None:
        """One to answer soon, with less time than usual; a draft, one called off, one silent."""
        first = councils[0]
        square = self.consultation(
            first,
            Matter.OTHER,
            SQUARE,
            self.today - 3 * DAY,
            due_on=self.today + 6 * DAY,
            shorter_reason="Le conseil municipal en décide la semaine prochaine.",
        )
        for name in ("dessin-1.txt", "dessin-2.txt", "dessin-3.txt"):
            square.papers.create(file=self.paper(name, f"Description du {name[:-4]}."))
        self.consultation(
            first,
            Matter.OTHER,
            BUS,
            self.today,
            due_on=self.today + 30 * DAY,
            state=ConsultationState.DRAFT,
        )
        self.consultation(
            first,
            Matter.OTHER,
            BUS,
            self.today - 60 * DAY,
            state=ConsultationState.CANCELLED,
            closed_at=self.at(self.today - 50 * DAY),
            cancel_reason="L’étude des bus est repoussée.",
        )
        silent = self.consultation(councils[-1], Matter.OTHER, BUS, self.today - 80 * DAY)
        silent.state, silent.closed_at = (
            ConsultationState.SILENT,
            self.at(silent.due_on + DAY),
        )
        silent.save()

    def take_up_opinions(self, councils: list[Council]) -> None:
        """A few opinions of the year were asked with papers: given, or awaited."""
        opinions = (
            Opinion.objects.filter(
                contract=self.contract,
                council__in=councils,
                application__state__in=["admissible", "in_appraisal"],
            )
            .select_related("application", "council")
            .order_by("pk")
        )
        given = [one for one in opinions if one.value][:3]
        awaited = [one for one in opinions if not one.value][:3]
        for opinion in (*given, *awaited):
            asked_on = timezone.localdate(opinion.asked_at)
            application, council = opinion.application, opinion.council
            assert council is not None  # noqa: S101 – filtered above
            row = self.consultation(
                council,
                Matter.APPLICATION,
                f"{application.reference} – {application.title}"[:250],
                asked_on if opinion.value else self.today - 2 * DAY,
                question="Que pense votre conseil de cette action dans votre quartier\u00a0?",
            )
            ConsultationSubject.objects.create(
                contract=self.contract, consultation=row, application=application
            )
            if opinion.value and opinion.given_at:
                self.answered(
                    row, timezone.localdate(opinion.given_at), opinion.value, opinion.comment
                )
            else:
                Opinion.objects.filter(pk=opinion.pk).update(due_on=row.due_on)

    def keep_accounts(self, council: Council) -> None:
        """Two years closed, or the last one late; the third under way."""
        for year in range(self.today.year - 2, self.today.year + 1):
            grant = RunningGrant.objects.create(
                contract=self.contract,
                council=council,
                year=year,
                amount_cents=GRANT_RULE.amount_cents,
                funder=str(GRANT_RULE.funder),
                source=str(GRANT_RULE.source),
            )
            opened_on = datetime.date(year, 2, 1)
            self.enter(grant, GrantEntryKind.GRANTED, grant.amount_cents, opened_on, grant.funder)
            months = 11 if year < self.today.year else max(2, self.today.month - 1)
            for month in sorted(self.rng.sample(range(2, 12), 4)):
                if month <= months:
                    label, least, most = self.rng.choice(SPENDING)
                    cents = self.rng.randrange(least, most, 10)
                    spent_on = datetime.date(year, month, 15)
                    self.enter(grant, GrantEntryKind.SPENT, cents, spent_on, label)
            is_late = year == self.today.year - 1 and council.pk % 4 == 0
            if year < self.today.year and not is_late:
                closed_on = datetime.date(year, 12, 20)
                left = grant.balance_cents
                self.enter(grant, GrantEntryKind.RETURNED, left, closed_on, grant.funder)
                grant.report = "Réunions du conseil, une visite de quartier, des affiches."
                grant.closed_at = self.at(closed_on)
                grant.closed_by = self.editor
            grant.save()

    def enter(
        self, grant: RunningGrant, kind: str, cents: int, on: datetime.date, label: str
    ) -> None:
        entry = GrantEntry(
            contract=self.contract,
            grant=grant,
            kind=kind,
            amount_cents=cents,
            on=on,
            label=label,
            entered_by=self.editor,
            entered_at=self.at(on),
        )
        if kind == GrantEntryKind.SPENT:
            uploaded = ContentFile(self.receipt_bytes, name="ticket-invente.pdf")
            entry.receipt = store_upload(uploaded=uploaded, by=self.editor, at=self.at(on))
        entry.save()
        grant.balance_cents += entry.signed_cents

    def train(self) -> None:
        everyone = [seat for seats in self.seats.values() for seat in seats]
        for rank, (theme, minutes, trainer) in enumerate(TRAININGS):
            training = Training.objects.create(
                contract=self.contract,
                theme=theme,
                held_on=self.today - (40 + 75 * rank) * DAY,
                minutes=minutes,
                trainer=trainer,
                place="Maison du contrat",
            )
            held = [seat for seat in everyone if seat.holds_on(training.held_on)]
            training.attendees.set(self.rng.sample(held, min(len(held), 9 + rank)))


def _receipt() -> dict[str, Any]:
    return {
        "title": "Ticket inventé",
        "subtitle": "Pour la démonstration",
        "kicker": "Démonstration",
        "author": "Démonstration",
        "lang": "fr",
        "footer": "Document inventé",
        "facts": [],
        "verdict": "",
        "sections": [
            {
                "title": "Achat",
                "lines": ["Ce ticket est inventé."],
                "items": [],
                "columns": [],
                "rows": [],
            }
        ],
    }
