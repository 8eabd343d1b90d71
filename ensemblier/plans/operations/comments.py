"""What the team says about a plan and its elements, inside the file."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ensemblier.accounts.models import User
from ensemblier.audit.operations import record
from ensemblier.contracts.permissions import (
    among_those_who_view,
    can_view_contract,
    is_administrator,
)
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.notices.models import Comment
from ensemblier.notices.operations import notify
from ensemblier.notices.queries import comments_on
from ensemblier.plans.models import Plan, Theme
from ensemblier.plans.operations.alignments import name_of

LONGEST_COMMENT = 4000
ANCHOR = "#commentaires"


@transaction.atomic
def add_comment(*, target: Plan | Theme, text: str, by: User, at: datetime.datetime) -> Comment:
    """By whoever reads the contract in the workspace; tells those who spoke of `target` before."""
    contract = target.contract
    if not can_view_contract(by, contract):
        raise NotAllowed(_("Seules les personnes qui ont un droit sur ce contrat le commentent."))
    words = text.replace("\r\n", "\n").strip()
    if not words:
        raise InvalidInput(_("Écrivez votre commentaire avant de l’envoyer."), field="text")
    if len(words) > LONGEST_COMMENT:
        raise InvalidInput(
            _("Ce commentaire est trop long\u00a0: 4\u202f000 caractères au plus."), field="text"
        )
    earlier = User.objects.filter(pk__in=comments_on(target).order_by().values("author"))
    listeners = list(among_those_who_view(earlier.exclude(pk=by.pk), contract))
    comment = Comment.objects.create(
        object_type=target._meta.label_lower,
        object_id=str(target.pk),
        contract_id=contract.pk,
        author=by,
        text=words,
        at=at,
    )
    plan = target if isinstance(target, Plan) else target.plan
    name = plan.name if isinstance(target, Plan) else name_of(target)
    # What was said is not copied in the trail: it could not be taken back from there.
    record(
        action="plans.add_comment",
        summary=_("Commente «\u00a0%(name)s\u00a0».") % {"name": name},
        by=by,
        at=at,
        target=target,
    )
    sentence = gettext_lazy("{author} a aussi commenté «\u00a0{name}\u00a0».")
    for user in listeners:
        notify(
            user=user,
            kind="plans.add_comment",
            text=format_lazy(sentence, author=str(by), name=name),
            url=reverse("plans:detail", args=[contract.slug, plan.slug]) + ANCHOR,
            at=at,
        )
    return comment


@transaction.atomic
def remove_comment(
    *, comment: Comment, target: Plan | Theme, by: User, at: datetime.datetime
) -> Comment:
    """By its author or the administrator of the installation; the words go, the trace stays."""
    if not may_remove(by, comment):
        raise NotAllowed(
            _("Seuls son auteur et les administrateurs de l’installation retirent un commentaire.")
        )
    kept = Comment.objects.select_for_update().get(pk=comment.pk)
    if kept.removed_at:
        raise Refused(_("Ce commentaire est déjà retiré."))
    kept.text, kept.removed_at, kept.removed_by = "", at, by
    kept.save(update_fields=["text", "removed_at", "removed_by"])
    name = target.name if isinstance(target, Plan) else name_of(target)
    record(
        action="plans.remove_comment",
        summary=_("Retire un commentaire de %(author)s sur «\u00a0%(name)s\u00a0».")
        % {"author": comment.author, "name": name},
        by=by,
        at=at,
        target=target,
    )
    return kept


def may_remove(user: User, comment: Comment) -> bool:
    return user.pk == comment.author_id or is_administrator(user)
