import datetime
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ensemblier.core.spreadsheets import open_table
from ensemblier.organizations.enums import DocumentKind, OrganizationKind
from ensemblier.organizations.models import Membership, Organization, OrganizationDocument
from tests import factories

SIRET = "20006691800018"


@pytest.fixture
def organization(db) -> Organization:
    return factories.make_organization(name="Les Amis du Gardon", siret=SIRET, siren=SIRET[:9])


def url(name: str, *args) -> str:
    return reverse(f"organizations:{name}", args=args)


def table_of(response) -> list[list[str]]:
    table = open_table(io.BytesIO(response.content))
    return [table.columns, *(row.cells for row in table.rows)]


def fill(organization: Organization, many: int) -> None:
    stored = None
    for rank in range(many):
        Membership.objects.create(
            organization=organization,
            user=factories.make_user(),
            role="member",
            starts_on=factories.LONG_AGO,
            ends_on=factories.LONG_AGO if rank % 2 else None,
        )
        stored = stored or factories.make_stored_file()
        OrganizationDocument.objects.create(
            organization=organization,
            kind=DocumentKind.STATUTES,
            file=stored,
            valid_from=factories.LONG_AGO,
            valid_to=factories.LONG_AGO if rank % 2 else None,
        )
        factories.make_contract(bearer=organization, manager=organization)
        factories.make_contract().signatorys.create(organization=organization, title="Maire")


class TestWhoSees:
    def test_visitors_sign_in_first(self, visitor_client, organization):
        for address in (url("list"), url("detail", organization.pk), url("create")):
            response = visitor_client.get(address)
            assert response.status_code == 302
            assert response["Location"] == f"{reverse('account_login')}?next={address}"

    def test_for_outsiders_nothing_exists(self, outsider_client, organization):
        for address in (
            url("list"),
            url("export", "csv"),
            url("detail", organization.pk),
            url("create"),
            url("edit", organization.pk),
        ):
            assert outsider_client.get(address).status_code == 404

    def test_readers_read(self, reader_client, organization):
        page = reader_client.get(url("detail", organization.pk))
        assert page.status_code == 200
        assert "200\u00a0066\u00a0918\u00a000018" in page.text
        assert url("edit", organization.pk) not in page.text

    def test_readers_are_told_who_writes(self, reader_client, organization):
        for address in (
            url("create"),
            url("edit", organization.pk),
            url("close", organization.pk),
            url("merge", organization.pk),
            url("add_member", organization.pk),
            url("add_document", organization.pk),
        ):
            for response in (reader_client.get(address), reader_client.post(address)):
                assert response.status_code == 403
                assert "droit d’écriture sur un contrat" in response.text


class TestList:
    def test_costs_the_same_for_few_and_many(self, editor_client):
        def cost() -> int:
            with CaptureQueriesContext(connection) as queried:
                assert editor_client.get(url("list")).status_code == 200
            return len(queried)

        commune = factories.make_area(kind="commune", name="Alès")
        factories.make_organization(commune=commune)
        few = cost()
        for _rank in range(30):
            factories.make_organization(commune=commune)
        assert cost() == few

    def test_filters(self, editor_client, organization):
        ales = factories.make_area(kind="commune", name="Alès")
        bank = factories.make_organization(
            name="Caisse", kind=OrganizationKind.SOCIAL, commune=ales
        )
        closed = factories.make_organization(name="Éteinte", is_active=False)
        gone = factories.make_organization(
            name="Doublon", is_active=False, merged_into=organization
        )

        def found(**filters) -> set[str]:
            page = editor_client.get(url("list"), filters).context["page"]
            return {row.name for row in page.object_list}

        everyone = found()
        assert {organization.name, bank.name, closed.name} <= everyone
        assert gone.name not in everyone
        assert found(q="amis gardon") == {organization.name}
        assert found(q="200 066 918") == {organization.name}
        assert found(q="eteinte") == {closed.name}
        assert found(sorte="social") == {bank.name}
        assert found(commune=ales.pk) == {bank.name}
        assert found(siret="oui") == {organization.name}
        assert organization.name not in found(siret="non")
        assert found(etat="non") == {closed.name}
        assert found(q="introuvable") == set()

    def test_an_empty_search_says_what_to_do(self, editor_client, organization):
        page = editor_client.get(url("list"), {"q": "introuvable"})
        assert "Aucune structure ne correspond" in page.text

    def test_the_file_holds_the_filtered_list(self, reader_client, organization):
        factories.make_organization(name="Autre")
        response = reader_client.get(url("export", "csv"), {"q": "gardon"})
        header, row = table_of(response)
        assert header[:6] == ["nom", "nom court", "sorte", "SIREN", "SIRET", "RNA"]
        assert row[:6] == ["Les Amis du Gardon", "", "association", "200066918", SIRET, ""]
        workbook = reader_client.get(url("export", "xlsx"), {"q": "gardon"})
        assert table_of(workbook)[1][4] == SIRET
        assert reader_client.get(url("export", "pdf")).status_code == 404


