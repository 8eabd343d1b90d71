"""Decisions and their letters, on their pages."""

from __future__ import annotations

import io
import zipfile

import pytest

from ensemblier.core.docx import read_docx_text
from ensemblier.funding.models import Award, Letter
from tests import factories
from tests.factories import programming as make
from tests.funding.lines import grant, make_line, pdf_text
from tests.funding.pages import deliberate, table_of, text_of, url


class TestDecisions:
    def test_a_deliberation_is_written_at_once(self, department, gardeners, agent_client):
        first, second = (make_line(department, gardeners) for _rank in range(2))
        amounts = {f"amount_{first.pk}": "5 000 €", f"amount_{second.pk}": "1.234,50"}

        response = deliberate(agent_client, department.call, first, second, **amounts)

        assert response.status_code == 302
        assert list(Award.objects.order_by("request").values_list("granted_cents", flat=True)) == [
            5_000_00,
            1_234_50,
        ]
        page = agent_client.get(url("decisions", department.call.pk))
        assert "2 décisions sont enregistrées." in text_of(page)
        assert "2026-031" in text_of(page)

    def test_an_amount_that_cannot_be_read_is_said_beside_it_and_kept(
        self, department, gardeners, agent_client
    ):
        line = make_line(department, gardeners)

        page = deliberate(agent_client, department.call, line, **{f"amount_{line.pk}": "12,3.4"})

        assert page.status_code == 200
        assert 'value="12,3.4"' in text_of(page)
        assert f'id="mistake_{line.pk}"' in text_of(page)
        assert "Corrigez les montants signalés dans le tableau." in text_of(page)
        assert not Award.objects.filter(granted_cents__gt=0).exists()

    def test_what_does_not_fit_is_refused_and_what_was_typed_is_kept(
        self, department, gardeners, agent_client
    ):
        line = make_line(department, gardeners, asked=200_000_00)

        page = deliberate(agent_client, department.call, line, **{f"amount_{line.pk}": "150 000"})

        assert "c’est plus que ce qui reste dans l’enveloppe" in text_of(page)
        assert 'value="150 000"' in text_of(page)
        assert 'value="2026-031"' in text_of(page)

    def test_what_another_decided_meanwhile_is_told_before_it_is_overwritten(
        self, department, gardeners, agent_client
    ):
        colleague = make.make_officer(
            department.funder, user=factories.make_user(full_name="Cléo Collègue")
        )
        line, other = (make_line(department, gardeners) for _rank in range(2))
        seen = {f"seen_{one.pk}": ":" for one in (line, other)}
        amounts = {f"amount_{line.pk}": "3 000", f"amount_{other.pk}": "1 000"}
        grant(line, 5_000_00, colleague, reference="2026-007")

        page = deliberate(agent_client, department.call, line, other, **seen, **amounts)

        assert "Cléo Collègue a changé la décision entre-temps" in text_of(page)
        assert "accordé, 5 000 €" in text_of(page)
        assert list(Award.objects.values_list("granted_cents", "decision_reference")) == [
            (5_000_00, "2026-007")
        ]
        # The page knows it now: what is sent again is meant.
        shown = f'name="seen_{line.pk}" value="granted:500000"'
        assert shown in text_of(page)
        again = {**seen, f"seen_{line.pk}": "granted:500000"}
        answer = deliberate(agent_client, department.call, line, other, **again, **amounts)
        assert answer.status_code == 302
        assert Award.objects.get(request=line).granted_cents == 3_000_00

    def test_a_form_sent_twice_decides_once_and_complains_of_nothing(
        self, department, gardeners, agent_client
    ):
        line = make_line(department, gardeners)
        fields = {f"seen_{line.pk}": ":", f"amount_{line.pk}": "5 000"}
        for _time in range(2):
            answer = deliberate(agent_client, department.call, line, **fields)
            assert answer.status_code == 302
        assert Award.objects.get().granted_cents == 5_000_00

    @pytest.mark.parametrize("verdict", ["refuse", "postpone"])
    def test_a_no_does_not_undo_a_yes_unseen(
        self, department, gardeners, agent_client, editor, verdict
    ):
        line = make_line(department, gardeners)
        grant(line, 5_000_00, editor)
        fields = {"verdict": verdict, "reason": "Trop tard.", f"seen_{line.pk}": ":"}
        page = deliberate(agent_client, department.call, line, **fields)
        assert "a changé la décision entre-temps" in text_of(page)
        assert Award.objects.get().granted_cents == 5_000_00

    def test_a_ticked_line_that_left_the_list_is_told(
        self, department, gardeners, agent_client, editor
    ):
        line, other = (make_line(department, gardeners) for _rank in range(2))
        grant(line, 5_000_00, editor)
        address = f"{url('decisions', department.call.pk)}?etat=a-decider"
        data = {
            "verdict": "grant",
            "decided_on": "2026-03-12",
            "lines": [line.pk, other.pk],
            f"amount_{other.pk}": "1 000",
        }
        page = agent_client.post(address, data)
        assert "Un dossier coché n’est plus dans cette liste" in text_of(page)
        assert not Award.objects.filter(request=other).exists()

    def test_all_that_is_proposed_is_ticked_at_once(self, department, gardeners, agent_client):
        proposed, asked = (make_line(department, gardeners) for _rank in range(2))
        make.make_award(proposed, proposed_cents=1_500_00)

        page = text_of(
            agent_client.get(url("decisions", department.call.pk), {"cocher": "proposes"})
        )

        def is_ticked(line):
            box = page[page.index(f'name="lines" value="{line.pk}"') :]
            return "checked" in box[: box.index(">")]

        assert [is_ticked(proposed), is_ticked(asked)] == [True, False]
        assert 'value="1 500"' in page

    def test_the_team_chooses_a_funder_first(self, department, gardeners, editor_client):
        make_line(department, gardeners)

        blind = text_of(editor_client.get(url("decisions", department.call.pk)))
        chosen = text_of(
            editor_client.get(
                url("decisions", department.call.pk), {"financeur": department.funder_id}
            )
        )

        assert "choisissez d’abord votre financeur" in blind
        assert 'name="lines"' not in blind
        assert 'name="lines"' in chosen

    def test_readers_read(self, department, gardeners, reader_client):
        line = make_line(department, gardeners)

        page = text_of(reader_client.get(url("decisions", department.call.pk)))
        answer = deliberate(reader_client, department.call, line, **{f"amount_{line.pk}": "100"})

        assert line.application.reference in page
        assert 'name="verdict"' not in page
        assert answer.status_code == 403

    def test_one_s_own_association_is_not_in_the_list(
        self, department, gardeners, agent, agent_client
    ):
        line = make_line(department, gardeners)
        make.make_member(gardeners, user=agent)

        page = text_of(agent_client.get(url("decisions", department.call.pk)))

        assert line.application.reference not in page

    def test_a_decision_is_revised_with_a_reason(self, department, gardeners, agent, editor_client):
        award = grant(make_line(department, gardeners), 5_000_00, agent)
        address = url("revise_decision", award.request_id)

        empty = editor_client.post(address, {"reason": ""})
        assert empty.status_code == 200
        assert editor_client.post(address, {"reason": "Erreur de ligne."}).status_code == 302

        assert Award.objects.get().granted_cents is None

    def test_the_list_is_exported_as_it_is_filtered(
        self, department, gardeners, agent, agent_client
    ):
        grant(make_line(department, gardeners, title="Jardiner"), 5_000_50, agent)
        make_line(department, gardeners)

        table = table_of(
            agent_client.get(
                url("decisions_export", department.call.pk, "xlsx"), {"etat": "accordes"}
            )
        )

        [row] = table[1:]
        by_name = dict(zip(table[0], row, strict=True))
        assert (by_name["intitulé"], by_name["accordé"], by_name["décidé le"]) == (
            "Jardiner",
            "5000.5",
            "2026-03-12",
        )


