"""Who is there: the beat of an open matrix."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ensemblier.calls.models import Call
from ensemblier.funding.operations.presences import note_presence
from ensemblier.funding.queries.presences import present_with
from ensemblier.funding.views.common import of_call, person


@require_POST
@of_call
def beat(request: HttpRequest, call: Call) -> JsonResponse:
    """JSON out: `{"company": "Avec vous : …"}`, empty when nobody else is there."""
    now = timezone.now()
    note_presence(call=call, by=person(request), at=now)
    names = ", ".join(map(str, present_with(person(request), call, at=now)))
    words = _("Avec vous\u00a0: %(names)s") % {"names": names} if names else ""
    return JsonResponse({"company": words})
