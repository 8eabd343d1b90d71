"""What a real award, agreement or recovery says in the fields of a document; always in French."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.utils.translation import override

from ensemblier.calls.queries import rules_of
from ensemblier.core.typography import euros, long_date
from ensemblier.funding.enums import PaymentKind
from ensemblier.funding.models import Agreement, Award, Recovery
from ensemblier.funding.schedule import Part, parts_of, report_due_on
from ensemblier.organizations.enums import MembershipRole
from ensemblier.organizations.models import Membership, Organization

FIRM, PROVISIONAL = "ferme", "prévisionnel"


def award_context(award: Award, on: datetime.date) -> dict[str, Any]:
    """`award` comes with its request, application, action, bearer, funder, call and contract."""
    with override("fr"):
        return _award_context(award, on)


def agreement_context(agreement: Agreement, award: Award, on: datetime.date) -> dict[str, Any]:
    """`award` is that of the first year."""
    with override("fr"):
        years = list(agreement.years.order_by("year"))
        return _award_context(award, on) | {
            "convention": {
                "reference": agreement.reference,
                "total": euros(sum(row.amount_cents for row in years)),
            },
            "annees": [
                {
                    "annee": str(row.year),
                    "montant": euros(row.amount_cents),
                    "nature": FIRM if row.is_firm else PROVISIONAL,
                }
                for row in years
            ],
        }


def recovery_context(recovery: Recovery, on: datetime.date) -> dict[str, Any]:
    with override("fr"):
        return _award_context(recovery.award, on) | {
            "reversement": {
                "montant": euros(recovery.amount_cents),
                "reste": euros(recovery.amount_cents - recovery.received_cents),
                "motif": recovery.reason,
                "date": long_date(recovery.asked_on),
            }
        }


def _award_context(award: Award, on: datetime.date) -> dict[str, Any]:
    request = award.request
    application = request.application
    call, contract = application.call, application.contract
    rules = rules_of(call) if call else {}
    due_on = report_due_on(application.year, rules.get("report_months", 6))
    return {
        "date": long_date(on),
        "contrat": {
            "nom": contract.name,
            "porteur": contract.bearer.name,
            "gestionnaire": contract.manager.name,
        },
        "appel": {"nom": call.name if call else ""},
        "financeur": {"nom": request.funder.name, **_address(request.funder)},
        "structure": _bearer(application.action.bearer, on),
        "dossier": {
            "reference": application.reference,
            "intitule": application.title,
            "annee": str(application.year),
            "debut": long_date(application.starts_on or datetime.date(application.year, 1, 1)),
            "fin": long_date(application.ends_on or datetime.date(application.year, 12, 31)),
            "objectifs": application.objectives,
        },
        "financement": {
            "demande": euros(request.amount_cents),
            "accorde": euros(award.granted_cents or 0),
            "ligne": award.envelope.budget_line if award.envelope else "",
            "motif": award.reason,
            "date_decision": long_date(award.decided_on),
            "reference_decision": award.decision_reference,
        },
        "bilan": {"date_limite": long_date(due_on)},
        "versements": [
            {
                "sorte": str(kind_label),
                "montant": euros(cents),
                "date": long_date(day),
            }
            for kind_label, cents, day in _schedule(award, rules, on, due_on)
        ],
    }


def _schedule(
    award: Award, rules: dict[str, int], on: datetime.date, due_on: datetime.date
) -> Iterable[tuple[Any, int, datetime.date]]:
    """What is expected already, else what the rules of the call would give."""
    rows = list(award.payments.all()) if award.pk else []
    if rows:
        return [(row.get_kind_display(), row.amount_cents, row.expected_on) for row in rows]
    parts = parts_of(
        award.granted_cents or 0,
        advance_percent=rules.get("advance_percent", 100),
        start=on,
        report_due=due_on,
    )
    return [(_label(part), part.cents, part.on) for part in parts]


def _label(part: Part) -> str:
    return str(PaymentKind(part.kind).label)


def _bearer(bearer: Organization, on: datetime.date) -> dict[str, str]:
    held = Membership.objects.on(on).filter(organization=bearer, role=MembershipRole.REPRESENTATIVE)
    person = held.select_related("user").order_by("pk").first()
    return {
        "nom": bearer.name,
        "siret": bearer.printed_siret,
        "rna": bearer.rna,
        "representant": str(person.user) if person else "",
        "qualite": (person.title or person.get_role_display()) if person else "",
        **_address(bearer),
    }


def _address(organization: Organization) -> dict[str, str]:
    return {
        "adresse": organization.street,
        "code_postal": organization.postcode,
        "commune": organization.commune.name if organization.commune else "",
    }
