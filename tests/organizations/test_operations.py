import datetime

import pytest

from ensemblier.audit.models import Entry
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.files.models import StoredFile
from ensemblier.organizations import operations
from ensemblier.organizations.enums import DocumentKind, MembershipRole, OrganizationKind
from ensemblier.organizations.models import Membership, Organization, OrganizationDocument
from tests import factories

AT = datetime.datetime(2026, 3, 1, 9, 0, tzinfo=datetime.UTC)
DAY = datetime.date(2026, 3, 1)
SIRET = "20006691800018"


def create(by, **values) -> Organization:
    meant = values.pop("same_name_is_meant", False)
    values = {"kind": OrganizationKind.ASSOCIATION, "name": "Les Amis du Gardon", **values}
    return operations.create_organization(values=values, by=by, at=AT, same_name_is_meant=meant)


def last_entry() -> Entry:
    return Entry.objects.first()


class TestCreate:
    def test_identifiers_lose_their_spaces_and_the_siren_follows(self, editor):
        made = create(editor, siret="200 066 918 00018", rna=" w301234567 ")
        assert (made.siret, made.siren, made.rna) == (SIRET, "200066918", "W301234567")
        entry = last_entry()
        assert entry.summary == "Structure créée\u00a0: Les Amis du Gardon"
        assert (entry.action, entry.actor, entry.at) == (
            "organizations.create_organization",
            editor,
            AT,
        )

    def test_a_known_siret_is_refused_and_named(self, editor):
        known = create(editor, siret=SIRET)
        with pytest.raises(operations.AlreadyKnown) as caught:
            create(editor, name="Autre nom", siret=SIRET)
        assert caught.value.organization == known
        assert caught.value.field == "siret"
        assert str(caught.value) == "«\u00a0Les Amis du Gardon\u00a0» porte déjà ce numéro."
        assert Organization.objects.filter(name="Autre nom").count() == 0

    def test_a_known_name_must_be_meant(self, editor):
        known = create(editor)
        with pytest.raises(operations.AlreadyKnown) as caught:
            create(editor, name="LES AMIS DU GARDON")
        assert (caught.value.organization, caught.value.field) == (known, "name")
        second = create(editor, name="LES AMIS DU GARDON", same_name_is_meant=True)
        assert second.pk != known.pk

    def test_the_same_name_in_another_commune_is_another_association(self, editor):
        ales = factories.make_area(kind="commune", name="Alès")
        anduze = factories.make_area(kind="commune", name="Anduze")
        create(editor, commune=ales)
        assert create(editor, commune=anduze).commune == anduze

    def test_wrong_values_are_refused_beside_their_field(self, editor):
        with pytest.raises(InvalidInput) as caught:
            create(editor, siret="20006691800019")
        assert caught.value.field == "siret"
        with pytest.raises(InvalidInput) as caught:
            create(editor, name="  ")
        assert caught.value.field == "name"
        with pytest.raises(InvalidInput) as caught:
            create(editor, siret=SIRET, siren="200035129")
        assert str(caught.value) == "Le SIRET ne commence pas par ce SIREN."
        assert not Organization.objects.filter(kind=OrganizationKind.ASSOCIATION).exists()

    def test_readers_and_outsiders_may_not(self, reader, outsider):
        for person in (reader, outsider):
            with pytest.raises(NotAllowed) as caught:
                create(person)
            assert str(caught.value).startswith("Les structures sont modifiées par")


class TestUpdate:
    def test_what_changed_is_written_in_the_trail(self, editor):
        made = create(editor)
        operations.update_organization(
            organization=made,
            values={"phone": "04 66 00 00 00", "name": made.name},
            by=editor,
            at=AT,
        )
        entry = last_entry()
        assert entry.summary == "Structure modifiée\u00a0: Les Amis du Gardon (téléphone)"
        assert entry.changes == {"phone": ["", "04 66 00 00 00"]}

    def test_nothing_changed_writes_nothing(self, editor):
        made = create(editor)
        before = Entry.objects.count()
        operations.update_organization(
            organization=made, values={"name": made.name}, by=editor, at=AT
        )
        assert Entry.objects.count() == before

    def test_unknown_fields_are_a_programming_error(self, editor):
        with pytest.raises(TypeError):
            operations.update_organization(
                organization=create(editor), values={"is_active": False}, by=editor, at=AT
            )


