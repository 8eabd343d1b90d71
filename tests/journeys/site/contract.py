"""The contract, its signatories and papers."""

from __future__ import annotations

from ensemblier.contracts.models import Amendment, ContractDocument
from ensemblier.contracts.operations import prepare_signatories
from tests.journeys.site.ground import ALES, DAY, Addresses, Ground, text_file


class ContractPages(Ground):
    """An amendment, a note, signatories that wait for a yes."""

    def open_contract(self) -> None:
        self.amendment = Amendment.objects.create(
            contract=self.contract, number=9, title="Une suite"
        )
        self.document = ContractDocument.objects.create(
            contract=self.contract, kind="note", title="Note", file=self.file, dated=DAY
        )
        self.signatories_import = prepare_signatories(
            contract=self.contract,
            uploaded=text_file("signataires.csv", "structure;qualité\nVille d’Alès;Maire\n"),
            **self.author,
        )

    def about_contract(self) -> Addresses:
        contract = (ALES,)
        area = (ALES, self.contract.contractareas.earliest("pk").pk)
        signatory = (ALES, self.contract.signatorys.earliest("pk").pk)
        milestone = (ALES, self.contract.milestones.earliest("pk").pk)
        amendment, paper = (ALES, self.amendment.pk), (ALES, self.document.pk)
        return {
            "contracts:add_amendment": contract,
            "contracts:add_area": contract,
            "contracts:add_document": contract,
            "contracts:add_milestone": contract,
            "contracts:add_signatory": contract,
            "contracts:amendments": contract,
            "contracts:areas": contract,
            "contracts:calendar": contract,
            "contracts:change_area": area,
            "contracts:complete_milestone": milestone,
            "contracts:create": (),
            "contracts:detail": contract,
            "contracts:documents": contract,
            "contracts:edit": contract,
            "contracts:edit_amendment": amendment,
            "contracts:edit_document": paper,
            "contracts:edit_milestone": milestone,
            "contracts:edit_signatory": signatory,
            "contracts:import_preview": (ALES, self.signatories_import.pk),
            "contracts:import_signatories": contract,
            "contracts:import_undo": (ALES, self.signatories_import.pk),
            "contracts:list": (),
            "contracts:publish": contract,
            "contracts:remove_amendment": amendment,
            "contracts:remove_area": area,
            "contracts:remove_document": paper,
            "contracts:remove_milestone": milestone,
            "contracts:remove_signatory": signatory,
            "contracts:reopen_milestone": milestone,
            "contracts:replace_document": paper,
            "contracts:signatories": contract,
            "contracts:team": contract,
            "contracts:unpublish": contract,
        }
