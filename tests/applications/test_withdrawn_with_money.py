"""An application that funders already look at is withdrawn, resumed, and asks for another sum."""

from __future__ import annotations

import datetime

import pytest

from ensemblier.applications.enums import ApplicationState, LineState
from ensemblier.applications.models import Request
from ensemblier.applications.operations.saving import save_application
from ensemblier.applications.operations.states import move_application
from ensemblier.core.exceptions import Refused

AT = datetime.datetime(2026, 3, 2, 10, tzinfo=datetime.UTC)


@pytest.fixture
def asked(programming):
    """A request of 1 000 € on which 500 € are proposed."""
    programming.application.state = ApplicationState.ADMISSIBLE
    programming.application.save()
    return programming.request


def move(request, name, by):
    return move_application(application=request.application, transition=name, by=by, at=AT)


def test_money_that_is_granted_keeps_the_application_in_the_running(programming, asked, applicant):
    programming.award.granted_cents = 200_00
    programming.award.save()
    asked.state = LineState.GRANTED
    asked.save()

    with pytest.raises(Refused) as refusal:
        move(asked, "withdraw", applicant)

    assert str(refusal.value) == (
        "De l’argent est déjà accordé à ce dossier\u00a0: Préfecture. "
        "Le financeur doit d’abord revenir sur sa décision."
    )
    asked.application.refresh_from_db()
    assert asked.application.state == ApplicationState.ADMISSIBLE


@pytest.mark.parametrize("cents", [None, 400_00, 2_000_00])
def test_a_sum_that_is_looked_at_does_not_change_behind_the_funder(asked, applicant, cents):
    move(asked, "withdraw", applicant)
    draft = move(asked, "resume", applicant)

    saved = save_application(
        application=draft,
        base=draft.edition,
        changes={f"request-{asked.funder_id}": cents},
        by=applicant,
        at=AT,
    )

    assert saved.refusals == {
        f"request-{asked.funder_id}": (
            "Préfecture instruit déjà cette demande\u00a0: son montant ne change plus. "
            "Écrivez à l’équipe du contrat."
        )
    }
    assert Request.objects.get(pk=asked.pk).amount_cents == 1_000_00