class TestClose:
    def test_close_and_reopen(self, editor):
        made = create(editor)
        closed = operations.close_organization(organization=made, on=DAY, by=editor, at=AT)
        assert (closed.is_active, closed.closed_on) == (False, DAY)
        with pytest.raises(Refused):
            operations.close_organization(organization=made, on=DAY, by=editor, at=AT)
        opened = operations.reopen_organization(organization=made, by=editor, at=AT)
        assert (opened.is_active, opened.closed_on) == (True, None)
        assert last_entry().changes == {
            "is_active": [False, True],
            "closed_on": ["2026-03-01", None],
        }


class TestMerge:
    def test_everything_moves_and_the_duplicate_leads_to_the_kept(self, editor, contract):
        kept = create(editor, siret=SIRET)
        duplicate = create(
            editor, same_name_is_meant=True, rna="W301234567", email="amis@example.org"
        )
        other = factories.make_contract(bearer=duplicate)
        contract.signatorys.create(organization=duplicate, title="Présidente")
        person = factories.make_user()
        operations.add_membership(
            organization=duplicate, user=person, role="member", starts_on=DAY, by=editor, at=AT
        )
        merged = operations.merge_organizations(kept=kept, duplicate=duplicate, by=editor, at=AT)
        other.refresh_from_db()
        duplicate.refresh_from_db()
        assert other.bearer == kept
        assert contract.signatorys.get().organization == kept
        assert kept.memberships.get().user == person
        assert (merged.siret, merged.rna, merged.email) == (SIRET, "W301234567", "amis@example.org")
        assert (duplicate.merged_into, duplicate.is_active, duplicate.rna) == (kept, False, "")
        entry = last_entry()
        assert entry.object_id == str(kept.pk)
        assert entry.changes["merged"] == [duplicate.pk, kept.pk]
        assert entry.changes["moved"][1] == {
            "contracts.contract.bearer": 1,
            "contracts.signatory.organization": 1,
            "organizations.membership.organization": 1,
        }

    def test_two_signatures_on_one_contract_are_refused_and_nothing_moves(self, editor, contract):
        kept = create(editor)
        duplicate = create(editor, same_name_is_meant=True)
        other = factories.make_contract(bearer=duplicate)
        for organization in (kept, duplicate):
            contract.signatorys.create(organization=organization, title="Présidente")
        with pytest.raises(Refused) as caught:
            operations.merge_organizations(kept=kept, duplicate=duplicate, by=editor, at=AT)
        assert "(signataires)" in str(caught.value)
        other.refresh_from_db()
        duplicate.refresh_from_db()
        assert (other.bearer, duplicate.merged_into) == (duplicate, None)

    def test_two_sirets_are_two_structures(self, editor):
        kept = create(editor, siret=SIRET)
        duplicate = create(editor, name="Autre", siret="20006691800026")
        with pytest.raises(Refused) as caught:
            operations.merge_organizations(kept=kept, duplicate=duplicate, by=editor, at=AT)
        assert str(caught.value) == (
            "Chacune porte un SIRET différent\u00a0: ce sont bien deux structures."
        )

    def test_not_with_itself_nor_twice(self, editor):
        kept = create(editor)
        with pytest.raises(Refused):
            operations.merge_organizations(kept=kept, duplicate=kept, by=editor, at=AT)
        duplicate = create(editor, same_name_is_meant=True)
        operations.merge_organizations(kept=kept, duplicate=duplicate, by=editor, at=AT)
        with pytest.raises(Refused):
            operations.merge_organizations(kept=kept, duplicate=duplicate, by=editor, at=AT)
        with pytest.raises(Refused) as caught:
            operations.update_organization(
                organization=duplicate, values={"phone": "1"}, by=editor, at=AT
            )
        assert str(caught.value) == (
            "Cette structure a été réunie à une autre\u00a0: modifiez l’autre."
        )


