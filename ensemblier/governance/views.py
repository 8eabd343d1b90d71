"""Bodies, their seats and their sessions, for the team."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ensemblier.contracts.exports import response_of
from ensemblier.contracts.models import Contract
from ensemblier.contracts.permissions import (
    can_edit_contract,
    contracts_for,
    has_any_role,
    require_edit,
)
from ensemblier.core.http import do_in_form, do_with_message
from ensemblier.core.pagination import page_of
from ensemblier.governance import operations
from ensemblier.governance.exports import export_of_bodies, export_of_seats, export_of_sessions
from ensemblier.governance.forms import BodyForm, EndForm, NewSeatForm, SeatForm, SessionForm
from ensemblier.governance.models import Body, Seat, Session
from ensemblier.governance.queries import bodies_for, body_for, seats_of, sessions_of
from ensemblier.ui.pages import confirm_page, form_page, found_by, visible_to

CURRENT = "governance"
FORM_METHODS = ["GET", "HEAD", "POST"]


# For people who may not see it, the body does not exist.
of_body = found_by(body_for)
to_write = found_by(body_for, require=lambda user, body: require_edit(user, body.contract))


def _address(name: str, body: Body, *args: object) -> str:
    return reverse(f"governance:{name}", args=[body.pk, *args])


def _crumbs(body: Body | None, here: Any = "") -> list[tuple[Any, str]]:
    items: list[tuple[Any, str]] = [(_("Instances"), reverse("governance:list"))]
    if body is not None:
        items.append((body.name, _address("body", body)))
    if here:
        items.append((here, ""))
    else:
        items[-1] = (items[-1][0], "")
    return items


def _answer(
    request: HttpRequest,
    form: BaseForm,
    operation: Callable[..., Any],
    arguments: Callable[[dict[str, Any]], Mapping[str, Any]],
    *,
    body: Body | None,
    contract: Contract,
    title: str,
    submit: str,
    done: str,
) -> HttpResponse:
    """Show the form; once it holds, do the operation and go to the body."""
    if request.method == "POST" and form.is_valid():
        result = do_in_form(
            form, operation, by=request.user, at=timezone.now(), **arguments(form.cleaned_data)
        )
        if result is not None:
            messages.success(request, done)
            return redirect(_address("body", body or result))
    back = _address("body", body) if body else reverse("governance:list")
    return form_page(
        request,
        form,
        title=title,
        back=back,
        breadcrumb=_crumbs(body, title),
        submit=submit,
        current=CURRENT,
        contract=contract,
    )


@require_safe
@visible_to(has_any_role)
def list_bodies(request: HttpRequest) -> HttpResponse:
    contracts = contracts_for(request.user)
    context = {
        "page": page_of(bodies_for(request.user, timezone.now()), request),
        "writable": [one for one in contracts if can_edit_contract(request.user, one)],
        "current": CURRENT,
    }
    return render(request, "governance/list.html", context)


@require_safe
@visible_to(has_any_role)
def export(request: HttpRequest, fmt: str) -> HttpResponse:
    bodies = bodies_for(request.user, timezone.now())
    return response_of(export_of_bodies(bodies), fmt, _("instances"))


@require_http_methods(FORM_METHODS)
@login_required
def create(request: HttpRequest, slug: str) -> HttpResponse:
    contract = contracts_for(request.user).filter(slug=slug).first()
    if contract is None:
        raise Http404
    require_edit(request.user, contract)
    return _answer(
        request,
        BodyForm(request.POST or None),
        operations.create_body,
        lambda values: {"contract": contract, "values": values},
        body=None,
        contract=contract,
        title=_("Nouvelle instance"),
        submit=_("Créer l’instance"),
        done=_("L’instance est créée. Ajoutez ceux qui y siègent."),
    )


@require_safe
@of_body
def show(request: HttpRequest, body: Body) -> HttpResponse:
    today = timezone.localdate()
    seats = list(seats_of(body))
    context = {
        "body": body,
        "contract": body.contract,
        "seats": [seat for seat in seats if seat.ends_on is None or seat.ends_on >= today],
        "former": [seat for seat in seats if seat.ends_on and seat.ends_on < today],
        "sessions": sessions_of(body),
        "can_edit": can_edit_contract(request.user, body.contract),
        "breadcrumb": _crumbs(body),
        "current": CURRENT,
    }
    return render(request, "governance/body.html", context)


@require_http_methods(FORM_METHODS)
@to_write
def edit(request: HttpRequest, body: Body) -> HttpResponse:
    return _answer(
        request,
        BodyForm(request.POST or None, body=body),
        operations.update_body,
        lambda values: {"body": body, "values": values},
        body=body,
        contract=body.contract,
        title=_("Modifier l’instance"),
        submit=_("Enregistrer"),
        done=_("C’est enregistré."),
    )


@require_safe
@of_body
def export_seats(request: HttpRequest, body: Body, fmt: str) -> HttpResponse:
    return response_of(export_of_seats(seats_of(body)), fmt, body.name, _("sièges"))


@require_http_methods(FORM_METHODS)
@to_write
def add_seat(request: HttpRequest, body: Body) -> HttpResponse:
    def arguments(values: dict[str, Any]) -> dict[str, Any]:
        values = dict(values)
        person = {name: values.pop(name) for name in ("full_name", "email")}
        return {"body": body, "values": values, **person}

    return _answer(
        request,
        NewSeatForm(request.POST or None),
        operations.add_seat,
        arguments,
        body=body,
        contract=body.contract,
        title=_("Ajouter un siège"),
        submit=_("Ajouter le siège"),
        done=_("Le siège est ajouté."),
    )


@require_http_methods(FORM_METHODS)
@to_write
def edit_seat(request: HttpRequest, body: Body, seat_pk: int) -> HttpResponse:
    seat = _seat(body, seat_pk)
    return _answer(
        request,
        SeatForm(request.POST or None, seat=seat),
        operations.update_seat,
        lambda values: {"seat": seat, "values": values},
        body=body,
        contract=body.contract,
        title=_("Modifier le siège : %(seat)s") % {"seat": seat},
        submit=_("Enregistrer"),
        done=_("C’est enregistré."),
    )


@require_http_methods(FORM_METHODS)
@to_write
def end_seat(request: HttpRequest, body: Body, seat_pk: int) -> HttpResponse:
    seat = _seat(body, seat_pk)
    return _answer(
        request,
        EndForm(request.POST or None),
        operations.end_seat,
        lambda values: {"seat": seat, **values},
        body=body,
        contract=body.contract,
        title=_("Fin du siège : %(seat)s") % {"seat": seat},
        submit=_("Mettre fin au siège"),
        done=_("Le siège a pris fin."),
    )


@require_safe
@of_body
def export_sessions(request: HttpRequest, body: Body, fmt: str) -> HttpResponse:
    return response_of(export_of_sessions(sessions_of(body)), fmt, body.name, _("séances"))


@require_http_methods(FORM_METHODS)
@to_write
def plan_session(request: HttpRequest, body: Body) -> HttpResponse:
    return _answer(
        request,
        SessionForm(request.POST or None),
        operations.plan_session,
        lambda values: {"body": body, **values},
        body=body,
        contract=body.contract,
        title=_("Prévoir une séance"),
        submit=_("Prévoir la séance"),
        done=_("La séance est prévue."),
    )


@require_http_methods(FORM_METHODS)
@to_write
def edit_session(request: HttpRequest, body: Body, session_pk: int) -> HttpResponse:
    session = _session(body, session_pk)
    return _answer(
        request,
        SessionForm(request.POST or None, session=session),
        operations.update_session,
        lambda values: {"session": session, "values": values},
        body=body,
        contract=body.contract,
        title=_("Modifier la séance"),
        submit=_("Enregistrer"),
        done=_("C’est enregistré."),
    )


@require_http_methods(FORM_METHODS)
@to_write
def cancel_session(request: HttpRequest, body: Body, session_pk: int) -> HttpResponse:
    session = _session(body, session_pk)
    back, title = _address("body", body), _("Annuler la séance ?")
    if request.method == "POST":
        do_with_message(
            request,
            operations.cancel_session,
            done=_("La séance est annulée."),
            session=session,
            by=request.user,
            at=timezone.now(),
        )
        return redirect(back)
    return confirm_page(
        request,
        title=title,
        text=_("Elle restera dans la liste, marquée annulée."),
        back=back,
        breadcrumb=_crumbs(body, title),
        submit=_("Annuler la séance"),
        submit_kind="danger",
        current=CURRENT,
        contract=body.contract,
    )


def _seat(body: Body, pk: int) -> Seat:
    return get_object_or_404(seats_of(body).select_related("body__contract"), pk=pk)


def _session(body: Body, pk: int) -> Session:
    return get_object_or_404(sessions_of(body).select_related("body__contract"), pk=pk)
