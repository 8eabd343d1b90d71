"""What a council was asked, on its own pages; each consultation has its page further up."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ensemblier.core.pagination import page_of
from ensemblier.councils.models import Council
from ensemblier.councils.queries.consultations import consultations_for
from ensemblier.councils.sentences import clock_in_words
from ensemblier.councils.views.common import of_council, section_context


@require_safe
@of_council
def of_one_council(request: HttpRequest, council: Council) -> HttpResponse:
    today = timezone.localdate()
    page = page_of(consultations_for(request.user).filter(council=council), request)
    rows = [(row, clock_in_words(row.days_left(today)), row.days_left(today) < 0) for row in page]
    context = section_context(request, council, "consultations", page=page, rows=rows)
    return render(request, "councils/consultations.html", context)
