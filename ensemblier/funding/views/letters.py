"""Letters of a call: made, read, sent, one by one or all at once."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from ensemblier.applications.models import Request
from ensemblier.calls.models import Call
from ensemblier.core.exceptions import NotAllowed, Refused
from ensemblier.core.http import dated_stem, do_in_form, do_with_message, download, filename
from ensemblier.core.pagination import page_of, query_string
from ensemblier.funding.documents.pdf import pdf_of
from ensemblier.funding.forms.small import FileForm
from ensemblier.funding.models import Letter
from ensemblier.funding.operations import letters as operations
from ensemblier.funding.operations.lines import require_line
from ensemblier.funding.queries.decisions import decided_lines_of
from ensemblier.funding.views.decisions import (
    AT_ONCE,
    SECTION,
    call_tabs,
    of_call,
    wanted_form,
    writes_for,
)
from ensemblier.funding.views.following import (
    CURRENT,
    FORM_METHODS,
    award_for,
    crumbs,
    line_address,
    person,
    section_context,
)
from ensemblier.ui.pages import form_page


@require_http_methods(FORM_METHODS)
@of_call
def letters(request: HttpRequest, call: Call) -> HttpResponse:
    """POST does what its button says to the lines that are ticked."""
    filters = wanted_form(request, call)
    wanted = filters.wanted
    page = page_of(decided_lines_of(call, request.user, wanted), request, AT_ONCE)
    if request.method == "POST":
        ticked = {int(pk) for pk in request.POST.getlist("lines") if pk.isdecimal()}
        return _do(request, call, [line for line in page.object_list if line.pk in ticked])
    context = section_context(
        SECTION,
        page=page,
        rows=[(line, _last(line)) for line in page.object_list],
        filters=filters,
        is_filtered=bool(request.GET),
        can_write=writes_for(request, call, wanted.funder.pk if wanted.funder else None),
        **call_tabs(call, "letters"),
    )
    return render(request, "funding/letters.html", context)


def _last(line: Request) -> Letter | None:
    return next(iter(line.award.letters.all()), None)


def _do(request: HttpRequest, call: Call, lines: Sequence[Request]) -> HttpResponse:
    back = request.path + query_string(request)
    action = request.POST.get("action")
    made = [letter for line in lines if (letter := _last(line))]
    if not lines:
        messages.error(request, _("Cochez au moins un dossier."))
    elif action in {"pdf", "docx"}:
        if made:
            return _one_file(made, call, action)
        messages.error(request, _("Faites d’abord les lettres."))
    else:
        try:
            messages.success(request, _write(request, action or "", lines, made))
        except NotAllowed:
            raise
        except Refused as refusal:
            messages.error(request, str(refusal))
    return redirect(back)


def _write(
    request: HttpRequest, action: str, lines: Sequence[Request], made: Sequence[Letter]
) -> str:
    who = {"by": person(request), "at": timezone.now()}
    if action == "make":
        done = operations.make_letters(awards=[line.award for line in lines], **who)  # type: ignore[arg-type]
        return ngettext(
            "%(count)d lettre est faite.", "%(count)d lettres sont faites.", len(done)
        ) % {"count": len(done)}
    if action not in {"send", "post"}:
        raise Refused(_("Dites ce que vous voulez faire."))
    unsent = [letter for letter in made if letter.sent_at is None]
    if not unsent:
        raise Refused(_("Aucune lettre n’attend d’être envoyée parmi celles-ci."))
    sent = operations.send_letters(letters=unsent, by_post=action == "post", **who)  # type: ignore[arg-type]
    return ngettext(
        "%(count)d lettre est envoyée.", "%(count)d lettres sont envoyées.", len(sent)
    ) % {"count": len(sent)}


def _one_file(made: Sequence[Letter], call: Call, fmt: str) -> HttpResponse:
    stem = dated_stem(call.slug, _("lettres"), day=timezone.localdate())
    contents = [(letter.file.name, _content(letter)) for letter in made]
    if fmt == "pdf":
        title = _("Lettres – %(call)s") % {"call": call.name}
        pdf = pdf_of([content for _name, content in contents], title=title, author="")
        return download(pdf, f"{stem}.pdf")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for rank, (name, content) in enumerate(contents, start=1):
            archive.writestr(f"{rank:03d}-{name}", content)
    return download(packed.getvalue(), filename(stem, extension="zip"))


def _content(letter: Letter) -> bytes:
    with letter.file.content.open("rb") as content:
        return bytes(content.read())


@require_http_methods(FORM_METHODS)
@login_required
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter as somebody corrected it in a word processor."""
    letter = _letter(request, pk)
    call = letter.award.request.application.call
    back = reverse("funding:letters", args=[call.pk]) if call else reverse("funding:agreements")
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        done = do_in_form(
            form,
            operations.replace_letter,
            letter=letter,
            uploaded=form.cleaned_data["file"],
            by=request.user,
            at=timezone.now(),
        )
        if done is not None:
            messages.success(request, _("La lettre corrigée est celle qui sera envoyée."))
            return redirect(back)
    title = _("Remplacer une lettre")
    return form_page(
        request,
        form,
        title=title,
        lead=_("Téléchargez la lettre en DOCX, corrigez-la, redéposez-la ici. Le PDF suivra."),
        back=back,
        breadcrumb=crumbs(SECTION, (title, "")),
        submit=_("Remplacer la lettre"),
        current=CURRENT,
        contract=letter.contract,
    )


@require_POST
@login_required
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter; `action` is «post» when it goes by post."""
    letter = _letter(request, pk)
    do_with_message(
        request,
        operations.send_letter,
        letter=letter,
        by_post=request.POST.get("action") == "post",
        by=request.user,
        at=timezone.now(),
        done=_("La lettre est envoyée."),
    )
    return redirect(line_address(letter.award))


def _letter(request: HttpRequest, pk: int) -> Letter:
    """For a keeper of its line."""
    letter = get_object_or_404(Letter, pk=pk)
    letter.award = award_for(request, letter.award_id)
    require_line(person(request), letter.award.request)
    return letter
