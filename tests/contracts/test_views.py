import datetime
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ensemblier.contracts.enums import ContractRoleKind, DocumentKind
from ensemblier.contracts.models import Contract, ContractArea, ContractDocument
from ensemblier.core.spreadsheets import open_table
from tests import factories

DAY = datetime.date(2026, 3, 1)
SECTIONS = ["detail", "areas", "signatories", "amendments", "documents", "calendar", "team"]
EXPORTS = ["areas", "signatories", "amendments", "documents", "calendar"]
FORMS = ["edit", "add_area", "add_signatory", "add_amendment", "add_document", "add_milestone"]


def url(name: str, *args) -> str:
    return reverse(f"contracts:{name}", args=args)


def table_of(response) -> list[list[str]]:
    table = open_table(io.BytesIO(response.content))
    return [table.columns, *(row.cells for row in table.rows)]


def fill(contract: Contract, many: int) -> None:
    stored = factories.make_stored_file()
    for rank in range(many):
        ContractArea.objects.create(contract=contract, area=factories.make_area())
        contract.signatorys.create(organization=factories.make_organization(), title="Maire")
        contract.amendments.create(number=rank + 1, title="Avenant")
        contract.milestones.create(title="Étape", due_on=DAY)
        ContractDocument.objects.create(
            contract=contract, kind=DocumentKind.NOTE, title="Note", file=stored, dated=DAY
        )
        factories.make_role(factories.make_user(), contract, ContractRoleKind.READER)
        factories.make_contract(manager=contract.manager)


class TestWhoSees:
    @pytest.mark.parametrize("section", SECTIONS)
    def test_each_section(self, section, contract, request):
        address = url(section, "ici")

        def answer(person: str):
            return request.getfixturevalue(f"{person}_client").get(address)

        assert answer("visitor")["Location"] == f"{reverse('account_login')}?next={address}"
        people = ["outsider", "other_member", "reader", "editor", "administrator"]
        assert [answer(person).status_code for person in people] == [404, 404, 200, 200, 200]

    @pytest.mark.parametrize("name", FORMS)
    def test_each_form(self, name, contract, other_member_client, reader_client, editor_client):
        address = url(name, "ici")
        assert other_member_client.post(address).status_code == 404
        for response in (reader_client.get(address), reader_client.post(address)):
            assert response.status_code == 403
            assert "Vous pouvez lire ce contrat, pas le modifier." in response.text
        assert editor_client.get(address).status_code == 200

    def test_publication_is_for_administrators(self, contract, editor_client):
        for name in ("publish", "unpublish"):
            assert editor_client.post(url(name, "ici")).status_code == 403

    def test_the_list(
        self, contract, visitor_client, outsider_client, reader_client, other_member_client
    ):
        assert visitor_client.get(url("list")).status_code == 302
        assert outsider_client.get(url("list")).status_code == 404
        assert outsider_client.get(url("create")).status_code == 404
        assert list(reader_client.get(url("list")).context["page"]) == [contract]
        assert contract not in other_member_client.get(url("list")).context["page"]

    def test_only_the_installation_creates(self, editor_client, administrator_client):
        response = editor_client.get(url("create"))
        assert response.status_code == 403
        assert "Seuls les administrateurs de l’installation" in response.text
        assert administrator_client.get(url("create")).status_code == 200

    def test_rows_of_another_contract_are_not_found(self, contract, editor_client):
        other = factories.make_contract()
        step = other.milestones.create(title="x", due_on=DAY)
        assert editor_client.post(url("remove_milestone", "ici", step.pk)).status_code == 404
        assert other.milestones.exists()


class TestQueries:
    @pytest.mark.parametrize("section", SECTIONS)
    def test_sections_cost_the_same_for_few_and_many(self, section, editor, editor_client):
        few, many = factories.make_contract(), factories.make_contract()
        for contract, rows in ((few, 2), (many, 12)):
            factories.make_role(editor, contract)
            fill(contract, rows)

        def cost(contract: Contract) -> int:
            with CaptureQueriesContext(connection) as queried:
                assert editor_client.get(url(section, contract.slug)).status_code == 200
            return len(queried)

        assert cost(few) == cost(many)

    def test_the_list_costs_the_same_for_few_and_many(self, administrator_client, contract):
        def cost() -> int:
            with CaptureQueriesContext(connection) as queried:
                assert administrator_client.get(url("list")).status_code == 200
            return len(queried)

        few = cost()
        for _rank in range(20):
            fill(factories.make_contract(), 1)
        assert cost() == few


