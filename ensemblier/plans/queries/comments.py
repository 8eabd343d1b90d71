"""What the team says about a plan and its elements."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast

from ensemblier.notices.models import Comment
from ensemblier.plans.models import Node, Plan, Theme

OF_PLAN, OF_THEME = Plan._meta.label_lower, Theme._meta.label_lower


def comments_about(plan: Plan) -> QuerySet[Comment]:
    """On the plan and on any of its themes, newest first."""
    about_plan = Q(object_type=OF_PLAN, object_id=str(plan.pk))
    about_themes = _about(Theme.objects.filter(plan=plan))
    return Comment.objects.filter(about_plan | about_themes).select_related("author")


def comments_on_themes(themes: QuerySet[Theme]) -> QuerySet[Comment]:
    return Comment.objects.filter(_about(themes))


def _about(themes: QuerySet[Theme]) -> Q:
    keys = themes.annotate(key=Cast("pk", CharField())).values("key")
    return Q(object_type=OF_THEME, object_id__in=keys)


def names_of_commented(comments: Iterable[Comment]) -> dict[str, str]:
    """How the newest version words each theme that these comments are about."""
    keys = {int(one.object_id) for one in comments if one.object_type == OF_THEME}
    nodes = Node.objects.filter(theme__in=keys).order_by("version__number")
    return {str(node.theme_id): str(node) for node in nodes}