class TestPeople:
    def add(self, by, organization, user, **fields) -> Membership:
        values = {"role": MembershipRole.TREASURER, "starts_on": DAY, **fields}
        return operations.add_membership(
            organization=organization, user=user, by=by, at=AT, **values
        )

    def test_add_and_end(self, editor):
        organization, person = create(editor), factories.make_user(full_name="Zoé Caisse")
        held = self.add(editor, organization, person)
        assert last_entry().summary == "Zoé Caisse devient trésorier de Les Amis du Gardon"
        ended = operations.end_membership(
            membership=held, on=DAY + datetime.timedelta(days=30), by=editor, at=AT
        )
        assert ended.ends_on == datetime.date(2026, 3, 31)
        assert last_entry().changes == {"ends_on": [None, "2026-03-31"]}
        with pytest.raises(Refused):
            operations.end_membership(membership=held, on=ended.ends_on, by=editor, at=AT)

    def test_a_place_is_held_once_at_a_time(self, editor):
        organization, person = create(editor), factories.make_user()
        self.add(editor, organization, person, ends_on=datetime.date(2026, 12, 31))
        with pytest.raises(InvalidInput) as caught:
            self.add(editor, organization, person, starts_on=datetime.date(2026, 12, 31))
        assert caught.value.field == "role"
        assert self.add(editor, organization, person, starts_on=datetime.date(2027, 1, 1)).pk
        assert self.add(editor, organization, person, role=MembershipRole.SECRETARY).pk

    def test_it_does_not_end_before_it_began(self, editor):
        held = self.add(editor, create(editor), factories.make_user())
        with pytest.raises(InvalidInput) as caught:
            operations.end_membership(
                membership=held, on=datetime.date(2026, 2, 1), by=editor, at=AT
            )
        assert (caught.value.field, str(caught.value)) == (
            "on",
            "La date de fin précède la date de début.",
        )


class TestDocuments:
    def add(self, by, organization, **fields) -> OrganizationDocument:
        values = {
            "kind": DocumentKind.STATUTES,
            "uploaded": factories.make_upload(),
            "valid_from": datetime.date(2025, 1, 1),
            **fields,
        }
        return operations.add_document(organization=organization, by=by, at=AT, **values)

    def test_a_paper_is_private_and_dated(self, editor):
        document = self.add(editor, create(editor), valid_to=datetime.date(2025, 12, 31))
        assert (document.file.is_public, document.file.name) == (False, "papier.pdf")
        assert document.is_outdated_on(datetime.date(2026, 1, 1))
        assert not document.is_outdated_on(datetime.date(2025, 12, 31))
        assert last_entry().summary == "Document ajouté\u00a0: statuts, Les Amis du Gardon"

    def test_a_refused_file_leaves_nothing(self, editor):
        with pytest.raises(InvalidInput) as caught:
            self.add(editor, create(editor), uploaded=factories.make_upload("x.exe", b"MZ" * 50))
        assert caught.value.field == "file"
        assert (OrganizationDocument.objects.count(), StoredFile.objects.count()) == (0, 0)

    def test_a_newer_paper_ends_the_older(self, editor):
        old = self.add(editor, create(editor))
        new = operations.replace_document(
            document=old,
            uploaded=factories.make_upload("v2.pdf"),
            valid_from=datetime.date(2026, 1, 1),
            by=editor,
            at=AT,
        )
        old.refresh_from_db()
        assert (old.valid_to, new.valid_to) == (datetime.date(2025, 12, 31), None)
        assert (new.kind, new.file.name) == (DocumentKind.STATUTES, "v2.pdf")
        with pytest.raises(InvalidInput) as caught:
            operations.replace_document(
                document=new,
                uploaded=factories.make_upload(),
                valid_from=datetime.date(2026, 1, 1),
                by=editor,
                at=AT,
            )
        assert caught.value.field == "valid_from"

    def test_expire(self, editor):
        document = self.add(editor, create(editor))
        operations.expire_document(document=document, on=DAY, by=editor, at=AT)
        document.refresh_from_db()
        assert document.valid_to == DAY
        with pytest.raises(Refused):
            operations.expire_document(document=document, on=DAY, by=editor, at=AT)

    def test_remove_takes_the_bytes_too(self, editor, django_capture_on_commit_callbacks):
        document = self.add(editor, create(editor))
        storage, path = document.file.content.storage, document.file.content.name
        with django_capture_on_commit_callbacks(execute=True):
            operations.remove_document(document=document, by=editor, at=AT)
        assert not OrganizationDocument.objects.exists()
        assert not storage.exists(path)
        assert last_entry().summary == "Document supprimé\u00a0: statuts, Les Amis du Gardon"

    def test_readers_may_not(self, editor, reader):
        organization = create(editor)
        with pytest.raises(NotAllowed):
            self.add(reader, organization)
        assert StoredFile.objects.count() == 0