class TestDetail:
    def test_costs_the_same_for_few_and_many(self, editor_client):
        def cost(organization: Organization) -> int:
            with CaptureQueriesContext(connection) as queried:
                assert editor_client.get(url("detail", organization.pk)).status_code == 200
            return len(queried)

        few, many = factories.make_organization(), factories.make_organization()
        fill(few, 2)
        fill(many, 12)
        assert cost(few) == cost(many)

    def test_people_and_papers_on_any_day(self, editor_client, organization):
        past = factories.make_user(full_name="Paule Passée")
        Membership.objects.create(
            organization=organization,
            user=past,
            role="secretary",
            starts_on=datetime.date(2020, 1, 1),
            ends_on=datetime.date(2021, 12, 31),
        )
        file = editor_client.get(url("detail", organization.pk)).context["file"]
        assert [row.user for row in file.people] == []
        file = editor_client.get(url("detail", organization.pk), {"le": "2021-06-01"}).context[
            "file"
        ]
        assert [row.user for row in file.people] == [past]
        for wrong in ("hier", "2021-13-45"):
            page = editor_client.get(url("detail", organization.pk), {"le": wrong})
            assert f"«\u00a0{wrong}\u00a0» n’est pas une date" in page.content.decode()

    def test_outdated_papers_are_told(self, editor_client, organization):
        OrganizationDocument.objects.create(
            organization=organization,
            kind=DocumentKind.INSURANCE,
            file=factories.make_stored_file(),
            valid_from=datetime.date(2020, 1, 1),
            valid_to=datetime.date(2020, 12, 31),
        )
        page = editor_client.get(url("detail", organization.pk))
        assert "périmé depuis le 1er janvier 2021" in page.text
        assert "Un document du dossier est périmé." in page.text

    def test_contracts_that_one_may_not_see_are_left_out(
        self, reader_client, administrator_client, organization
    ):
        hidden = factories.make_contract(name="Secret", bearer=organization, is_public=False)
        shown = factories.make_contract(name="Connu", bearer=organization)
        page = reader_client.get(url("detail", organization.pk))
        assert (shown.name in page.text, hidden.name in page.text) == (True, False)
        assert hidden.name in administrator_client.get(url("detail", organization.pk)).text

    def test_a_merged_file_leads_to_the_kept(self, reader_client, organization):
        gone = factories.make_organization(is_active=False, merged_into=organization)
        response = reader_client.get(url("detail", gone.pk))
        assert response["Location"] == url("detail", organization.pk)


