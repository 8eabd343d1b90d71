import datetime

import pytest
from django.db import IntegrityError, transaction

from ensemblier.audit.models import Entry
from ensemblier.contracts import operations
from ensemblier.contracts.enums import AreaStanding, ContractRoleKind, DocumentKind
from ensemblier.contracts.models import Amendment, Contract
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.files.models import StoredFile
from ensemblier.territories.enums import Generation
from tests import factories

AT = datetime.datetime(2026, 3, 1, 9, 0, tzinfo=datetime.UTC)
DAY = datetime.date(2026, 3, 1)


def values_of_contract(**changes):
    return {
        "name": "Contrat de ville De Cèze Cévennes",
        "generation": Generation.G2024,
        "bearer": factories.make_organization(),
        "manager": factories.make_organization(),
        "starts_on": datetime.date(2024, 1, 1),
        "ends_on": datetime.date(2030, 12, 31),
        "midterm_on": datetime.date(2027, 1, 1),
        "summary": "",
        **changes,
    }


def last_entry() -> Entry:
    return Entry.objects.first()


class TestContract:
    def test_created_unpublished_with_an_address_from_its_name(self, administrator):
        made = operations.create_contract(values=values_of_contract(), by=administrator, at=AT)
        assert (made.slug, made.is_public) == ("contrat-de-ville-de-ceze-cevennes", False)
        assert last_entry().summary == "Contrat créé\u00a0: Contrat de ville De Cèze Cévennes"
        assert last_entry().contract_id == made.pk

    def test_a_taken_address_is_refused_with_a_free_one(self, administrator, contract):
        with pytest.raises(InvalidInput) as caught:
            operations.create_contract(
                values=values_of_contract(), slug="ici", by=administrator, at=AT
            )
        assert caught.value.field == "slug"
        assert str(caught.value) == (
            "L’adresse «\u00a0ici\u00a0» est celle du contrat «\u00a0Contrat d’ici\u00a0». "
            "Celle-ci est libre\u00a0: ici-2"
        )

    def test_an_address_of_nothing_is_refused(self, administrator):
        with pytest.raises(InvalidInput) as caught:
            operations.create_contract(
                values=values_of_contract(), slug="!!!", by=administrator, at=AT
            )
        assert caught.value.field == "slug"

    def test_only_the_installation_creates(self, editor):
        with pytest.raises(NotAllowed):
            operations.create_contract(values=values_of_contract(), by=editor, at=AT)

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"ends_on": datetime.date(2023, 1, 1)}, "Le contrat finit avant de commencer."),
            ({"midterm_on": datetime.date(2031, 1, 1)}, "Le mi-parcours tombe hors du contrat."),
        ],
    )
    def test_dates_that_do_not_hold(self, administrator, change, sentence):
        with pytest.raises(InvalidInput) as caught:
            operations.create_contract(values=values_of_contract(**change), by=administrator, at=AT)
        assert sentence in str(caught.value)
        assert not Contract.objects.exists()

    def test_update_says_what_changed(self, editor, contract):
        operations.update_contract(
            contract=contract, values={"summary": " Avec les habitants. "}, by=editor, at=AT
        )
        contract.refresh_from_db()
        assert contract.summary == "Avec les habitants."
        assert last_entry().summary == "Contrat modifié\u00a0: Contrat d’ici (en quelques mots)"
        assert last_entry().changes == {"summary": ["", "Avec les habitants."]}

    def test_readers_are_told_whom_to_ask(self, reader, other_member, contract):
        factories.make_role(
            factories.make_user(full_name="Chloé Chef"), contract, ContractRoleKind.ADMINISTRATOR
        )
        for person in (reader, other_member):
            with pytest.raises(NotAllowed) as caught:
                operations.update_contract(
                    contract=contract, values={"name": "Non"}, by=person, at=AT
                )
            assert str(caught.value) == (
                "Vous pouvez lire ce contrat, pas le modifier. "
                "Demandez ce droit à\u00a0: Chloé Chef."
            )

    def test_unpublishing_closes_its_files(self, administrator, contract):
        public = add_document(contract, administrator, is_public=True)
        private = add_document(contract, administrator, is_public=False)
        assert (public.file.is_public, private.file.is_public) == (True, False)
        operations.unpublish_contract(contract=contract, by=administrator, at=AT)
        assert StoredFile.objects.filter(is_public=True).count() == 0
        with pytest.raises(Refused):
            operations.unpublish_contract(contract=contract, by=administrator, at=AT)
        operations.publish_contract(contract=contract, by=administrator, at=AT)
        assert StoredFile.objects.get(is_public=True) == public.file
        contract.refresh_from_db()
        assert contract.is_public

    def test_editors_do_not_publish(self, editor, contract):
        with pytest.raises(NotAllowed):
            operations.unpublish_contract(contract=contract, by=editor, at=AT)


