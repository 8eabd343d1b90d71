"""What an import writes, kept row by row so that all of it can be taken back."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ensemblier.applications.enums import ApplicationState, LineState
from ensemblier.applications.models import (
    ALL_OF_IT,
    Action,
    Application,
    ApplicationArea,
    ApplicationNode,
    Request,
)
from ensemblier.calls.enums import CallState
from ensemblier.calls.models import Call, Envelope
from ensemblier.contracts.models import Contract
from ensemblier.core.changes import values_of
from ensemblier.core.exceptions import InvalidInput
from ensemblier.core.models import Searchable
from ensemblier.core.text import searchable
from ensemblier.core.typography import euros
from ensemblier.core.validation import check_fields
from ensemblier.funding.enums import PaymentKind
from ensemblier.funding.models import Award, Payment
from ensemblier.funding.past_years.finding import version_in_force
from ensemblier.organizations.enums import OrganizationKind
from ensemblier.organizations.models import Organization
from ensemblier.plans.models import Node
from ensemblier.territories.models import Area

LONGEST_TITLE = 200
# Those that point before those that are pointed at.
TABLES = (
    "funding.payment",
    "funding.award",
    "applications.request",
    "applications.applicationnode",
    "applications.applicationarea",
    "applications.application",
    "applications.action",
    "calls.envelope",
    "calls.call",
    "organizations.organization",
)
# What must not have changed since for the import to be taken back.
GUARDED: dict[str, tuple[str, ...]] = {
    "funding.payment": ("amount_cents", "made_on"),
    "funding.award": ("asked_cents", "proposed_cents", "granted_cents"),
    "applications.request": ("amount_cents", "state"),
    "applications.application": ("edition", "title", "state"),
    "applications.action": ("name", "bearer"),
    "calls.envelope": ("amount_cents", "committed_cents"),
    "calls.call": ("name", "state"),
    "organizations.organization": ("name", "siret"),
}


Key = tuple[Any, ...]


@dataclass(frozen=True)
class Amounts:
    """In cents; `granted` and `paid` are None where nothing is known."""

    asked: int
    granted: int | None
    paid: int | None

    @classmethod
    def of(cls, asked: int | None, granted: int | None, paid: int | None) -> Amounts:
        """Where only what was given is known, that is what was asked. Raises InvalidInput."""
        given = granted if granted is not None else paid
        wanted = asked if asked is not None else given or 0
        if given is not None and given > wanted:
            raise InvalidInput(
                _("Le montant accordé (%(granted)s) dépasse le montant demandé (%(asked)s).")
                % {"granted": euros(given), "asked": euros(wanted)}
            )
        if paid is not None and given is not None and paid > given:
            raise InvalidInput(
                _("Le montant payé (%(paid)s) dépasse le montant accordé (%(granted)s).")
                % {"paid": euros(paid), "granted": euros(given)}
            )
        return cls(wanted, given, paid)

    @property
    def state(self) -> str:
        """A year run elsewhere is over: nothing is waited for, neither money nor a report."""
        if self.granted is None:
            return LineState.REQUESTED
        return LineState.JUSTIFIED if self.granted else LineState.REFUSED


@dataclass
class Made:
    """Every row written: {label, line, model, pk, fields}, in the order of writing."""

    changes: list[dict[str, Any]] = field(default_factory=list)


class Writer:
    """Prepares rows, remembered in `made`, which `save` writes table by table.

    Until then nothing of them is in the database: they are told apart as objects, and what a
    refused row prepared is forgotten with it.
    """

    def __init__(self, contract: Contract, at: datetime.datetime) -> None:
        self.contract, self.at = contract, at
        self.made = Made()
        self.things: list[models.Model] = []
        self.keys: list[Key] = []
        self.own: dict[Key, Any] = {}
        self.before: list[tuple[models.Model, str, Any]] = []
        self.added = 0
        known = list(Action.objects.filter(contract=contract))
        self.number = max((action.number for action in known), default=0)
        self.actions = {
            (action.bearer_id, searchable(action.name)): action for action in reversed(known)
        }
        years = Application.objects.filter(action__contract=contract)
        self.references = {
            (action_id, year): reference
            for action_id, year, reference in years.values_list("action", "year", "reference")
        }

    def start_row(self) -> tuple[int, int]:
        """A mark to come back to with `forget_since`."""
        self.before.clear()
        return len(self.things), self.added

    def forget_since(self, mark: tuple[int, int]) -> list[models.Model]:
        """The row is refused: gives what it prepared; what it changed is as before."""
        count, self.added = mark
        for thing, name, value in reversed(self.before):
            setattr(thing, name, value)
        for key in self.keys[count:]:
            self.own.pop(key, None)
        gone = self.things[count:]
        self.number -= sum(isinstance(thing, Action) for thing in gone)
        del self.made.changes[count:], self.things[count:], self.keys[count:]
        return gone

    def save(self) -> None:
        """Those that are pointed at first."""
        for table in reversed(TABLES):
            rows = [thing for thing in self.things if thing._meta.label_lower == table]
            for row in rows:
                if isinstance(row, Searchable):
                    row.refresh_search_text()
            if rows:
                type(rows[0])._base_manager.bulk_create(rows)
        for thing, change in zip(self.things, self.made.changes, strict=True):
            change["pk"] = thing.pk

    def _set(self, thing: models.Model, name: str, value: Any) -> None:
        self.before.append((thing, name, getattr(thing, name)))
        setattr(thing, name, value)

    def _keep(self, thing: models.Model, line: int, label: str, *key: Any) -> None:
        self.things.append(thing)
        self.keys.append((type(thing), *(key or (id(thing),))))
        self.own[self.keys[-1]] = thing
        self.made.changes.append(
            {"label": label, "line": line, "model": thing._meta.label_lower, "pk": None}
        )

    def _own(self, model: type[models.Model], *key: Any) -> Any:
        """The row that this import made under this key."""
        return self.own.get((model, *key))

    def organization(self, line: int, name: str, siret: str) -> Organization:
        row = Organization(
            kind=OrganizationKind.ASSOCIATION, name=" ".join(name.split()), siret=siret
        )
        check_fields(row)
        self._keep(row, line, row.name)
        return row

    def call(self, line: int, year: int) -> Call:
        """The year as one archived call of this import, with an envelope for each funder."""
        known = self._own(Call, year)
        if known:
            return known
        version = version_in_force(self.contract)
        if version is None:
            raise InvalidInput(
                _("Ce contrat n’a pas de plan publié\u00a0: publiez-le avant d’importer.")
            )
        stem = f"annee-{year}"
        taken = Call.objects.filter(contract=self.contract, slug__startswith=stem).count()
        call = Call(
            contract=self.contract,
            plan_version=version,
            year=year,
            name=_("Année %(year)d (reprise)") % {"year": year},
            slug=f"{stem}-{taken + 1}" if taken else stem,
            state=CallState.ARCHIVED,
            opens_at=datetime.datetime(year, 1, 1, 12, tzinfo=datetime.UTC),
            closes_at=datetime.datetime(year, 12, 31, 12, tzinfo=datetime.UTC),
            actions_start_on=datetime.date(year, 1, 1),
            actions_end_on=datetime.date(year, 12, 31),
        )
        self._keep(call, line, call.name, year)
        return call

    def application(
        self,
        line: int,
        bearer: Organization,
        name: str,
        year: int,
        *,
        node: Node | None,
        areas: Sequence[Area],
    ) -> Application:
        whole = " ".join(name.split())
        action = self._action(line, bearer, whole)
        known = self._own(Application, id(action), year)
        if known:
            return known
        reference = self.references.get((action.pk, year))
        if reference is not None:
            raise InvalidInput(
                _("Cette action a déjà un dossier pour %(year)d\u00a0: %(reference)s.")
                % {"year": year, "reference": reference}
            )
        application = Application(
            contract=self.contract,
            action=action,
            call=self.call(line, year),
            year=year,
            reference=f"{year}-{action.number:04d}",
            state=ApplicationState.CLOSED,
            title=action.name,
            description=whole if len(whole) > LONGEST_TITLE else "",
            created_at=self.at,
            submitted_at=datetime.datetime(year, 1, 1, 12, tzinfo=datetime.UTC),
        )
        self._keep(application, line, str(application), id(action), year)
        self._place(line, application, node, areas)
        return application

    def _action(self, line: int, bearer: Organization, whole: str) -> Action:
        """A text longer than a title stands whole in the description of the application."""
        wanted, plain = whole[:LONGEST_TITLE], searchable(whole)
        known = self._own(Action, id(bearer), plain)
        if known is None and bearer.pk is not None:
            known = self.actions.get((bearer.pk, searchable(wanted)))
        if known:
            known.bearer = bearer
            return known
        self.number += 1
        action = Action(contract=self.contract, bearer=bearer, number=self.number, name=wanted)
        check_fields(action, exclude={"contract", "bearer"})
        self._keep(action, line, action.name, id(bearer), plain)
        return action

    def _place(
        self, line: int, application: Application, node: Node | None, areas: Iterable[Area]
    ) -> None:
        if node:
            row = ApplicationNode(
                application=application, node=node, theme_id=node.theme_id, is_main=True
            )
            self._keep(row, line, str(node))
        places = list(dict.fromkeys(areas))
        for rank, area in enumerate(places):
            share = ALL_OF_IT // len(places) + (rank < ALL_OF_IT % len(places))
            place = ApplicationArea(application=application, area=area, share=share)
            self._keep(place, line, str(area))

    def money(
        self, line: int, application: Application, funder: Organization, amounts: Amounts
    ) -> None:
        """A second row for the same funder and action adds to the first."""
        request = self._own(Request, id(application), funder.pk)
        if request:
            self._add(request, amounts)
        else:
            request = Request(
                contract=self.contract,
                application=application,
                funder=funder,
                amount_cents=amounts.asked,
                state=amounts.state,
            )
            label = f"{application} – {funder.label}"
            self._keep(request, line, label, id(application), funder.pk)
            if amounts.granted is not None:
                self._award(line, application, request, amounts)
        if amounts.paid:
            self._payment(line, application.year, request, amounts.paid)

    def _add(self, request: Request, amounts: Amounts) -> None:
        award = self._own(Award, id(request))
        if (award is None) != (amounts.granted is None):
            raise InvalidInput(
                _("Une autre ligne du même financeur et de la même action dit le contraire.")
            )
        self.added += 1
        self._set(request, "amount_cents", request.amount_cents + amounts.asked)
        if amounts.granted:
            self._set(request, "state", amounts.state)
        if award is not None:
            granted = award.granted_cents + amounts.granted
            self._set(award, "asked_cents", award.asked_cents + amounts.asked)
            self._set(award, "granted_cents", granted)
            self._set(award, "proposed_cents", granted)
            self._fund(award.envelope, amounts.granted or 0)

    def _award(
        self, line: int, application: Application, request: Request, amounts: Amounts
    ) -> None:
        envelope = self._envelope(line, application, request.funder)
        self._fund(envelope, amounts.granted or 0)
        award = Award(
            contract=self.contract,
            request=request,
            envelope=envelope,
            asked_cents=amounts.asked,
            proposed_cents=amounts.granted,
            granted_cents=amounts.granted,
            decided_on=datetime.date(application.year, 12, 31),
        )
        self._keep(award, line, str(request), id(request))

    def _envelope(self, line: int, application: Application, funder: Organization) -> Envelope:
        known = self._own(Envelope, application.year, funder.pk)
        if known:
            return known
        envelope = Envelope(
            contract=self.contract,
            call=self.call(line, application.year),
            funder=funder,
            budget_line=_("Reprise"),
            amount_cents=0,
        )
        self._keep(envelope, line, str(envelope), application.year, funder.pk)
        return envelope

    def _fund(self, envelope: Envelope, cents: int) -> None:
        """A past envelope is what was granted on it."""
        self._set(envelope, "amount_cents", envelope.amount_cents + cents)
        self._set(envelope, "committed_cents", envelope.committed_cents + cents)

    def _payment(self, line: int, year: int, request: Request, cents: int) -> None:
        day = datetime.date(year, 12, 31)
        payment = Payment(
            contract=self.contract,
            award=self._own(Award, id(request)),
            kind=PaymentKind.SINGLE,
            amount_cents=cents,
            expected_on=day,
            made_on=day,
        )
        self._keep(payment, line, str(request))

    def snapshot(self) -> None:
        """Note the values that must still be there on the day when all is taken back."""
        for thing, change in zip(self.things, self.made.changes, strict=True):
            values = values_of(thing, GUARDED.get(change["model"], ()))
            change["fields"] = {name: [None, value] for name, value in values.items()}

    def sentences(self) -> list[str]:
        self.snapshot()
        found = [
            _(
                "Dossiers\u00a0: %(applications)d. Actions nouvelles\u00a0: %(actions)d. "
                "Structures nouvelles\u00a0: %(organizations)d."
            )
            % {
                "applications": self._count("applications.application"),
                "actions": self._count("applications.action"),
                "organizations": self._count("organizations.organization"),
            },
            _("Demandé\u00a0: %(asked)s. Accordé\u00a0: %(granted)s. Payé\u00a0: %(paid)s.")
            % {
                "asked": euros(self._sum(Request, "amount_cents")),
                "granted": euros(self._sum(Award, "granted_cents")),
                "paid": euros(self._sum(Payment, "amount_cents")),
            },
        ]
        if self.added:
            found.append(
                ngettext(
                    "%(count)d ligne est additionnée à une autre du même financeur et de la même "
                    "action.",
                    "%(count)d lignes sont additionnées à une autre du même financeur et de la "
                    "même action.",
                    self.added,
                )
                % {"count": self.added}
            )
        return found

    def _count(self, model: str) -> int:
        return sum(change["model"] == model for change in self.made.changes)

    def _sum(self, model: type[models.Model], name: str) -> int:
        return sum(getattr(row, name) or 0 for row in self.things if isinstance(row, model))