class TestWrite:
    def values(self, **changes) -> dict[str, str]:
        return {"name": "Les Jardins", "kind": "association", **changes}

    def test_create_with_spaces_in_the_siret(self, editor_client):
        commune = factories.make_area(kind="commune", name="Alès", code="30007")
        response = editor_client.post(
            url("create"), self.values(siret="200 066 918 00018", commune="ales")
        )
        made = Organization.objects.get(name="Les Jardins")
        assert response["Location"] == url("detail", made.pk)
        assert (made.siret, made.siren, made.commune) == (SIRET, "200066918", commune)

    def test_what_was_typed_stays_beside_the_error(self, editor_client):
        page = editor_client.post(url("create"), self.values(siret="2,43E+13", phone="04 66"))
        assert page.context["form"].errors == {
            "siret": ["Un tableur a transformé ce SIRET en nombre. Recopiez ses 14 chiffres."]
        }
        assert 'value="2,43E+13"' in page.text
        assert 'value="04 66"' in page.text

    def test_a_known_siret_is_named_with_its_link(self, editor_client, organization):
        page = editor_client.post(url("create"), self.values(siret=SIRET))
        assert page.context["form"].errors == {
            "siret": ["«\u00a0Les Amis du Gardon\u00a0» porte déjà ce numéro."]
        }
        assert f'<a href="{url("detail", organization.pk)}">Les Amis du Gardon</a>' in page.text

    def test_a_known_name_asks_whether_it_is_meant(self, editor_client, organization):
        page = editor_client.post(url("create"), self.values(name="les amis du gardon"))
        assert 'name="same_name_is_meant"' in page.text
        assert Organization.objects.filter(name="les amis du gardon").count() == 0
        editor_client.post(
            url("create"), self.values(name="les amis du gardon", same_name_is_meant="on")
        )
        assert Organization.objects.filter(name="les amis du gardon").count() == 1

    def test_communes_of_one_name_are_told_apart(self, editor_client):
        factories.make_area(kind="commune", name="Saint-Jean", code="30001")
        second = factories.make_area(kind="commune", name="Saint-Jean", code="30002")
        page = editor_client.post(url("create"), self.values(commune="Saint Jean"))
        assert "Saint-Jean (30001), Saint-Jean (30002)" in page.text
        editor_client.post(url("create"), self.values(commune="Saint-Jean (30002)"))
        assert Organization.objects.get(name="Les Jardins").commune == second
        page = editor_client.post(url("create"), self.values(commune="Atlantis"))
        assert "Aucune commune connue ne s’appelle ainsi." in page.text

    def test_edit(self, editor_client, organization):
        page = editor_client.get(url("edit", organization.pk))
        assert f'value="{SIRET}"' in page.text
        editor_client.post(
            url("edit", organization.pk), self.values(name="Amis", siret="", siren="")
        )
        organization.refresh_from_db()
        assert (organization.name, organization.siret) == ("Amis", "")

    def test_close_and_reopen_ask_first(self, editor_client, organization):
        editor_client.get(url("close", organization.pk))
        organization.refresh_from_db()
        assert organization.is_active
        editor_client.post(url("close", organization.pk), {"on": "2026-01-31"})
        organization.refresh_from_db()
        assert (organization.is_active, str(organization.closed_on)) == (False, "2026-01-31")
        editor_client.get(url("reopen", organization.pk))
        editor_client.post(url("reopen", organization.pk))
        organization.refresh_from_db()
        assert organization.is_active

    def test_people(self, editor_client, organization, editor):
        address = url("add_member", organization.pk)
        values = {"full_name": "Zoé Caisse", "role": "treasurer", "starts_on": "2026-01-01"}
        editor_client.post(address, values)
        held = organization.memberships.get()
        assert (held.user.full_name, held.user.email, held.user.is_superuser) == (
            "Zoé Caisse",
            None,
            False,
        )
        page = editor_client.post(address, values)
        assert page.context["form"].errors == {
            "role": ["Cette personne a déjà cette fonction à ces dates."]
        }
        editor_client.post(address, {**values, "full_name": "X", "email": editor.email.upper()})
        assert organization.memberships.get(user=editor).role == "treasurer"
        page = editor_client.post(
            url("end_membership", organization.pk, held.pk), {"on": "2025-01-01"}
        )
        assert page.context["form"].errors == {"on": ["La date de fin précède la date de début."]}
        editor_client.post(url("end_membership", organization.pk, held.pk), {"on": "2026-06-30"})
        held.refresh_from_db()
        assert held.ends_on == datetime.date(2026, 6, 30)

    def test_documents(self, editor_client, reader_client, outsider_client, organization):
        values = {"kind": "statutes", "valid_from": "2026-01-01"}
        page = editor_client.post(
            url("add_document", organization.pk),
            {**values, "file": factories.make_upload("x.exe", b"MZ" * 40)},
        )
        assert "file" in page.context["form"].errors
        editor_client.post(
            url("add_document", organization.pk), {**values, "file": factories.make_upload()}
        )
        document = organization.documents.get()
        address = url("document", organization.pk, document.pk)
        served = reader_client.get(address)
        assert b"".join(served) == b"%PDF-1.4\n%%EOF\n"
        assert served["Content-Disposition"] == 'attachment; filename="papier.pdf"'
        assert outsider_client.get(address).status_code == 404
        public = reverse("files:download", args=[document.file.key])
        assert editor_client.get(public).status_code == 404
        editor_client.post(
            url("replace_document", organization.pk, document.pk),
            {"valid_from": "2026-02-01", "file": factories.make_upload("v2.pdf")},
        )
        document.refresh_from_db()
        assert document.valid_to == datetime.date(2026, 1, 31)
        newest = organization.documents.get(file__name="v2.pdf")
        editor_client.post(url("expire_document", organization.pk, newest.pk), {"on": "2026-03-01"})
        newest.refresh_from_db()
        assert newest.valid_to == datetime.date(2026, 3, 1)
        remove = url("remove_document", organization.pk, newest.pk)
        assert "personne ne pourra le retrouver" in editor_client.get(remove).text
        assert organization.documents.count() == 2
        editor_client.post(remove)
        assert organization.documents.get() == document

    def test_a_document_of_another_file_is_not_found(self, editor_client, organization):
        document = OrganizationDocument.objects.create(
            organization=organization,
            kind=DocumentKind.BANK,
            file=factories.make_stored_file(),
            valid_from=factories.LONG_AGO,
        )
        other = factories.make_organization()
        assert editor_client.get(url("document", other.pk, document.pk)).status_code == 404

    def test_merge_shows_first_and_moves_then(self, editor_client, organization):
        duplicate = factories.make_organization(name="Amis du Gardon")
        contract = factories.make_contract(bearer=duplicate)
        address = url("merge", organization.pk)
        page = editor_client.get(address)
        assert f"?duplicate={duplicate.pk}" in page.text
        page = editor_client.get(address, {"duplicate": duplicate.pk})
        assert "contrats de ville" in page.text
        editor_client.post(address, {"duplicate": duplicate.pk})
        contract.refresh_from_db()
        assert contract.bearer == duplicate
        editor_client.post(address, {"duplicate": duplicate.pk, "confirmed": "yes"})
        contract.refresh_from_db()
        assert contract.bearer == organization
