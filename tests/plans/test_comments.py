"""What the team says about a plan and its elements."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ensemblier.accounts.models import User
from ensemblier.audit.models import Entry
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.notices.models import Comment, Notice
from ensemblier.plans.models import Plan, PlanVersion
from ensemblier.plans.operations import (
    add_comment,
    create_draft,
    delete_plan,
    discard_draft,
    publish_version,
    remove_comment,
)
from tests import factories
from tests.conftest import client_of
from tests.plans.building import node

PLAN = ["ici", "plan-du-contrat"]


def send(client: Client, text: str, **data: Any) -> Any:
    return client.post(reverse("plans:comment", args=PLAN), {"text": text, **data})


def take_back(client: Client, comment: Comment) -> Any:
    return client.post(reverse("plans:remove_comment", args=[*PLAN, comment.pk]))


def read(client: Client, name: str = "detail", *args: int) -> str:
    return client.get(reverse(f"plans:{name}", args=[*PLAN, *args])).content.decode()


def said_on_next_page(client: Client) -> list[str]:
    response = client.get(reverse("plans:detail", args=PLAN))
    return [str(message) for message in response.context["messages"]]


def test_readers_and_editors_talk_on_the_page_of_the_plan(
    plan: Plan, reader: User, reader_client: Client, editor_client: Client
):
    assert "Personne n’a encore commenté." in read(reader_client)
    response = send(reader_client, "  Et le quartier ?\r\nOn en parle.  ")
    assert response.status_code == 302
    assert response["Location"] == reverse("plans:detail", args=PLAN) + "#commentaires"
    comment = Comment.objects.get()
    assert (comment.text, comment.author) == ("Et le quartier ?\nOn en parle.", reader)
    assert (comment.object_type, comment.object_id) == ("plans.plan", str(plan.pk))
    assert comment.contract_id == plan.contract_id
    page = read(editor_client)
    assert "<p>Et le quartier ?<br>On en parle.</p>" in page
    assert "Lina Lecture" in page
    assert "Personne n’a encore commenté." not in page


def test_what_is_typed_is_never_markup(plan: Plan, reader_client: Client):
    send(reader_client, "<script>alert(1)</script>")
    page = read(reader_client)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert(1)" not in page


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (" \r\n ", "Écrivez votre commentaire avant de l’envoyer."),
        ("a" * 4001, "Ce commentaire est trop long\u00a0: 4\u202f000 caractères au plus."),
    ],
)
def test_empty_or_too_long_is_refused(plan: Plan, reader_client: Client, text: str, sentence: str):
    again = send(reader_client, text)
    assert again.status_code == 200
    assert again.context["form"].errors == {"text": [sentence]}
    assert again.context["form"]["text"].value() == text
    assert Comment.objects.count() == 0


def test_a_refused_comment_on_an_element_stays_on_it(
    plan: Plan, revision: PlanVersion, editor_client: Client
):
    theme = revision.nodes.first().theme
    again = send(editor_client, " ", theme=theme.pk)
    assert f'<input type="hidden" name="theme" value="{theme.pk}"' in again.text


def test_the_longest_comment_counts_a_line_end_once(plan: Plan, reader_client: Client):
    send(reader_client, "a\r\n" * 1999 + "bc")
    assert len(Comment.objects.get().text) == 4000


def test_other_contracts_do_not_exist(
    plan: Plan, editor: User, other_member: User, other_member_client: Client, at: datetime.datetime
):
    comment = add_comment(target=plan, text="Entre nous", by=editor, at=at)
    assert send(other_member_client, "Bonjour").status_code == 404
    assert take_back(other_member_client, comment).status_code == 404
    with pytest.raises(NotAllowed):
        add_comment(target=plan, text="Bonjour", by=other_member, at=at)
    assert list(Comment.objects.values_list("text", flat=True)) == ["Entre nous"]


def test_a_theme_of_another_plan_is_not_found(plan: Plan, editor_client: Client):
    other = factories.make_plan(plan.contract)
    theme = factories.make_node(factories.make_version(other)).theme
    for wrong in (str(theme.pk), "rien", "9" * 40):
        assert send(editor_client, "Bonjour", theme=wrong).status_code == 404
    foreign = Comment.objects.create(
        object_type="plans.plan",
        object_id=str(other.pk),
        author=factories.make_user(),
        text="Ailleurs",
        at=datetime.datetime(2026, 3, 2, tzinfo=datetime.UTC),
    )
    assert take_back(editor_client, foreign).status_code == 404


def test_authors_take_back_their_own_and_nobody_elses(
    plan: Plan, reader: User, reader_client: Client, editor_client: Client, at: datetime.datetime
):
    comment = add_comment(target=plan, text="Une bêtise", by=reader, at=at)
    assert take_back(editor_client, comment).status_code == 403
    assert "Retirer ce commentaire" not in read(editor_client)
    assert "Retirer ce commentaire" in read(reader_client)
    assert take_back(reader_client, comment).status_code == 302
    comment.refresh_from_db()
    assert (comment.text, comment.removed_by) == ("", reader)
    page = read(editor_client)
    assert "commentaire retiré par son auteur" in page
    assert "Une bêtise" not in page
    with pytest.raises(Refused, match="déjà retiré"):
        remove_comment(comment=comment, target=plan, by=reader, at=at)


def test_the_administrator_takes_back_any(
    plan: Plan, reader: User, administrator: User, at: datetime.datetime
):
    comment = add_comment(target=plan, text="Une bêtise", by=reader, at=at)
    client = client_of(administrator)
    take_back(client, comment)
    assert "commentaire retiré par l’administration" in read(client)


def test_those_who_spoke_before_are_told_once(
    plan: Plan, reader: User, editor: User, outsider: User, at: datetime.datetime
):
    role = factories.make_role(outsider, plan.contract)
    for by in (outsider, reader, reader):
        add_comment(target=plan, text="Bonjour", by=by, at=at)
    Notice.objects.all().delete()
    role.delete()
    outsider = User.objects.get(pk=outsider.pk)
    add_comment(target=plan, text="Bonsoir", by=editor, at=at)
    notice = Notice.objects.get()
    assert (notice.user, notice.kind) == (reader, "plans.add_comment")
    assert notice.text == "Emma Écriture a aussi commenté «\u00a0Plan du contrat\u00a0»."
    assert notice.url == reverse("plans:detail", args=PLAN) + "#commentaires"


def test_the_trail_tells_who_spoke_and_not_what_was_said(
    plan: Plan, reader: User, at: datetime.datetime
):
    before = Entry.objects.count()
    comment = add_comment(target=plan, text="Une bêtise", by=reader, at=at)
    remove_comment(comment=comment, target=plan, by=reader, at=at)
    rows = Entry.objects.order_by("sequence")[before:]
    assert [(row.action, row.summary, row.object_id, row.contract_id) for row in rows] == [
        (
            "plans.add_comment",
            "Commente «\u00a0Plan du contrat\u00a0».",
            str(plan.pk),
            plan.contract_id,
        ),
        (
            "plans.remove_comment",
            "Retire un commentaire de Lina Lecture sur «\u00a0Plan du contrat\u00a0».",
            str(plan.pk),
            plan.contract_id,
        ),
    ]


def test_comments_on_an_element_follow_it_to_the_next_version(
    draft: PlanVersion, editor: User, editor_client: Client, reader_client: Client
):
    shown = node(draft, "1.2")
    response = send(editor_client, "Trop vague", theme=str(shown.theme_id))
    here = reverse("plans:node", args=[*PLAN, shown.pk]) + "#commentaires"
    assert response["Location"] == here
    assert "Trop vague" in read(editor_client, "node", shown.pk)
    assert "Trop vague" not in read(editor_client, "node", node(draft, "1.1").pk)
    noon = datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC)
    draft.refresh_from_db()
    publish_version(version=draft, effective_on=datetime.date(2024, 1, 1), by=editor, at=noon)
    page = read(reader_client)
    assert "Trop vague" in page
    assert str(shown) in page
    next_draft = create_draft(plan=draft.plan, by=editor, at=noon)
    assert "Trop vague" in read(editor_client, "node", node(next_draft, "1.2").pk)


def test_comments_go_with_the_plan(plan: Plan, editor: User, at: datetime.datetime):
    add_comment(target=plan, text="Bonjour", by=editor, at=at)
    delete_plan(plan=plan, by=editor, at=at)
    assert Comment.objects.count() == 0


def test_comments_go_with_an_element_that_was_never_published(
    draft: PlanVersion, editor: User, at: datetime.datetime
):
    add_comment(target=node(draft, "1.2").theme, text="Bonjour", by=editor, at=at)
    kept = add_comment(target=draft.plan, text="Bonsoir", by=editor, at=at)
    discard_draft(version=draft, by=editor, at=at)
    assert list(Comment.objects.all()) == [kept]


def test_a_refusal_names_its_field(plan: Plan, editor: User, at: datetime.datetime):
    with pytest.raises(InvalidInput) as refused:
        add_comment(target=plan, text="", by=editor, at=at)
    assert refused.value.field == "text"


def test_thirty_comments_cost_what_one_costs(
    draft: PlanVersion, editor: User, administrator_client: Client, at: datetime.datetime
):
    shown = node(draft, "1.2")
    counts: list[tuple[int, int]] = []
    for number in (1, 29):
        for _rank in range(number):
            by = factories.make_user(None)
            factories.make_role(by, draft.contract)
            Comment.objects.create(
                object_type="plans.theme",
                object_id=str(shown.theme_id),
                author=by,
                text="Bonjour",
                at=at,
            )
        with CaptureQueriesContext(connection) as detail:
            assert read(administrator_client).count("<p>Bonjour</p>") == Comment.objects.count()
        with CaptureQueriesContext(connection) as one:
            read(administrator_client, "node", shown.pk)
        counts.append((len(detail), len(one)))
    assert counts[0] == counts[1]
