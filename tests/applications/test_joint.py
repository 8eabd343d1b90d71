"""Several associations in one application."""

from __future__ import annotations

import pytest

from ensemblier.applications.operations.joint import (
    add_joint_applicant,
    remove_joint_applicant,
    sign_joint_applicant,
)
from ensemblier.core.exceptions import InvalidInput, NotAllowed
from ensemblier.notices.models import Notice
from tests.applications.lives import sentences, url
from tests.conftest import client_of


class TestTogether:
    def test_each_signs_for_itself(self, ready, programming, applicant, co_applicant, at):
        joint = add_joint_applicant(
            application=ready,
            organization=programming.partner,
            part="La salle",
            by=applicant,
            at=at,
        )
        assert sentences(ready, at) == ["Le Pont n’a pas encore donné son accord."]
        assert "portez ensemble" not in Notice.objects.get(user=co_applicant).text
        with pytest.raises(NotAllowed):
            sign_joint_applicant(joint=joint, by=applicant, at=at)

        client = client_of(co_applicant)
        assert "Donner notre accord" in client.get(ready.get_absolute_url()).content.decode()
        client.post(url("sign_joint", ready.pk, joint.pk))

        joint.refresh_from_db()
        assert joint.signed_by == co_applicant
        assert sentences(ready, at) == []

    def test_the_bearer_is_not_its_own_partner(self, ready, programming, applicant, at):
        with pytest.raises(InvalidInput, match="déjà la structure"):
            add_joint_applicant(
                application=ready, organization=programming.bearer, part="", by=applicant, at=at
            )

    def test_a_partner_removes_nobody(self, programming, co_applicant, at):
        joint = programming.draft.joint_applicants.get()
        with pytest.raises(NotAllowed):
            remove_joint_applicant(joint=joint, by=co_applicant, at=at)

    def test_by_the_page_with_a_name_nobody_bears(self, ready, applicant):
        page = client_of(applicant).post(url("add_joint", ready.pk), {"q": "Inexistante"})
        assert "Aucune structure connue ici ne correspond." in page.content.decode()
