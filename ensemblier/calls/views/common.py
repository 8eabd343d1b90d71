"""What the pages of a call share: who comes in, the steps, one form, one question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.calls.enums import Section
from ensemblier.calls.forms import SeenForm
from ensemblier.calls.models import Call
from ensemblier.calls.permissions import can_edit_call
from ensemblier.calls.queries import call_for, row_counts
from ensemblier.calls.readiness import obstacles
from ensemblier.contracts.permissions import require_edit
from ensemblier.core.editing import Overtaken
from ensemblier.core.http import do_in_form
from ensemblier.ui import pages
from ensemblier.ui.pages import form_page, found_by

CURRENT = "calls"
FORM_METHODS = ["GET", "HEAD", "POST"]
# The page of each step: a view of its own, or the rows that it lists.
STEP_VIEWS = {
    Section.PRESENTATION: ("presentation", ()),
    Section.THEMES: ("themes", ()),
    Section.AREAS: ("areas", ()),
    Section.ENVELOPES: ("rows", ("enveloppes",)),
    Section.CALENDAR: ("calendar", ()),
    Section.NOTE: ("note", ()),
    Section.QUESTIONS: ("rows", ("questions",)),
    Section.ATTACHMENTS: ("rows", ("pieces",)),
    Section.RULES: ("rules", ()),
    Section.COMMITTEES: ("rows", ("comites",)),
    Section.CHECKLIST: ("rows", ("verifications",)),
}


# For people who may not see it, the call does not exist.
of_call = found_by(call_for)
to_write = found_by(call_for, require=lambda user, call: require_edit(user, call.contract))


def address(name: str, call: Call, *args: object) -> str:
    return reverse(f"calls:{name}", args=[call.pk, *args])


def step_address(section: str, call: Call) -> str:
    name, arguments = STEP_VIEWS[Section(section)]
    return address(name, call, *arguments)


def crumbs(call: Call, *here: tuple[Any, str]) -> list[tuple[Any, str]]:
    items: list[tuple[Any, str]] = [
        (_("Appels à projets"), reverse("calls:list")),
        (call.name, address("detail", call)),
        *here,
    ]
    items[-1] = (items[-1][0], "")
    return items


def steps(call: Call) -> list[dict[str, Any]]:
    """Each step with its page, what it holds and what is missing there."""
    left, counts = obstacles(call), row_counts(call)
    return [
        {
            "section": section,
            "label": Section(section).label,
            "url": step_address(section, call),
            "summary": counts.get(section) or "",
            "sentences": [one.sentence for one in left if one.section == section],
            "to_review": section in call.needs_review,
        }
        for section in Section
    ]


def step_context(request: HttpRequest, call: Call, section: str, **context: Any) -> dict[str, Any]:
    order = list(Section)
    rank = order.index(Section(section))
    following = order[rank + 1] if rank + 1 < len(order) else None
    return {
        "call": call,
        "contract": call.contract,
        "section": section,
        "section_title": Section(section).label,
        "step_number": rank + 1,
        "step_count": len(order),
        "next_step": following and {"label": following.label, "url": step_address(following, call)},
        "sentences": [one.sentence for one in obstacles(call) if one.section == section],
        "to_review": section in call.needs_review,
        "review_url": address("review", call, section),
        "breadcrumb": crumbs(call, (Section(section).label, "")),
        "can_edit": can_edit_call(request.user, call),
        "current": CURRENT,
        **context,
    }


def do_in_seen_form(form: BaseForm, operation: Callable[..., Any], **arguments: Any) -> Any:
    """As `do_in_form`; what others wrote since the form was shown is put beside its boxes."""
    if not isinstance(form, SeenForm) or "seen" not in form.fields:
        return do_in_form(form, operation, **arguments)

    def write() -> Any:
        try:
            return operation(seen=form.cleaned_data.get("seen"), **arguments)
        except Overtaken as why:
            form.overtake(why)
            return None

    return do_in_form(form, write)


def answer_form(
    request: HttpRequest,
    form: BaseForm,
    operation: Callable[..., Any],
    arguments: Callable[[dict[str, Any]], Mapping[str, Any]],
    *,
    call: Call,
    back: str,
    breadcrumb: list[tuple[Any, str]],
    title: str,
    submit: str,
    done: str,
    lead: str = "",
) -> HttpResponse:
    """Show the form; once it holds, do the operation and go back."""
    if request.method == "POST" and form.is_valid():
        typed = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
        result = do_in_seen_form(
            form, operation, by=request.user, at=timezone.now(), **arguments(typed)
        )
        if result is not None:
            messages.success(request, done)
            return redirect(back)
    return form_page(
        request,
        form,
        title=title,
        lead=lead,
        back=back,
        breadcrumb=breadcrumb,
        submit=submit,
        current=CURRENT,
        contract=call.contract,
    )


def answer_question(
    request: HttpRequest,
    operation: Callable[..., Any],
    arguments: Mapping[str, Any],
    *,
    call: Call,
    title: str,
    **page: Any,
) -> HttpResponse:
    """`pages.answer_question`, about a call."""
    return pages.answer_question(
        request,
        operation,
        arguments,
        title=title,
        breadcrumb=crumbs(call, (title, "")),
        current=CURRENT,
        contract=call.contract,
        **page,
    )
