"""Two files for one organization."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ensemblier.core.http import do_in_form
from ensemblier.organizations import operations
from ensemblier.organizations.forms import MergeForm
from ensemblier.organizations.permissions import require_edit
from ensemblier.organizations.queries import possible_duplicates, rows_pointing_to
from ensemblier.organizations.views.common import (
    CURRENT,
    crumbs,
    for_workers,
    organization_or_404,
)


@require_http_methods(["GET", "HEAD", "POST"])
@for_workers
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """GET chooses, then shows what would move; only a confirmed POST merges."""
    require_edit(request.user)
    kept = organization_or_404(pk)
    form = MergeForm(request.POST or request.GET or None, kept=kept)
    duplicate = form.cleaned_data["duplicate"] if form.is_bound and form.is_valid() else None
    if request.method == "POST" and duplicate and request.POST.get("confirmed"):
        merged = do_in_form(
            form,
            operations.merge_organizations,
            kept=kept,
            duplicate=duplicate,
            by=request.user,
            at=timezone.now(),
        )
        if merged:
            messages.success(
                request,
                _("«\u00a0%(name)s\u00a0» est réunie à cette structure.")
                % {"name": duplicate.name},
            )
            return redirect(kept)
    context = {
        "form": form,
        "organization": kept,
        "duplicate": duplicate,
        "moving": rows_pointing_to(duplicate) if duplicate else [],
        "candidates": possible_duplicates(kept)[:12],
        "breadcrumb": crumbs(request.user, kept, _("Réunir un doublon")),
        "current": CURRENT,
    }
    return render(request, "organizations/merge.html", context)