class TestAreas:
    def test_add_change_remove(self, editor, contract):
        area = factories.make_area(name="L’Écusson")
        covered = operations.add_area(contract=contract, area=area, by=editor, at=AT)
        assert covered.standing == AreaStanding.PRIORITY
        operations.change_standing(
            covered=covered, standing=AreaStanding.VULNERABLE, by=editor, at=AT
        )
        assert last_entry().summary == (
            "L’Écusson est désormais au titre de\u00a0: poche de vulnérabilité"
        )
        operations.remove_area(covered=covered, by=editor, at=AT)
        assert not contract.contractareas.exists()
        assert last_entry().changes == {"area": [area.pk, None], "standing": ["vulnerable", None]}

    def test_once(self, editor, contract):
        area = factories.make_area()
        operations.add_area(contract=contract, area=area, by=editor, at=AT)
        with pytest.raises(InvalidInput) as caught:
            operations.add_area(contract=contract, area=area, by=editor, at=AT)
        assert str(caught.value) == "Ce territoire est déjà dans le contrat."

    def test_a_standing_that_does_not_exist(self, editor, contract):
        with pytest.raises(InvalidInput) as caught:
            operations.add_area(
                contract=contract, area=factories.make_area(), standing="x", by=editor, at=AT
            )
        assert caught.value.field == "standing"


class TestSignatories:
    def sign(self, by, contract, name):
        return operations.add_signatory(
            contract=contract,
            organization=factories.make_organization(name=name),
            title="Maire",
            by=by,
            at=AT,
        )

    def test_the_order_is_kept_and_changed(self, editor, contract):
        first, second, third = (self.sign(editor, contract, name) for name in "ABC")
        assert [first.rank, second.rank, third.rank] == [0, 1, 2]
        ordered = operations.move_signatory(signatory=third, places=-2, by=editor, at=AT)
        assert [str(row) for row in ordered] == ["C", "A", "B"]
        assert [str(row) for row in contract.signatorys.all()] == ["C", "A", "B"]
        before = Entry.objects.count()
        operations.move_signatory(signatory=third, places=-1, by=editor, at=AT)
        assert Entry.objects.count() == before

    def test_once_per_contract(self, editor, contract):
        signed = self.sign(editor, contract, "Alès")
        with pytest.raises(InvalidInput) as caught:
            operations.add_signatory(
                contract=contract, organization=signed.organization, title="X", by=editor, at=AT
            )
        assert str(caught.value) == "Cette structure est déjà signataire du contrat."

    def test_update_and_remove(self, editor, contract):
        signed = self.sign(editor, contract, "Alès")
        operations.update_signatory(
            signatory=signed, values={"signed_on": DAY, "deliberation": "n° 12"}, by=editor, at=AT
        )
        assert last_entry().changes == {
            "deliberation": ["", "n° 12"],
            "signed_on": [None, "2026-03-01"],
        }
        operations.remove_signatory(signatory=signed, by=editor, at=AT)
        assert last_entry().changes["deliberation"] == ["n° 12", None]
        assert not contract.signatorys.exists()


class TestAmendments:
    def amend(self, by, contract, **values) -> Amendment:
        return operations.create_amendment(
            contract=contract, values={"title": "Prolongation", **values}, by=by, at=AT
        )

    def test_an_extension_moves_the_end_and_remembers_the_former(self, editor, contract):
        amendment = self.amend(editor, contract, new_end=datetime.date(2032, 12, 31))
        contract.refresh_from_db()
        assert contract.ends_on == datetime.date(2032, 12, 31)
        assert (amendment.number, amendment.previous_end) == (1, datetime.date(2030, 12, 31))
        assert last_entry().summary == (
            "Avenant n° 1\u00a0: Prolongation (prolongé jusqu’au 31 décembre 2032)"
        )

    def test_it_extends_and_never_shortens(self, editor, contract):
        with pytest.raises(InvalidInput) as caught:
            self.amend(editor, contract, new_end=datetime.date(2030, 12, 31))
        assert caught.value.field == "new_end"
        assert str(caught.value) == (
            "Un avenant prolonge le contrat\u00a0: choisissez un jour après le 31 décembre 2030."
        )
        assert not contract.amendments.exists()

    def test_the_database_refuses_it_too(self, contract):
        with pytest.raises(IntegrityError), transaction.atomic():
            contract.amendments.create(
                number=1,
                title="x",
                previous_end=datetime.date(2030, 12, 31),
                new_end=datetime.date(2029, 1, 1),
            )

    def test_removing_the_last_gives_the_former_end_back(self, editor, contract):
        first = self.amend(editor, contract, new_end=datetime.date(2032, 12, 31))
        second = self.amend(editor, contract, new_end=datetime.date(2033, 12, 31))
        with pytest.raises(Refused):
            operations.remove_amendment(amendment=first, by=editor, at=AT)
        operations.remove_amendment(amendment=second, by=editor, at=AT)
        contract.refresh_from_db()
        assert contract.ends_on == datetime.date(2032, 12, 31)
        operations.remove_amendment(amendment=first, by=editor, at=AT)
        contract.refresh_from_db()
        assert contract.ends_on == datetime.date(2030, 12, 31)

    def test_the_end_changes_with_the_last_extension_only(self, editor, contract):
        first = self.amend(editor, contract, new_end=datetime.date(2032, 12, 31))
        self.amend(editor, contract, title="Un quartier de plus")
        operations.update_amendment(
            amendment=first, values={"new_end": datetime.date(2031, 6, 30)}, by=editor, at=AT
        )
        contract.refresh_from_db()
        assert contract.ends_on == datetime.date(2031, 6, 30)
        operations.update_amendment(amendment=first, values={"new_end": None}, by=editor, at=AT)
        contract.refresh_from_db()
        first.refresh_from_db()
        assert (contract.ends_on, first.previous_end) == (datetime.date(2030, 12, 31), None)
        self.amend(editor, contract, new_end=datetime.date(2034, 12, 31))
        with pytest.raises(InvalidInput) as caught:
            operations.update_amendment(
                amendment=first, values={"new_end": datetime.date(2035, 1, 1)}, by=editor, at=AT
            )
        assert str(caught.value) == (
            "L’avenant n° 3 a de nouveau déplacé la fin\u00a0: modifiez celui-là."
        )

    def test_the_contract_cannot_contradict_its_amendment(self, editor, contract):
        self.amend(editor, contract, new_end=datetime.date(2032, 12, 31))
        with pytest.raises(InvalidInput) as caught:
            operations.update_contract(
                contract=contract,
                values={"ends_on": datetime.date(2031, 1, 1)},
                by=editor,
                at=AT,
            )
        assert caught.value.field == "ends_on"


