import datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext

from ensemblier.contracts import queries
from ensemblier.contracts.enums import AreaStanding, DocumentKind
from ensemblier.contracts.models import ContractArea, ContractDocument
from ensemblier.files.models import StoredFile
from tests import factories

DAY = datetime.date(2026, 3, 1)


def fill(contract, many: int) -> None:
    stored = StoredFile.objects.create(
        name="x.pdf",
        content_type="application/pdf",
        size=1,
        sha256="0",
        uploaded_at="2026-01-01T00:00Z",
    )
    for rank in range(many):
        area = factories.make_area()
        ContractArea.objects.create(contract=contract, area=area)
        contract.signatorys.create(organization=factories.make_organization(), title="Maire")
        contract.amendments.create(number=rank + 1, title="Avenant")
        contract.milestones.create(title="Étape", due_on=DAY)
        ContractDocument.objects.create(
            contract=contract, kind=DocumentKind.NOTE, title="Note", file=stored, dated=DAY
        )
        factories.make_contract(manager=contract.manager)


def read_whole(card: queries.ContractCard) -> None:
    assert card.contract.bearer.name
    assert [row.area.name for row in card.areas]
    assert [row.file.name for row in card.documents]
    assert card.calendar
    assert card.sister_contracts


def cost_of_card(user, contract) -> int:
    again = type(user).objects.get(pk=user.pk)
    with CaptureQueriesContext(connection) as queried:
        read_whole(queries.contract_card(queries.contract_for(again, contract.slug), DAY, again))
    return len(queried)


def test_a_card_costs_the_same_for_few_and_many(editor):
    few, many = factories.make_contract(), factories.make_contract()
    for contract, rows in ((few, 1), (many, 9)):
        factories.make_role(editor, contract)
        fill(contract, rows)
    assert cost_of_card(editor, few) == cost_of_card(editor, many) == 7


def test_a_card_for_the_public_hides_what_is_not(contract, editor):
    fill(contract, 2)
    hidden = contract.contractdocuments.first()
    hidden.is_public = False
    hidden.save()
    sister = factories.make_contract(manager=contract.manager, is_public=False)
    card = queries.contract_card(contract, DAY)
    assert hidden not in card.documents
    assert len(card.documents) == 1
    assert sister not in card.sister_contracts
    card = queries.contract_card(contract, DAY, editor)
    assert hidden in card.documents
    assert sister not in card.sister_contracts
    factories.make_role(editor, sister)
    again = type(editor).objects.get(pk=editor.pk)
    assert sister in queries.contract_card(contract, DAY, again).sister_contracts


def test_areas_by_standing(contract):
    watch = factories.make_area(name="Bessèges")
    priority = factories.make_area(name="L’Écusson")
    ContractArea.objects.create(contract=contract, area=watch, standing=AreaStanding.WATCH)
    ContractArea.objects.create(contract=contract, area=priority)
    card = queries.contract_card(contract, DAY)
    assert [
        (standing, label, [str(row) for row in rows])
        for standing, label, rows in card.areas_by_standing
    ] == [
        ("priority", "quartier prioritaire", ["L’Écusson"]),
        ("watch", "veille active", ["Bessèges"]),
    ]


def test_dates_of_a_card(contract):
    contract.midterm_on = datetime.date(2027, 1, 1)
    contract.milestones.create(title="En retard", due_on=datetime.date(2026, 1, 1))
    contract.milestones.create(title="Faite", due_on=datetime.date(2026, 2, 1), done_on=DAY)
    contract.milestones.create(title="À venir", due_on=datetime.date(2026, 9, 1))
    card = queries.contract_card(contract, DAY)
    assert [entry.title for entry in card.next_entries] == [
        "En retard",
        "À venir",
        "Bilan à mi-parcours",
        "Fin du contrat",
    ]
    assert [entry.title for entry in card.late_entries] == ["En retard"]
    assert not card.is_over
    assert card.days_left == (datetime.date(2030, 12, 31) - DAY).days
    assert queries.contract_card(contract, datetime.date(2031, 1, 1)).is_over


def test_an_extended_contract_knows_its_first_end(contract):
    contract.amendments.create(
        number=1,
        title="x",
        previous_end=datetime.date(2030, 12, 31),
        new_end=datetime.date(2032, 12, 31),
    )
    contract.ends_on = datetime.date(2032, 12, 31)
    card = queries.contract_card(contract, DAY)
    assert (card.is_extended, card.original_end) == (True, datetime.date(2030, 12, 31))


def test_lists_hold_the_contracts_one_opens(contract, editor, outsider, administrator):
    fill(contract, 2)
    other = factories.make_contract(is_public=False)
    (row,) = queries.contracts_list(editor)
    assert (row, row.area_count, row.signatory_count) == (contract, 2, 2)
    assert not queries.contracts_list(outsider).exists()
    assert other in queries.contracts_list(administrator)
    assert other not in queries.public_contracts()


def test_team_of_a_day(contract, editor, reader):
    gone = factories.make_user()
    factories.make_role(gone, contract, ends_on=datetime.date(2025, 12, 31))
    assert [role.user for role in queries.team_of(contract, DAY)] == [editor, reader]
    assert gone in [role.user for role in queries.team_of(contract, datetime.date(2025, 1, 1))]
