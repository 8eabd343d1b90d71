"""A call is published once it is whole, then changes little."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from ensemblier.accounts.models import User
from ensemblier.calls import operations
from ensemblier.calls.enums import CallState
from ensemblier.calls.models import (
    Call,
)
from ensemblier.core.exceptions import NotAllowed
from ensemblier.notices.models import Notice
from ensemblier.territories.models import Area
from tests.calls.drafts import NOW, last_actions, paris, refusal
from tests.factories import programming as make


class TestPublishing:
    @pytest.mark.parametrize(
        ("spoil", "sentence"),
        [
            (lambda call: call.themes.all().delete(), "Choisissez au moins un thème du plan."),
            (lambda call: call.areas.clear(), "Choisissez au moins un territoire."),
            (lambda call: call.envelopes.all().delete(), "Ajoutez au moins une enveloppe."),
            (
                lambda call: Call.objects.filter(pk=call.pk).update(closes_at=None),
                "Dites quand l’appel ouvre et quand il ferme.",
            ),
            (
                lambda call: Call.objects.filter(pk=call.pk).update(
                    opens_at=paris(2026, 6, 1, 9), closes_at=paris(2026, 8, 1, 9)
                ),
                "L’appel fermerait avant d’être publié\u00a0: reculez sa fermeture.",
            ),
            (
                lambda call: Call.objects.filter(pk=call.pk).update(
                    opinions_due_on=datetime.date(2026, 11, 30)
                ),
                "Les avis sont attendus avant la fermeture de l’appel.",
            ),
            (
                lambda call: Call.objects.filter(pk=call.pk).update(
                    decided_on=datetime.date(2027, 1, 14)
                ),
                "La réponse est annoncée avant les avis ou avant la fermeture.",
            ),
        ],
    )
    def test_what_is_missing_is_told(
        self, ready: Call, editor: User, spoil: Any, sentence: str
    ) -> None:
        spoil(ready)

        assert refusal(operations.publish_call, call=ready, by=editor) == (
            f"Il manque encore\u00a0: {sentence}"
        )
        ready.refresh_from_db()
        assert ready.state == CallState.DRAFT

    def test_everyone_behind_the_call_is_told(
        self, ready: Call, editor: User, reader: User, outsider: User
    ) -> None:
        officer = make.make_officer(ready.envelopes.get().funder)

        operations.publish_call(call=ready, by=editor, at=NOW)

        told = Notice.objects.filter(kind="calls.publish_call")
        assert {notice.user for notice in told} == {reader, officer}
        assert {notice.text for notice in told} == {
            "L’appel «\u00a0Appel à projets 2027\u00a0» est publié."
        }
        assert last_actions() == ["calls.publish_call"]

    def test_public_call_stays_complete(self, published: Call, area: Area, editor: User) -> None:
        assert refusal(operations.set_areas, call=published, areas=[], by=editor) == (
            "L’appel est publié et doit rester complet. Choisissez au moins un territoire."
        )
        assert list(published.areas.all()) == [area]

    def test_unpublished_only_while_nobody_answers(self, published: Call, editor: User) -> None:
        operations.unpublish_call(call=published, by=editor, at=NOW)
        published = operations.publish_call(call=published, by=editor, at=NOW)
        make.make_application(published)

        assert refusal(operations.unpublish_call, call=published, by=editor) == (
            "Des dossiers répondent déjà à cet appel\u00a0: il reste public. "
            "Archivez-le quand tout est fini."
        )

    def test_archived_call_does_not_change(self, published: Call, editor: User) -> None:
        operations.archive_call(call=published, by=editor, at=NOW)

        assert refusal(operations.set_areas, call=published, areas=[], by=editor) == (
            "Cet appel est archivé\u00a0: désarchivez-le pour le modifier."
        )
        assert operations.reopen_call(call=published, by=editor, at=NOW).state == (
            CallState.PUBLISHED
        )

    def test_reader_may_not(self, ready: Call, reader: User) -> None:
        with pytest.raises(NotAllowed):
            operations.publish_call(call=ready, by=reader, at=NOW)

    def test_draft_goes_with_all_it_holds(self, ready: Call, editor: User) -> None:
        operations.remove_call(call=ready, by=editor, at=NOW)

        assert Call.objects.count() == 0
        assert last_actions() == ["calls.remove_call"]

    def test_published_call_is_not_removed(self, published: Call, editor: User) -> None:
        assert refusal(operations.remove_call, call=published, by=editor) == (
            "Seul un appel en préparation, sans dossier, peut être supprimé."
        )
