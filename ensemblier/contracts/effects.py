"""What showing or hiding a contract sets off in rooms above, which this one cannot know of."""

from __future__ import annotations

from collections.abc import Callable

from ensemblier.contracts.models import Contract

# Rooms above add theirs when they are loaded (`apps.ready`). Each is called in the transaction
# that shows or hides the contract, with the contract held and as it is from now on.
PUBLICATION_EFFECTS: list[Callable[[Contract], object]] = []


def follow_publication(contract: Contract) -> None:
    for effect in PUBLICATION_EFFECTS:
        effect(contract)