def add_document(contract, by, **fields):
    values = {
        "kind": DocumentKind.NOTE,
        "title": "Note de cadrage",
        "uploaded": factories.make_upload(),
        "dated": DAY,
        **fields,
    }
    return operations.add_document(contract=contract, by=by, at=AT, **values)


class TestDocuments:
    def test_its_file_follows_its_visibility(self, editor, contract):
        document = add_document(contract, editor)
        assert (document.is_public, document.file.is_public) == (False, False)
        operations.update_document(document=document, values={"is_public": True}, by=editor, at=AT)
        document.refresh_from_db()
        assert (document.is_public, document.file.is_public) == (True, True)
        assert last_entry().summary == "Document modifié\u00a0: Note de cadrage (public)"

    def test_a_public_document_of_a_hidden_contract_stays_hidden(self, editor, contract):
        Contract.objects.filter(pk=contract.pk).update(is_public=False)
        document = add_document(contract, editor, is_public=True)
        assert (document.is_public, document.file.is_public) == (True, False)

    def test_replace_and_remove(self, editor, contract, django_capture_on_commit_callbacks):
        document = add_document(contract, editor, is_public=True)
        former = document.file
        with django_capture_on_commit_callbacks(execute=True):
            document = operations.replace_document(
                document=document, uploaded=factories.make_upload("v2.pdf"), by=editor, at=AT
            )
        assert (document.file.name, document.file.is_public) == ("v2.pdf", True)
        assert not former.content.storage.exists(former.content.name)
        with django_capture_on_commit_callbacks(execute=True):
            operations.remove_document(document=document, by=editor, at=AT)
        assert not contract.contractdocuments.exists()
        assert StoredFile.objects.count() == 0

    def test_a_refused_file_leaves_nothing(self, editor, contract):
        with pytest.raises(InvalidInput):
            add_document(contract, editor, uploaded=factories.make_upload("a.pdf", b"<html>"))
        with pytest.raises(InvalidInput) as caught:
            add_document(contract, editor, title=" ")
        assert caught.value.field == "title"
        assert StoredFile.objects.count() == 0


class TestCalendar:
    def test_add_complete_reopen_remove(self, editor, contract):
        step = operations.add_milestone(
            contract=contract, title="COPIL", due_on=datetime.date(2026, 2, 1), by=editor, at=AT
        )
        done = operations.complete_milestone(milestone=step, on=DAY, by=editor, at=AT)
        assert done.done_on == DAY
        with pytest.raises(Refused):
            operations.complete_milestone(milestone=step, on=DAY, by=editor, at=AT)
        assert operations.reopen_milestone(milestone=step, by=editor, at=AT).done_on is None
        operations.remove_milestone(milestone=step, by=editor, at=AT)
        assert not contract.milestones.exists()
        assert [entry.summary for entry in Entry.objects.order_by("sequence")] == [
            "Étape ajoutée\u00a0: COPIL",
            "Étape faite\u00a0: COPIL",
            "Étape à refaire\u00a0: COPIL",
            "Étape supprimée\u00a0: COPIL",
        ]

    def test_tomorrow_is_not_done(self, editor, contract):
        step = operations.add_milestone(
            contract=contract, title="COPIL", due_on=DAY, by=editor, at=AT
        )
        with pytest.raises(InvalidInput) as caught:
            operations.complete_milestone(
                milestone=step, on=DAY + datetime.timedelta(days=1), by=editor, at=AT
            )
        assert (caught.value.field, str(caught.value)) == ("on", "Ce jour n’est pas encore venu.")


def test_an_extension_that_forgets_the_former_end_is_refused_by_the_database(contract):
    with pytest.raises(IntegrityError), transaction.atomic():
        contract.amendments.create(number=1, title="x", new_end=datetime.date(2040, 1, 1))
