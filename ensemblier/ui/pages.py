"""Whole pages that every room needs: one form, one question asked before something is lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any, TypeVar

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from ensemblier.core.http import do_in_form, do_with_message

Crumbs = Sequence[tuple[Any, str]]
View = Callable[..., HttpResponseBase]
T = TypeVar("T")


def visible_to(may_see: Callable[[Any], bool]) -> Callable[[View], View]:
    """Visitors sign in first; for people who may not see it, the page does not exist."""

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not may_see(request.user):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def found_by(
    find: Callable[[Any, Any], T | None],
    key: str = "pk",
    require: Callable[[Any, T], object] | None = None,
) -> Callable[[View], View]:
    """The view gets what `find(user, key)` gives, in place of the key of its address.

    Visitors sign in first; where nothing is found, the page does not exist. `require` raises
    NotAllowed for people who may see and not do: a 403 that says who can.
    """

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            found = find(request.user, kwargs.pop(key))
            if found is None:
                raise Http404
            if require:
                require(request.user, found)
            return view(request, found, **kwargs)

        return guarded

    return decorate


def form_page(
    request: HttpRequest,
    form: BaseForm,
    *,
    title: object,
    back: str,
    breadcrumb: Crumbs,
    submit: object,
    current: str,
    **context: Any,
) -> HttpResponse:
    """`context` may hold `lead`, `contract`, and `template` to extend the page."""
    page = {
        "form": form,
        "page_title": title,
        "back_url": back,
        "breadcrumb": breadcrumb,
        "submit_label": submit,
        "current": current,
    }
    return render(request, context.pop("template", "ui/pages/form.html"), {**page, **context})


def confirm_page(
    request: HttpRequest,
    *,
    title: object,
    text: object,
    back: str,
    breadcrumb: Crumbs,
    submit: object,
    current: str,
    **context: Any,
) -> HttpResponse:
    """`text` says what will be lost and whether it can be undone.

    `submit_kind="primary"` in `context` is for a question about something that loses nothing.
    """
    page = {
        "page_title": title,
        "text": text,
        "back_url": back,
        "breadcrumb": breadcrumb,
        "submit_label": submit,
        "current": current,
    }
    return render(request, "ui/pages/confirm.html", {**page, **context})


def answer_form(
    request: HttpRequest,
    form: BaseForm,
    operation: Callable[..., Any],
    arguments: Callable[[dict[str, Any]], Mapping[str, Any]],
    *,
    done: object,
    back: str,
    after: Callable[[Any], str] | None = None,
    **page: Any,
) -> HttpResponse:
    """Show the form; once it holds, do the operation and go to `after(result)`, else `back`.

    `arguments` turns what was cleaned into the operation's own; who and when come with them.
    `page` is what `form_page` shows.
    """
    if request.method == "POST" and form.is_valid():
        given = arguments(dict(form.cleaned_data))
        result = do_in_form(form, operation, by=request.user, at=timezone.now(), **given)
        if result is not None:
            messages.success(request, str(done))
            return redirect(after(result) if after else back)
    return form_page(request, form, back=back, **page)


def answer_question(
    request: HttpRequest,
    operation: Callable[..., Any],
    arguments: Mapping[str, Any],
    *,
    done: object,
    back: str,
    after: str = "",
    **page: Any,
) -> HttpResponse:
    """GET asks, POST does; `after` is where a success leads, `back` by default."""
    if request.method == "POST":
        is_done = do_with_message(
            request, operation, done=done, by=request.user, at=timezone.now(), **arguments
        )
        return redirect(after if is_done and after else back)
    return confirm_page(request, back=back, **page)
