"""Minutes of a council: one by one, read, typed, published."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ensemblier.contracts.exports import response_of
from ensemblier.core.pagination import page_of
from ensemblier.councils import operations
from ensemblier.councils.exports.councils import export_of_minutes
from ensemblier.councils.forms import MinutesForm, NewMinutesForm, TextForm
from ensemblier.councils.models import Council, Minutes
from ensemblier.councils.queries import by_year, minutes_of, recent_uploads, waiting_uploads
from ensemblier.councils.views.common import (
    FORM_METHODS,
    address,
    answer_form,
    answer_question,
    of_council,
    section_context,
    to_write,
)
from ensemblier.files.views import serve

PER_PAGE = 36
PAGES_SHOWN = 10


def _minutes(council: Council, pk: int) -> Minutes:
    found = get_object_or_404(
        Minutes.objects.filter(council=council).select_related("file", "meeting"), pk=pk
    )
    found.council = council
    return found


def _own_page(minutes: Minutes) -> str:
    return address(minutes.council, "one_minutes", minutes.pk)


@require_safe
@of_council
def minutes(request: HttpRequest, council: Council) -> HttpResponse:
    page = page_of(minutes_of(council), request, size=PER_PAGE)
    context = section_context(
        request,
        council,
        "minutes",
        page=page,
        years=by_year(page.object_list),
        uploads=list(waiting_uploads(council, request.user)),
        recent=list(recent_uploads(council, timezone.now())),
    )
    return render(request, "councils/minutes.html", context)


@require_safe
@of_council
def export_minutes(request: HttpRequest, council: Council, fmt: str) -> HttpResponse:
    table = export_of_minutes(minutes_of(council))
    return response_of(table, fmt, council.name, _("comptes rendus"))


@require_safe
@of_council
def one_minutes(request: HttpRequest, council: Council, minutes_pk: int) -> HttpResponse:
    found = _minutes(council, minutes_pk)
    numbered = list(enumerate(found.pages, start=1))
    context = section_context(
        request,
        council,
        "minutes",
        minutes=found,
        page=page_of(numbered, request, size=PAGES_SHOWN),
    )
    return render(request, "councils/one_minutes.html", context)


@require_safe
@of_council
def minutes_file(request: HttpRequest, council: Council, minutes_pk: int) -> HttpResponseBase:
    found = _minutes(council, minutes_pk)
    if found.file is None:
        raise Http404
    return serve(found.file, request)


@require_http_methods(FORM_METHODS)
@to_write
def add_minutes(request: HttpRequest, council: Council) -> HttpResponse:
    return answer_form(
        request,
        NewMinutesForm(request.POST or None, request.FILES or None, council=council),
        operations.add_minutes,
        lambda values: {"council": council, "uploaded": values.pop("file"), **values},
        council=council,
        contract=council.contract,
        section="minutes",
        title=_("Déposer un compte rendu"),
        submit=_("Déposer le compte rendu"),
        done=_("Le compte rendu est déposé."),
        after=_own_page,
    )


@require_http_methods(FORM_METHODS)
@to_write
def edit_minutes(request: HttpRequest, council: Council, minutes_pk: int) -> HttpResponse:
    found = _minutes(council, minutes_pk)
    return answer_form(
        request,
        MinutesForm(request.POST or None, council=council, minutes=found),
        operations.update_minutes,
        lambda values: {"minutes": found, "values": values},
        council=council,
        contract=council.contract,
        section="minutes",
        title=_("Modifier le compte rendu"),
        submit=_("Enregistrer"),
        done=_("C’est enregistré."),
        after=_own_page,
    )


@require_http_methods(FORM_METHODS)
@to_write
def type_text(request: HttpRequest, council: Council, minutes_pk: int) -> HttpResponse:
    found = _minutes(council, minutes_pk)
    shown = found.text.replace("\f", "\n\n")
    return answer_form(
        request,
        TextForm(request.POST or None, initial={"text": shown}),
        operations.type_text,
        lambda values: {"minutes": found, **values},
        council=council,
        contract=council.contract,
        section="minutes",
        title=_("Écrire le texte\u00a0: %(minutes)s") % {"minutes": found},
        lead=_("Le fichier reste tel qu’il a été reçu. Ce texte sert à lire et à chercher."),
        submit=_("Enregistrer le texte"),
        done=_("Le texte est enregistré."),
        after=_own_page,
    )


@require_http_methods(FORM_METHODS)
@to_write
def publish_minutes(request: HttpRequest, council: Council, minutes_pk: int) -> HttpResponse:
    found = _minutes(council, minutes_pk)
    return answer_question(
        request,
        operations.publish_minutes,
        {"minutes": found},
        council=council,
        section="minutes",
        title=_("Publier\u00a0: %(minutes)s\u00a0?") % {"minutes": found},
        text=_(
            "Tout le monde pourra lire ce compte rendu et le trouver par la recherche, avec les "
            "noms qu’il contient. Relisez-le\u00a0: les personnes nommées sont-elles "
            "d’accord\u00a0?"
        ),
        submit=_("Publier le compte rendu"),
        done=_("Le compte rendu est publié."),
        submit_kind="primary",
        back=_own_page(found),
    )


@require_http_methods(FORM_METHODS)
@to_write
def unpublish_minutes(request: HttpRequest, council: Council, minutes_pk: int) -> HttpResponse:
    found = _minutes(council, minutes_pk)
    return answer_question(
        request,
        operations.unpublish_minutes,
        {"minutes": found},
        council=council,
        section="minutes",
        title=_("Retirer du site\u00a0: %(minutes)s\u00a0?") % {"minutes": found},
        text=_("Le compte rendu reste ici. Le public ne le lit plus. Vous pourrez le republier."),
        submit=_("Retirer du site"),
        done=_("Le compte rendu n’est plus sur le site."),
        back=_own_page(found),
    )


@require_http_methods(FORM_METHODS)
@to_write
def remove_minutes(request: HttpRequest, council: Council, minutes_pk: int) -> HttpResponse:
    found = _minutes(council, minutes_pk)
    return answer_question(
        request,
        operations.remove_minutes,
        {"minutes": found},
        council=council,
        section="minutes",
        title=_("Supprimer\u00a0: %(minutes)s\u00a0?") % {"minutes": found},
        text=_("Le fichier et son texte seront détruits\u00a0: c’est définitif."),
        submit=_("Supprimer le compte rendu"),
        done=_("Le compte rendu est supprimé."),
        back=_own_page(found),
    )