class TestLetters:
    def post(self, client, call, *lines, action):
        data = {"lines": [line.pk for line in lines], "action": action}
        return client.post(url("letters", call.pk), data)

    @pytest.mark.parametrize("ticked", ["²", "deux", "-1", "9" * 40])
    def test_a_line_that_does_not_exist_is_no_line(self, department, agent_client, ticked):
        data = {"lines": [ticked], "action": "make"}
        answer = agent_client.post(url("letters", department.call.pk), data)
        assert answer.status_code == 302

    def test_letters_are_made_read_and_sent_in_bulk(
        self, department, gardeners, agent, agent_client
    ):
        make.make_member(gardeners)
        lines = [make_line(department, gardeners) for _rank in range(2)]
        for line in lines:
            grant(line, 5_000_00, agent)

        self.post(agent_client, department.call, *lines, action="make")
        pdf = self.post(agent_client, department.call, *lines, action="pdf")
        packed = self.post(agent_client, department.call, *lines, action="docx")
        self.post(agent_client, department.call, *lines, action="send")

        text = pdf_text(pdf.content)
        assert [text.count(line.application.reference) > 0 for line in lines] == [True, True]
        with zipfile.ZipFile(io.BytesIO(packed.content)) as archive:
            contents = [archive.read(name) for name in archive.namelist()]
        assert [
            lines[rank].application.reference in read_docx_text(content)
            for rank, content in enumerate(contents)
        ] == [True, True]
        assert Letter.objects.exclude(sent_at=None).count() == 2

    def test_a_letter_that_cannot_be_sent_keeps_the_others_unsent(
        self, department, gardeners, agent, agent_client
    ):
        make.make_member(gardeners)
        alone = factories.make_organization(name="Le Cercle")
        lines = [make_line(department, gardeners), make_line(department, alone)]
        for line in lines:
            grant(line, 1_000_00, agent)
        self.post(agent_client, department.call, *lines, action="make")

        self.post(agent_client, department.call, *lines, action="send")

        page = text_of(agent_client.get(url("letters", department.call.pk)))
        assert "personne de « Le Cercle » n’a de compte" in page
        assert not Letter.objects.exclude(sent_at=None).exists()
