"""What the team says about a plan and its elements."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ensemblier.core.http import do_in_form, do_with_message
from ensemblier.core.pagination import page_of
from ensemblier.notices.models import Comment
from ensemblier.notices.queries import comments_on
from ensemblier.plans import operations
from ensemblier.plans.enums import VersionState
from ensemblier.plans.forms import CommentForm
from ensemblier.plans.models import Node, Plan, Theme
from ensemblier.plans.operations.comments import ANCHOR
from ensemblier.plans.permissions import can_edit_plan
from ensemblier.plans.queries import comments_about, names_of_commented
from ensemblier.plans.queries.comments import OF_THEME
from ensemblier.plans.views.common import CURRENT, address, author, crumbs, of_plan
from ensemblier.ui.pages import form_page


@dataclass(frozen=True)
class Line:
    """A comment, the element that it is about if the page does not say it, and its way out."""

    comment: Comment
    about: str
    remove_url: str


@dataclass(frozen=True)
class Discussion:
    """What `notices/comments.html` shows."""

    page: Page
    lines: list[Line]
    url: str
    theme: str


def discussion(request: HttpRequest, plan: Plan, theme: Theme | None = None) -> Discussion:
    """On one theme, or on the plan with all its themes."""
    page = page_of(comments_on(theme) if theme else comments_about(plan), request)
    comments = list(page.object_list)
    names = {} if theme else names_of_commented(comments)
    lines = [
        Line(
            comment,
            names.get(comment.object_id, "") if comment.object_type == OF_THEME else "",
            address("remove_comment", plan, comment.pk)
            if not comment.removed_at and operations.may_remove(author(request), comment)
            else "",
        )
        for comment in comments
    ]
    return Discussion(page, lines, address("comment", plan), str(theme.pk) if theme else "")


def _target(plan: Plan, theme: str) -> Plan | Theme:
    if not theme:
        return plan
    key = int(theme) if theme.isdecimal() and len(theme) < 19 else 0
    return get_object_or_404(Theme.objects.select_related("plan", "contract"), plan=plan, pk=key)


def _back(request: HttpRequest, target: Plan | Theme, plan: Plan) -> HttpResponse:
    """To the element's page for those who write it, else to the plan's."""
    if isinstance(target, Theme) and can_edit_plan(request.user, plan):
        node = Node.objects.filter(theme=target, version__state=VersionState.DRAFT).first()
        if node:
            return redirect(address("node", plan, node.pk) + ANCHOR)
    return redirect(address("detail", plan) + ANCHOR)


@require_POST
@of_plan
def comment(request: HttpRequest, plan: Plan) -> HttpResponse:
    """A comment that is refused comes back on a page of its own, with all its words."""
    target = _target(plan, request.POST.get("theme", ""))
    form = CommentForm(request.POST)
    said: Comment | None = None
    if form.is_valid():
        said = do_in_form(
            form,
            operations.add_comment,
            target=target,
            text=form.cleaned_data["text"],
            by=author(request),
            at=timezone.now(),
        )
    if said:
        messages.success(request, _("Votre commentaire est enregistré."))
        return _back(request, target, plan)
    return form_page(
        request,
        form,
        title=_("Votre commentaire"),
        back=address("detail", plan) + ANCHOR,
        breadcrumb=crumbs(plan, _("Votre commentaire")),
        submit=_("Commenter"),
        current=CURRENT,
        contract=plan.contract,
    )


@require_POST
@of_plan
def remove_comment(request: HttpRequest, plan: Plan, pk: int) -> HttpResponse:
    shown = get_object_or_404(comments_about(plan), pk=pk)
    target = _target(plan, shown.object_id if shown.object_type == OF_THEME else "")
    do_with_message(
        request,
        operations.remove_comment,
        done=_("Le commentaire est retiré."),
        comment=shown,
        target=target,
        by=author(request),
        at=timezone.now(),
    )
    return _back(request, target, plan)
