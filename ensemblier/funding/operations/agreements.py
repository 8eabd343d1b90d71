"""Conventions: prepared, sent, signed on both sides, published, cancelled with a reason."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.files import File
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from ensemblier.accounts.models import User
from ensemblier.applications.enums import LineState
from ensemblier.applications.models import Application, Request
from ensemblier.applications.operations.states import move_request
from ensemblier.audit.operations import record
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.core.typography import euros
from ensemblier.files.operations import remove_file, store_upload
from ensemblier.funding.documents.contexts import agreement_context
from ensemblier.funding.enums import AgreementKind, AgreementState, TemplateKind
from ensemblier.funding.models import Agreement, AgreementYear, Award
from ensemblier.funding.operations.lines import (
    locked_award,
    refuse_future,
    require_line,
    required,
)
from ensemblier.funding.operations.payments import plan_payments
from ensemblier.funding.operations.templates import make_document
from ensemblier.funding.queries.agreements import award_of_year, signed_on, years_to_agree
from ensemblier.funding.queries.awards import agreements_covering, paid_cents, with_line
from ensemblier.funding.queries.people import people_of_bearer
from ensemblier.notices.operations import notify

SIGNED_FORMATS = ("pdf", "docx", "odt", "png", "jpg")
TEMPLATE_OF = {
    AgreementKind.ANNUAL: TemplateKind.ANNUAL_AGREEMENT,
    AgreementKind.MULTIYEAR: TemplateKind.MULTIYEAR_AGREEMENT,
}


@transaction.atomic
def prepare_agreement(
    *,
    award: Award,
    kind: str,
    by: User,
    at: datetime.datetime,
    later_cents: Mapping[int, int] | None = None,
) -> Agreement:
    """For what is granted. Over several years, `later_cents` are the provisional amounts by
    year; those asked of the funder when it is None."""
    award = locked_award(award.pk, by)
    request = award.request
    if request.state != LineState.GRANTED or not award.granted_cents:
        raise Refused(_("Une convention porte sur un montant accordé."))
    if existing := agreements_covering(request).first():
        raise Refused(
            _("La convention %(reference)s existe déjà pour ce financement.")
            % {"reference": existing.reference}
        )
    agreement = Agreement.objects.create(
        contract_id=award.contract_id,
        application=request.application,
        funder=request.funder,
        kind=kind,
        reference=_next_reference(request),
        created_at=at,
    )
    for year, cents, is_firm in _years(award, kind, later_cents):
        AgreementYear.objects.create(
            agreement=agreement, year=year, amount_cents=cents, is_firm=is_firm
        )
    _write_document(agreement, award, by, at)
    _record("prepare_agreement", _("Convention %(reference)s préparée"), agreement, by=by, at=at)
    return agreement


@transaction.atomic
def rewrite_agreement(*, agreement: Agreement, by: User, at: datetime.datetime) -> Agreement:
    """The document again, from the template and figures of today; only while in preparation."""
    agreement = _locked(agreement, by)
    _require_state(agreement, AgreementState.DRAFT)
    award = _first_award(agreement)
    first = agreement.years.order_by("year")[0]
    first.amount_cents = award.granted_cents or 0
    first.save(update_fields=["amount_cents"])
    former = agreement.file
    _write_document(agreement, award, by, at)
    if former is not None:
        remove_file(stored=former)
    _record("rewrite_agreement", _("Convention %(reference)s réécrite"), agreement, by=by, at=at)
    return agreement


@transaction.atomic
def send_agreement(
    *, agreement: Agreement, sent_on: datetime.date, by: User, at: datetime.datetime
) -> Agreement:
    """To be signed: the people of the bearer are told, and see it on their page."""
    agreement = _locked(agreement, by)
    _require_state(agreement, AgreementState.DRAFT)
    refuse_future(sent_on, timezone.localdate(at), "sent_on")
    _refuse_stale(agreement)
    agreement.state, agreement.sent_on = AgreementState.SENT, sent_on
    agreement.save(update_fields=["state", "sent_on"])
    _record("send_agreement", _("Convention %(reference)s envoyée"), agreement, by=by, at=at)
    _tell(
        agreement,
        gettext_lazy("La convention {reference} avec {funder} vous attend pour signature."),
        at,
    )
    return agreement


@transaction.atomic
def sign_agreement(
    *,
    agreement: Agreement,
    by: User,
    at: datetime.datetime,
    bearer_signed_on: datetime.date | None = None,
    funder_signed_on: datetime.date | None = None,
    uploaded: File[Any] | None = None,
) -> Agreement:
    """Write down one signature or both, and keep the signed paper. Signed once both are dated:
    the lines of its firm years are then under agreement, and their payments are expected."""
    agreement = _locked(agreement, by)
    _require_state(agreement, AgreementState.DRAFT, AgreementState.SENT)
    days = {"bearer_signed_on": bearer_signed_on, "funder_signed_on": funder_signed_on}
    for name, day in days.items():
        if day is not None:
            refuse_future(day, timezone.localdate(at), name)
            setattr(agreement, name, day)
    if uploaded is not None:
        _keep_signed(agreement, uploaded, by, at)
    if agreement.bearer_signed_on and agreement.funder_signed_on:
        _refuse_stale(agreement)
        agreement.state = AgreementState.SIGNED
    agreement.save()
    _record(
        "sign_agreement", _("Convention %(reference)s\u00a0: signature"), agreement, by=by, at=at
    )
    if agreement.state == AgreementState.SIGNED:
        _enter_into_force(agreement, by, at)
        _tell(agreement, gettext_lazy("La convention {reference} avec {funder} est signée."), at)
    return agreement


@transaction.atomic
def keep_signed_file(
    *, agreement: Agreement, uploaded: File[Any], by: User, at: datetime.datetime
) -> Agreement:
    """The signed paper, scanned; another one takes its place."""
    agreement = _locked(agreement, by)
    if agreement.state == AgreementState.CANCELLED:
        raise Refused(_("Cette convention est annulée."))
    _keep_signed(agreement, uploaded, by, at)
    agreement.save(update_fields=["signed_file"])
    _record(
        "keep_signed_file",
        _("Convention %(reference)s\u00a0: document signé"),
        agreement,
        by=by,
        at=at,
    )
    return agreement


@transaction.atomic
def cancel_agreement(
    *, agreement: Agreement, reason: str, by: User, at: datetime.datetime
) -> Agreement:
    """Before anything is paid under it; its lines go back to their decision."""
    agreement = _locked(agreement, by)
    reason = required(reason, _("Dites pourquoi cette convention est annulée."), "reason")
    if agreement.state == AgreementState.CANCELLED:
        raise Refused(_("Cette convention est déjà annulée."))
    awards = [
        award for row in agreement.years.all() if (award := award_of_year(agreement, row.year))
    ]
    if agreement.state == AgreementState.SIGNED and any(paid_cents(award) for award in awards):
        raise Refused(
            _("Un versement a été fait sous cette convention\u00a0: elle ne s’annule plus.")
        )
    for award in awards:
        if award.request.state == LineState.AGREEMENT:
            move_request(
                request=award.request, transition="cancel_agreement", by=by, at=at, reason=reason
            )
            award.payments.filter(made_on=None).delete()
    agreement.state, agreement.cancel_reason = AgreementState.CANCELLED, reason
    agreement.cancelled_on = timezone.localdate(at)
    agreement.save(update_fields=["state", "cancel_reason", "cancelled_on"])
    _record(
        "cancel_agreement",
        _("Convention %(reference)s annulée"),
        agreement,
        by=by,
        at=at,
        changes={"reason": ["", reason]},
    )
    return agreement


@transaction.atomic
def publish_data(
    *, agreement: Agreement, published_on: datetime.date, by: User, at: datetime.datetime
) -> Agreement:
    """The day on which its essential data were made public (décret 2017-779)."""
    agreement = _locked(agreement, by)
    _require_state(agreement, AgreementState.SIGNED)
    refuse_future(published_on, timezone.localdate(at), "published_on")
    if published_on < (signed_on(agreement) or published_on):
        raise InvalidInput(_("C’est avant la signature."), field="published_on")
    agreement.data_published_on = published_on
    agreement.save(update_fields=["data_published_on"])
    _record(
        "publish_data",
        _("Convention %(reference)s\u00a0: données publiées"),
        agreement,
        by=by,
        at=at,
    )
    return agreement


def confirm_year(*, award: Award, by: User, at: datetime.datetime) -> AgreementYear | None:
    """The year that a signed multi-year agreement promised becomes firm, at what was decided;
    the caller holds the line. None when no agreement promises it."""
    row = _promised_year(award)
    if row is None or award.granted_cents is None:
        return None
    row.amount_cents, row.is_firm = award.granted_cents, True
    row.save(update_fields=["amount_cents", "is_firm"])
    award.request.refresh_from_db(fields=["state"])
    if award.request.state == LineState.GRANTED:
        move_request(request=award.request, transition="sign_agreement", by=by, at=at)
        plan_payments(award=award, start=award.decided_on or timezone.localdate(at), by=by, at=at)
    _record(
        "confirm_year",
        _("Convention %(reference)s\u00a0: %(year)s confirmé, %(amount)s"),
        row.agreement,
        by=by,
        at=at,
        year=row.year,
        amount=_in_french(row.amount_cents),
    )
    return row


def release_year(*, award: Award, by: User, at: datetime.datetime, reason: str) -> None:
    """Before a decision is revised: the year of a multi-year agreement is a promise again."""
    row = _promised_year(award)
    if row is None or paid_cents(award):
        return
    if award.request.state == LineState.AGREEMENT:
        move_request(
            request=award.request, transition="cancel_agreement", by=by, at=at, reason=reason
        )
    row.is_firm = False
    row.save(update_fields=["is_firm"])


def _promised_year(award: Award) -> AgreementYear | None:
    """Of a signed agreement made for an earlier year of the series."""
    application = award.request.application
    if application.series_id is None:
        return None
    rows = AgreementYear.objects.select_for_update(of=("self",)).select_related("agreement")
    return (
        rows.filter(
            agreement__kind=AgreementKind.MULTIYEAR,
            agreement__state=AgreementState.SIGNED,
            agreement__funder=award.request.funder_id,
            agreement__application__series=application.series_id,
            year=application.year,
        )
        .exclude(agreement__application=application)
        .first()
    )


def _next_reference(request: Request) -> str:
    """CONV-2027-0042-1: the dossier, then a number that cancelled agreements keep."""
    count = Agreement.objects.filter(application=request.application_id).count()
    return f"CONV-{request.application.reference}-{count + 1}"


def _years(
    award: Award, kind: str, later_cents: Mapping[int, int] | None
) -> list[tuple[int, int, bool]]:
    """(year, cents, firm) of what the agreement covers."""
    application = award.request.application
    first = (application.year, award.granted_cents or 0, True)
    if kind == AgreementKind.ANNUAL:
        return [first]
    later = years_to_agree(award)
    if not later:
        raise InvalidInput(
            _("Ce dossier n’a qu’une année\u00a0: faites une convention annuelle."), field="kind"
        )
    chosen = later if later_cents is None else {year: later_cents.get(year, 0) for year in later}
    return [first, *((year, cents, False) for year, cents in sorted(chosen.items()))]


def _write_document(agreement: Agreement, award: Award, by: User, at: datetime.datetime) -> None:
    agreement.file = make_document(
        kind=TEMPLATE_OF[AgreementKind(agreement.kind)],
        contract_id=agreement.contract_id,
        funder_id=agreement.funder_id,
        context=agreement_context(agreement, award, timezone.localdate(at)),
        name=f"{agreement.reference}.docx",
        by=by,
        at=at,
    )
    agreement.save(update_fields=["file"])


def _keep_signed(
    agreement: Agreement, uploaded: File[Any], by: User, at: datetime.datetime
) -> None:
    former = agreement.signed_file
    agreement.signed_file = store_upload(uploaded=uploaded, by=by, at=at, allowed=SIGNED_FORMATS)
    if former is not None:
        agreement.save(update_fields=["signed_file"])
        remove_file(stored=former)


def _first_award(agreement: Agreement) -> Award:
    rows = with_line(Award.objects.all())
    return rows.get(
        request__application=agreement.application_id, request__funder=agreement.funder_id
    )


def _refuse_stale(agreement: Agreement) -> None:
    """What is signed is what was decided."""
    award = _first_award(agreement)
    first = agreement.years.order_by("year")[0]
    if award.request.state != LineState.GRANTED:
        raise Refused(
            _("Ce financement n’est plus «\u00a0accordé\u00a0»\u00a0: annulez cette convention.")
        )
    if first.amount_cents != award.granted_cents:
        raise Refused(
            _(
                "La convention dit %(written)s et la décision %(granted)s\u00a0: "
                "réécrivez le document d’abord."
            )
            % {"written": euros(first.amount_cents), "granted": euros(award.granted_cents or 0)}
        )


def _enter_into_force(agreement: Agreement, by: User, at: datetime.datetime) -> None:
    start = signed_on(agreement) or timezone.localdate(at)
    for row in agreement.years.order_by("year"):
        award = award_of_year(agreement, row.year)
        if award is None:
            continue
        if not row.is_firm:
            confirm_year(award=award, by=by, at=at)
        elif award.request.state == LineState.GRANTED:
            move_request(request=award.request, transition="sign_agreement", by=by, at=at)
            plan_payments(award=award, start=start, by=by, at=at)


def _locked(agreement: Agreement, by: User) -> Agreement:
    """All the years of the series first, so that nobody who holds one of them waits for this."""
    application = agreement.application
    years = Application.objects.select_for_update().filter(pk=application.pk)
    if application.series_id is not None:
        years = Application.objects.select_for_update().filter(series=application.series_id)
    list(years.order_by("pk").values_list("pk"))
    rows = Agreement.objects.select_for_update(of=("self",))
    fresh = rows.select_related("application__action__bearer", "funder", "file", "signed_file").get(
        pk=agreement.pk
    )
    require_line(by, fresh.application.requests.select_related("funder").get(funder=fresh.funder))
    return fresh


def _require_state(agreement: Agreement, *states: str) -> None:
    if agreement.state not in states:
        raise Refused(
            _(
                "La convention %(reference)s est «\u00a0%(state)s\u00a0»\u00a0: "
                "ce n’est plus possible."
            )
            % {"reference": agreement.reference, "state": agreement.get_state_display()}
        )


def _tell(agreement: Agreement, text: Any, at: datetime.datetime) -> None:
    for person in people_of_bearer(agreement.application):
        notify(
            user=person,
            kind="funding.agreement",
            text=format_lazy(text, reference=agreement.reference, funder=agreement.funder.label),
            url=reverse("funding:application", args=[agreement.application_id]),
            at=at,
        )


def _in_french(cents: int) -> str:
    with override("fr"):
        return euros(cents)


def _record(
    action: str,
    sentence: str,
    agreement: Agreement,
    *,
    by: User,
    at: datetime.datetime,
    changes: dict[str, Any] | None = None,
    **words: Any,
) -> None:
    record(
        action=f"funding.{action}",
        summary=sentence % {"reference": agreement.reference, **words},
        by=by,
        at=at,
        target=agreement,
        changes={"state": [None, agreement.state], **(changes or {})},
    )
