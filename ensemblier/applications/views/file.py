"""The page of an application: where it stands, what is awaited, what was said."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ensemblier.accounts.requests import SignedInRequest
from ensemblier.applications.enums import MessageKind
from ensemblier.applications.forms import AttachForm, JointForm, MessageForm, ReasonForm
from ensemblier.applications.lifecycle import APPLICATION, is_applicant
from ensemblier.applications.models import Application, Attachment, JointApplicant
from ensemblier.applications.operations.attachments import attach as attach_paper
from ensemblier.applications.operations.attachments import detach as detach_paper
from ensemblier.applications.operations.joint import (
    add_joint_applicant,
    remove_joint_applicant,
    sign_joint_applicant,
)
from ensemblier.applications.operations.messages import post_message
from ensemblier.applications.operations.submitting import (
    NotReady,
    resume_application,
    submit_application,
    withdraw_application,
)
from ensemblier.applications.permissions import (
    can_post_message,
    can_post_note,
    can_write_application,
    is_author,
    require_sign,
)
from ensemblier.applications.queries.lists import renewable_in
from ensemblier.applications.queries.opened import opened
from ensemblier.applications.views.common import (
    CURRENT,
    contract_of,
    crumbs,
    of_application,
    require_write,
)
from ensemblier.calls.models import Question, WantedAttachment
from ensemblier.core.exceptions import NotAllowed, Refused
from ensemblier.core.http import do_in_form, do_with_message, put_in_form
from ensemblier.files.views import serve
from ensemblier.organizations.permissions import organizations_of
from ensemblier.organizations.queries import found_to_join
from ensemblier.ui.pages import confirm_page, form_page


@require_safe
@of_application
def detail(request: SignedInRequest, application: Application) -> HttpResponse:
    return _detail(request, application, MessageForm())


def _detail(
    request: SignedInRequest, application: Application, form: MessageForm, status: int = 200
) -> HttpResponse:
    user = request.user
    speaks = can_post_message(user, application)
    transitions = {one.name for one in APPLICATION.open_to(application, user)}
    shown = opened(application, speaks=speaks)
    context = {
        "application": application,
        "shown": shown,
        "joint": _joint(shown.joint, user),
        "message_form": form if speaks else None,
        "can_write": can_write_application(user, application),
        "is_author": is_author(user, application),
        "transitions": transitions,
        "renewals": renewable_in(application, timezone.now())
        if is_applicant(user, application)
        else [],
        "breadcrumb": crumbs(application),
        "contract": contract_of(request.user, application),
        "current": CURRENT,
    }
    return render(request, "applications/detail.html", context, status=status)


def _joint(rows: list[JointApplicant], user: Any) -> list[tuple[JointApplicant, bool]]:
    """Each with whether `user` may give its agreement."""
    mine = organizations_of(user)
    return [(row, row.organization_id in mine and row.signed_at is None) for row in rows]


@require_POST
@of_application
def submit(request: SignedInRequest, application: Application) -> HttpResponse:
    if not is_author(request.user, application) and not is_applicant(request.user, application):
        raise NotAllowed(_("C’est la structure qui dépose son dossier."))
    try:
        submit_application(application=application, by=request.user, at=timezone.now())
    except NotAllowed:
        raise
    except NotReady as refusal:
        for obstacle in refusal.obstacles[:5]:
            messages.error(request, obstacle.sentence)
        return redirect("applications:step", pk=application.pk, step="depot")
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(application)
    messages.success(request, _("Le dossier est déposé. Un courriel vous le confirme."))
    return redirect(application)


@require_http_methods(["GET", "HEAD", "POST"])
@of_application
def withdraw(request: SignedInRequest, application: Application) -> HttpResponse:
    if not is_applicant(request.user, application):
        raise NotAllowed(_("Un dossier est retiré par la structure qui le porte."))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = do_in_form(
            form,
            withdraw_application,
            application=application,
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
        )
        if done:
            messages.success(request, _("Le dossier est retiré. Vous pouvez le reprendre."))
            return redirect(application)
    return form_page(
        request,
        form,
        title=_("Retirer le dossier %(reference)s") % {"reference": application.reference},
        lead=_("Rien n’est effacé\u00a0: tant que l’appel est ouvert, vous pourrez le reprendre."),
        back=application.get_absolute_url(),
        breadcrumb=crumbs(application, _("Retirer")),
        submit=_("Retirer le dossier"),
        current=CURRENT,
    )


@require_POST
@of_application
def resume(request: SignedInRequest, application: Application) -> HttpResponse:
    if not is_applicant(request.user, application):
        raise NotAllowed(_("Un dossier est repris par la structure qui le porte."))
    do_with_message(
        request,
        resume_application,
        application=application,
        by=request.user,
        at=timezone.now(),
        done=_("Le dossier est de nouveau en préparation."),
    )
    return redirect(application)


@require_POST
@of_application
def message(request: SignedInRequest, application: Application) -> HttpResponse:
    if not can_post_message(request.user, application):
        raise NotAllowed(
            _("Seuls le porteur, l’équipe et les financeurs de l’appel écrivent dans ce dossier.")
        )
    form = MessageForm(request.POST, request.FILES)
    if form.is_valid():
        uploaded = form.cleaned_data["file"]
        done = do_in_form(
            form,
            post_message,
            application=application,
            text=form.cleaned_data["text"],
            files=[uploaded] if uploaded else [],
            token=form.cleaned_data["token"],
            by=request.user,
            at=timezone.now(),
        )
        if done:
            messages.success(request, _("Votre message est envoyé."))
            return redirect(f"{application.get_absolute_url()}#echanges")
    return _detail(request, application, form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@of_application
def attach(request: SignedInRequest, application: Application) -> HttpResponse:
    """`?piece=` or `?question=` says what the paper answers; without, it is one more."""
    require_write(request.user, application)
    wanted, question = _answered(request, application)
    form = AttachForm(request.POST or None, request.FILES or None, application=application)
    if request.method == "POST" and form.is_valid():
        done = do_in_form(
            form,
            attach_paper,
            application=application,
            uploaded=form.cleaned_data["file"],
            document=None if form.cleaned_data["file"] else form.cleaned_data["document"],
            wanted=wanted,
            question=question,
            by=request.user,
            at=timezone.now(),
        )
        if done:
            messages.success(request, _("La pièce est jointe."))
            return redirect(_papers_url(application))
    title = str(wanted or question or _("Joindre une pièce"))
    return form_page(
        request,
        form,
        title=title,
        lead=_("Un fichier de votre appareil, ou un document déjà au dossier de la structure."),
        back=_papers_url(application),
        breadcrumb=crumbs(application, _("Joindre une pièce")),
        submit=_("Joindre"),
        current=CURRENT,
    )


def _answered(
    request: SignedInRequest, application: Application
) -> tuple[WantedAttachment | None, Question | None]:
    piece, question = request.GET.get("piece", ""), request.GET.get("question", "")
    call = application.call_id
    if piece.isdecimal() and len(piece) < 12:
        return get_object_or_404(WantedAttachment, pk=piece, call=call), None
    if question.isdecimal() and len(question) < 12:
        return None, get_object_or_404(Question, pk=question, call=call)
    return None, None


def _papers_url(application: Application) -> str:
    return f"{application.get_absolute_url()}etape/questions/#pieces"


def _attachment_or_404(application: Application, pk: int) -> Attachment:
    rows = Attachment.objects.select_related("file", "document__file", "application", "message")
    return get_object_or_404(rows, pk=pk, application=application)


@require_safe
@of_application
def attachment(
    request: SignedInRequest, application: Application, attachment_pk: int
) -> HttpResponseBase:
    found = _attachment_or_404(application, attachment_pk)
    if found.message_id and not can_post_message(request.user, application):
        raise Http404
    is_internal = found.message is not None and found.message.kind == MessageKind.INTERNAL
    if is_internal and not can_post_note(request.user, application):
        raise Http404
    stored = found.file or (found.document.file if found.document else None)
    if stored is None:
        raise Http404
    return serve(stored, request)


@require_POST
@of_application
def detach(request: SignedInRequest, application: Application, attachment_pk: int) -> HttpResponse:
    require_write(request.user, application)
    do_with_message(
        request,
        detach_paper,
        attachment=_attachment_or_404(application, attachment_pk),
        by=request.user,
        at=timezone.now(),
        done=_("La pièce est retirée."),
    )
    return redirect(_papers_url(application))


@require_http_methods(["GET", "HEAD", "POST"])
@of_application
def add_joint(request: SignedInRequest, application: Application) -> HttpResponse:
    require_write(request.user, application)
    if not is_applicant(request.user, application):
        raise NotAllowed(_("Les co-porteurs sont choisis par la structure qui porte le dossier."))
    form = JointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_joint_applicant(
                application=application,
                organization=_one_found(form.cleaned_data["q"]),
                part=form.cleaned_data["part"],
                by=request.user,
                at=timezone.now(),
            )
        except NotAllowed:
            raise
        except Refused as refusal:
            put_in_form(form, refusal)
        else:
            messages.success(request, _("La structure est ajoutée\u00a0; elle donne son accord."))
            return redirect("applications:step", pk=application.pk, step="structure")
    return form_page(
        request,
        form,
        title=_("Ajouter un co-porteur"),
        lead=_("La structure donnera son accord elle-même, ici, avant le dépôt."),
        back=application.get_absolute_url(),
        breadcrumb=crumbs(application, _("Ajouter un co-porteur")),
        submit=_("Ajouter"),
        current=CURRENT,
    )


def _one_found(typed: str) -> Any:
    try:
        found = found_to_join(typed)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), field="q") from error
    if not found:
        raise Refused(
            _("Aucune structure connue ici ne correspond. Elle doit d’abord ouvrir son dossier."),
            field="q",
        )
    if len(found) > 1:
        names = ", ".join(row.name for row in found[:5])
        raise Refused(
            _("Plusieurs structures correspondent\u00a0: %(names)s. Donnez son SIRET.")
            % {"names": names},
            field="q",
        )
    return found[0]


def _joint_or_404(application: Application, pk: int) -> JointApplicant:
    rows = JointApplicant.objects.select_related("organization", "application")
    return get_object_or_404(rows, pk=pk, application=application)


@require_POST
@of_application
def remove_joint(request: SignedInRequest, application: Application, joint_pk: int) -> HttpResponse:
    require_write(request.user, application)
    do_with_message(
        request,
        remove_joint_applicant,
        joint=_joint_or_404(application, joint_pk),
        by=request.user,
        at=timezone.now(),
        done=_("La structure est retirée du dossier."),
    )
    return redirect("applications:step", pk=application.pk, step="structure")


@require_http_methods(["GET", "HEAD", "POST"])
@of_application
def sign_joint(request: SignedInRequest, application: Application, joint_pk: int) -> HttpResponse:
    joint = _joint_or_404(application, joint_pk)
    require_sign(request.user, joint)
    if request.method == "POST":
        do_with_message(
            request,
            sign_joint_applicant,
            joint=joint,
            by=request.user,
            at=timezone.now(),
            done=_("Votre accord est donné."),
        )
        return redirect(application)
    return confirm_page(
        request,
        title=_("Donner l’accord de %(name)s") % {"name": joint.organization.label},
        text=_("Votre structure porte alors «\u00a0%(title)s\u00a0» avec %(bearer)s.")
        % {"title": application.title, "bearer": application.action.bearer.label},
        back=application.get_absolute_url(),
        breadcrumb=crumbs(application, _("Accord")),
        submit=_("Donner l’accord"),
        submit_kind="primary",
        current=CURRENT,
    )