class TestContract:
    def values(self, **changes) -> dict[str, object]:
        return {
            "name": "Contrat neuf",
            "generation": "2024",
            "bearer": factories.make_organization().pk,
            "manager": factories.make_organization().pk,
            "starts_on": "2024-01-01",
            "ends_on": "2030-12-31",
            **changes,
        }

    def test_create(self, administrator_client, contract):
        response = administrator_client.post(url("create"), self.values())
        assert response["Location"] == url("detail", "contrat-neuf")
        assert not Contract.objects.get(slug="contrat-neuf").is_public

    def test_what_was_typed_stays_beside_the_error(self, administrator_client, contract):
        page = administrator_client.post(
            url("create"), self.values(slug="ici", midterm_on="2027-01-01")
        )
        assert list(page.context["form"].errors) == ["slug"]
        assert 'value="2027-01-01"' in page.text
        page = administrator_client.post(
            url("create"), self.values(ends_on="2020-01-01", summary="Pour tous")
        )
        assert page.context["form"].errors == {"ends_on": ["Le contrat finit avant de commencer."]}
        assert "Pour tous" in page.text
        page = administrator_client.post(url("create"), self.values(slug="export"))
        assert list(page.context["form"].errors) == ["slug"]

    def test_edit(self, editor_client, contract):
        page = editor_client.get(url("edit", "ici"))
        assert 'value="2030-12-31"' in page.text
        editor_client.post(url("edit", "ici"), self.values(name="Contrat de là"))
        contract.refresh_from_db()
        assert (contract.name, contract.slug) == ("Contrat de là", "ici")

    def test_publish_asks_first(self, administrator_client, contract):
        administrator_client.get(url("unpublish", "ici"))
        contract.refresh_from_db()
        assert contract.is_public
        administrator_client.post(url("unpublish", "ici"))
        contract.refresh_from_db()
        assert not contract.is_public
        page = administrator_client.post(url("unpublish", "ici"), follow=True)
        assert "Ce contrat n’est pas public." in page.text

    def test_sister_contracts_are_shown(self, editor_client, contract):
        sister = factories.make_contract(name="Contrat frère", manager=contract.manager)
        assert f'<a href="{sister.get_absolute_url()}">Contrat frère</a>' in (
            editor_client.get(url("detail", "ici")).text
        )

    def test_a_sister_contract_opens_where_the_person_may_go(self, editor, editor_client, contract):
        sister = factories.make_contract(name="Contrat frère", manager=contract.manager)
        factories.make_role(editor, sister)
        assert f'<a href="{url("detail", sister.slug)}">Contrat frère</a>' in (
            editor_client.get(url("detail", "ici")).text
        )

    def test_late_steps_are_told(self, editor_client, contract):
        contract.milestones.create(title="COPIL", due_on=datetime.date(2024, 2, 1))
        assert (
            "Une étape du calendrier est en retard." in editor_client.get(url("detail", "ici")).text
        )


