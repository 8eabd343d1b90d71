"""My notices, and the way out of e-mail."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ensemblier.accounts.requests import SignedInRequest
from ensemblier.core.pagination import page_of
from ensemblier.notices.emails import user_of_token
from ensemblier.notices.models import Frequency
from ensemblier.notices.operations import mark_all_read, mark_read, set_frequency
from ensemblier.notices.queries import notices_of, unread_of


@login_required
@require_safe
def notice_list(request: SignedInRequest) -> HttpResponse:
    only_unread = request.GET.get("lues") != "1"
    rows = unread_of(request.user) if only_unread else notices_of(request.user)
    address = reverse("notices:list")
    tabs = [
        {"label": _("Non lues"), "url": address, "current": only_unread},
        {"label": _("Toutes"), "url": f"{address}?lues=1", "current": not only_unread},
    ]
    context = {
        "page": page_of(rows, request),
        "unread_count": unread_of(request.user).count(),
        "only_unread": only_unread,
        "tabs": tabs,
        "current": "home",
    }
    return render(request, "notices/list.html", context)


@login_required
@require_POST
def open_notice(request: SignedInRequest, pk: int) -> HttpResponse:
    """Marks it read and goes where one can act."""
    notice = get_object_or_404(notices_of(request.user), pk=pk)
    mark_read(notice=notice, by=request.user, at=timezone.now())
    return redirect(notice.url or "notices:list")


@login_required
@require_POST
def read_all(request: SignedInRequest) -> HttpResponse:
    mark_all_read(by=request.user, at=timezone.now())
    messages.success(request, _("Tout est marqué comme lu."))
    return redirect("notices:list")


# Mail programs post here by themselves (RFC 8058), without cookie: the signature is the proof.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    user = user_of_token(token)
    if user is None:
        raise Http404
    if request.method == "POST":
        wanted = request.POST.get("frequency", Frequency.NEVER)
        set_frequency(user=user, frequency=wanted, by=user)
    context = {
        "done": request.method == "POST",
        "email": user.email,
        "frequency": request.POST.get("frequency", Frequency.NEVER),
    }
    return render(request, "notices/unsubscribe.html", context)