class TestSections:
    def test_areas(self, editor_client, contract):
        area = factories.make_area(name="L’Écusson")
        editor_client.post(url("add_area", "ici"), {"area": area.pk, "standing": "priority"})
        covered = contract.contractareas.get()
        editor_client.post(url("change_area", "ici", covered.pk), {"standing": "watch"})
        covered.refresh_from_db()
        assert covered.standing == "watch"
        remove = url("remove_area", "ici", covered.pk)
        assert "Vous pourrez le remettre" in editor_client.get(remove).text
        assert contract.contractareas.exists()
        editor_client.post(remove)
        assert not contract.contractareas.exists()
        page = editor_client.post(url("add_area", "ici"), {"area": 9999, "standing": "priority"})
        assert "area" in page.context["form"].errors

    def test_signatories(self, editor_client, contract):
        for name in ("Alès", "Anduze"):
            organization = factories.make_organization(name=name)
            editor_client.post(
                url("add_signatory", "ici"), {"organization": organization.pk, "title": "Maire"}
            )
        first, second = contract.signatorys.all()
        editor_client.post(url("move_signatory", "ici", second.pk), {"vers": "haut"})
        assert list(contract.signatorys.all()) == [second, first]
        editor_client.post(
            url("edit_signatory", "ici", first.pk),
            {"title": "Maire d’Alès", "signed_on": "2024-04-09", "deliberation": "n° 3"},
        )
        first.refresh_from_db()
        assert (first.title, str(first.signed_on)) == ("Maire d’Alès", "2024-04-09")
        shown = editor_client.get(url("signatories", "ici"), {"q": "ales"}).context["page"]
        assert list(shown) == [first]
        shown = editor_client.get(url("signatories", "ici"), {"signe": "non"}).context["page"]
        assert list(shown) == [second]
        editor_client.get(url("remove_signatory", "ici", first.pk))
        assert contract.signatorys.count() == 2
        editor_client.post(url("remove_signatory", "ici", first.pk))
        assert list(contract.signatorys.all()) == [second]
        assert editor_client.get(url("move_signatory", "ici", second.pk)).status_code == 405

    def test_amendments(self, editor_client, contract):
        address = url("add_amendment", "ici")
        page = editor_client.post(address, {"title": "Trop tôt", "new_end": "2029-01-01"})
        assert page.context["form"].errors == {
            "new_end": [
                "Un avenant prolonge le contrat\u00a0: choisissez un jour après le "
                "31 décembre 2030."
            ]
        }
        editor_client.post(address, {"title": "Prolongation", "new_end": "2031-12-31"})
        amendment = contract.amendments.get()
        page = editor_client.get(url("amendments", "ici"))
        assert "prolongé jusqu’au 31 décembre 2031" in page.text
        remove = url("remove_amendment", "ici", amendment.pk)
        assert "finira de nouveau le 31 décembre 2030" in editor_client.get(remove).text
        editor_client.post(remove)
        contract.refresh_from_db()
        assert contract.ends_on == datetime.date(2030, 12, 31)

    def test_documents(
        self, editor_client, reader_client, other_member_client, visitor_client, contract
    ):
        editor_client.post(
            url("add_document", "ici"),
            {
                "kind": "note",
                "title": "Note interne",
                "dated": "2026-03-01",
                "file": factories.make_upload(),
            },
        )
        document = contract.contractdocuments.get()
        address = url("document", "ici", document.pk)
        public = reverse("files:download", args=[document.file.key])
        assert reader_client.get(address).status_code == 200
        assert other_member_client.get(address).status_code == 404
        assert visitor_client.get(public).status_code == 404
        editor_client.post(
            url("edit_document", "ici", document.pk),
            {"kind": "note", "title": "Note", "dated": "2026-03-01", "is_public": "on"},
        )
        assert visitor_client.get(public).status_code == 200
        found = editor_client.get(url("documents", "ici"), {"public": "non"}).context["page"]
        assert list(found) == []
        editor_client.post(
            url("replace_document", "ici", document.pk), {"file": factories.make_upload("v2.pdf")}
        )
        document.refresh_from_db()
        assert document.file.name == "v2.pdf"
        assert visitor_client.get(public).status_code == 404
        remove = url("remove_document", "ici", document.pk)
        assert "c’est définitif" in editor_client.get(remove).text
        editor_client.post(remove)
        assert not contract.contractdocuments.exists()

    def test_calendar(self, editor_client, contract):
        editor_client.post(url("add_milestone", "ici"), {"title": "COPIL", "due_on": "2024-02-01"})
        step = contract.milestones.get()
        page = editor_client.post(url("complete_milestone", "ici", step.pk), {"on": "2999-01-01"})
        assert page.context["form"].errors == {"on": ["Ce jour n’est pas encore venu."]}
        editor_client.post(url("complete_milestone", "ici", step.pk), {"on": "2024-02-03"})
        assert "faite le 3 février 2024" in editor_client.get(url("calendar", "ici")).text
        editor_client.post(url("reopen_milestone", "ici", step.pk))
        editor_client.post(
            url("edit_milestone", "ici", step.pk), {"title": "COPIL 1", "due_on": "2024-03-01"}
        )
        step.refresh_from_db()
        assert (step.title, step.done_on) == ("COPIL 1", None)
        editor_client.post(url("remove_milestone", "ici", step.pk))
        assert not contract.milestones.exists()

    def test_the_feed_is_for_everyone_when_the_contract_is(
        self, visitor_client, reader_client, contract
    ):
        contract.milestones.create(title="COPIL", due_on=DAY)
        response = visitor_client.get(url("calendar_feed", "ici"))
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        assert "SUMMARY:COPIL\r\n" in response.text
        Contract.objects.update(is_public=False)
        assert visitor_client.get(url("calendar_feed", "ici")).status_code == 404
        assert reader_client.get(url("calendar_feed", "ici")).status_code == 200

    @pytest.mark.parametrize("section", EXPORTS)
    def test_each_list_is_a_file(self, section, contract, reader_client, other_member_client):
        fill(contract, 2)
        for fmt in ("csv", "xlsx"):
            table = table_of(reader_client.get(url(f"{section}_export", "ici", fmt)))
            assert len(table) == 3
        assert reader_client.get(url(f"{section}_export", "ici", "exe")).status_code == 404
        assert other_member_client.get(url(f"{section}_export", "ici", "csv")).status_code == 404

    def test_the_signatories_file_word_for_word(self, contract, reader_client):
        contract.signatorys.create(
            organization=factories.make_organization(
                name="=Alès", siret="20006691800018", siren="200066918"
            ),
            title="Président",
            deliberation="n° 12",
            signed_on=DAY,
        )
        response = reader_client.get(url("signatories_export", "ici", "csv"))
        assert response.content.decode("utf-8-sig") == (
            "rang,structure,SIRET,en qualité de,délibération,signé le\r\n"
            "1,'=Alès,20006691800018,Président,n° 12,2026-03-01\r\n"
        )
        assert response["Content-Disposition"].startswith('attachment; filename="ici-signataires-')

    def test_the_list_of_contracts_is_a_file(self, contract, reader_client):
        header, row = table_of(reader_client.get(url("export", "csv")))
        assert header[0] == "contrat"
        assert row[0] == "Contrat d’ici"
