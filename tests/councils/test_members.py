from __future__ import annotations

import datetime
import io
from typing import Any

import pypdfium2
import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from ensemblier.accounts.models import User
from ensemblier.audit.models import Entry
from ensemblier.core.docx import read_docx_text
from ensemblier.core.exceptions import InvalidInput
from ensemblier.councils import operations
from ensemblier.councils.enums import College, EndReason, Origin, Sex
from ensemblier.councils.models import Council, Mandate
from ensemblier.councils.queries import composition_of
from ensemblier.notices.models import Notice
from tests import factories
from tests.councils.conftest import NOW
from tests.factories import programming as make

DAY = datetime.date(2026, 1, 1)


def join(council: Council, by: User, name: str, **changes: Any) -> Mandate:
    values = {"college": College.RESIDENTS, "starts_on": DAY, **changes}
    return operations.add_mandate(council=council, full_name=name, by=by, at=NOW, **values)


def test_a_person_drawn_replaces_another_who_resigned(council: Council, editor: User):
    former = join(council, editor, "Ana", sex=Sex.FEMALE)
    last = datetime.date(2026, 2, 28)

    with pytest.raises(InvalidInput) as refused:
        join(council, editor, "Bea", replaces=former, starts_on=datetime.date(2026, 2, 1))
    assert str(refused.value) == (
        "Ana siège encore à cette date\u00a0: mettez d’abord fin à son mandat."
    )

    operations.end_mandate(mandate=former, on=last, reason=EndReason.RESIGNED, by=editor, at=NOW)
    newcomer = join(
        council,
        editor,
        "Bea",
        replaces=former,
        origin=Origin.DRAWN,
        sex=Sex.FEMALE,
        starts_on=datetime.date(2026, 3, 1),
    )

    former.refresh_from_db()
    assert (former.end_reason, former.replaced_by) == ("resigned", newcomer)
    assert newcomer.user.email is None
    assert [composition_of(council, day).women for day in (last, newcomer.starts_on)] == [1, 1]
    with pytest.raises(InvalidInput) as refused:
        join(council, editor, "Zoé", replaces=former, starts_on=datetime.date(2026, 3, 1))
    assert str(refused.value) == "Ana a déjà été remplacé."


def test_nobody_replaces_somebody_of_another_council(council: Council, editor: User):
    elsewhere = make.make_mandate(make.make_council(council.contract), ends_on=DAY)
    with pytest.raises(InvalidInput) as refused:
        join(council, editor, "Ana", replaces=elsewhere, starts_on=datetime.date(2026, 2, 1))
    assert str(refused.value) == "Ce mandat est d’un autre conseil."


def test_the_team_is_warned_once_when_parity_is_lost(council: Council, editor: User):
    join(council, editor, "Ana", sex=Sex.FEMALE)
    assert not Notice.objects.exists()

    join(council, editor, "Bea", sex=Sex.FEMALE)
    join(council, editor, "Cléo", sex=Sex.FEMALE)

    notice = Notice.objects.get(user=editor)
    assert notice.text == (
        "Conseil des Prés\u00a0: La parité n’est plus tenue parmi les habitants\u00a0: "
        "2 femmes et 0 hommes."
    )
    man = join(council, editor, "Dan", sex=Sex.MALE)
    join(council, editor, "Éli", sex=Sex.MALE)
    council.refresh_from_db()
    assert council.told_problems == []
    operations.update_mandate(mandate=man, values={"sex": Sex.FEMALE}, by=editor, at=NOW)
    assert Notice.objects.filter(user=editor).count() == 2


def test_time_alone_may_break_a_composition(council: Council, editor: User, capsys: Any):
    make.make_mandate(council, sex=Sex.FEMALE, ends_on=datetime.date(2020, 1, 1))
    call_command("watch_councils")
    assert capsys.readouterr().out == "1 conseil(s) à compléter signalé(s).\n"
    assert Notice.objects.get(user=editor).text == (
        "Conseil des Prés\u00a0: Plus personne ne siège."
    )
    call_command("watch_councils", "--json")
    assert capsys.readouterr().out == '{\n  "councils": 0\n}\n'


def test_sex_is_kept_out_of_the_trail_and_of_what_others_read(
    council: Council, editor: User, reader_client: Client, editor_client: Client
):
    mandate = join(council, editor, "Ana")
    operations.update_mandate(
        mandate=mandate, values={"sex": Sex.FEMALE, "shows_name": True}, by=editor, at=NOW
    )
    assert Entry.objects.get(action="councils.update_mandate").changes == {
        "shows_name": [False, True]
    }
    url = reverse("councils:export_members", args=[council.pk, "csv"])
    assert "femme" in editor_client.get(url).content.decode("utf-8-sig")
    assert "femme" not in reader_client.get(url).content.decode("utf-8-sig")


def test_members_read_their_council_and_only_it(
    council: Council, member: User, member_client: Client
):
    other = make.make_council(council.contract)
    assert member_client.get(reverse("councils:council", args=[council.pk])).status_code == 200
    assert member_client.get(reverse("councils:council", args=[other.pk])).status_code == 404
    assert member_client.get(reverse("councils:edit", args=[council.pk])).status_code == 403
    page = member_client.get(reverse("councils:list")).content.decode()
    assert "Conseil des Prés" in page
    assert other.name not in page


def test_composition_on_a_day_of_the_past(council: Council, editor: User, editor_client: Client):
    join(council, editor, "Ana Partie", ends_on=datetime.date(2026, 1, 31))
    url = reverse("councils:council", args=[council.pk])
    page = editor_client.get(url, {"le": "2026-01-15"}).content.decode()
    assert "Qui siégeait le 15 janvier 2026" in page
    assert "Ana Partie" in page.partition("Ceux qui ont siégé")[0]
    assert "Plus personne ne siège." in editor_client.get(url).content.decode()
    assert editor_client.get(url, {"le": "hier"}).status_code == 200


def test_draft_of_the_order_lists_who_sits_that_day(
    council: Council, editor: User, editor_client: Client, reader_client: Client
):
    club = factories.make_organization(name="Le Club")
    join(council, editor, "Ana Habite", function="president")
    join(council, editor, "Bob Dirige", college=College.ACTORS, organization=club)
    join(council, editor, "Cal Parti", ends_on=datetime.date(2026, 1, 31))

    def url(fmt: str) -> str:
        return reverse("councils:order", args=[council.pk, fmt]) + "?le=2026-02-01"

    word = read_docx_text(editor_client.get(url("docx")).content)
    assert "Liste des membres au 1er février 2026" in word
    assert word.index("Ana Habite") < word.index("présidence") < word.index("Le Club")
    assert "Cal Parti" not in word
    pdf = pypdfium2.PdfDocument(io.BytesIO(editor_client.get(url("pdf")).content))
    assert "Bob Dirige" in pdf[0].get_textpage().get_text_range()
    assert editor_client.get(url("odt")).status_code == 404
    assert reader_client.get(url("pdf")).status_code == 403


def test_team_changes_a_mandate_and_says_why_it_ends(
    council: Council, editor: User, editor_client: Client
):
    mandate = join(council, editor, "Ana")
    args = [council.pk, mandate.pk]
    editor_client.post(
        reverse("councils:edit_mandate", args=args),
        {"college": "residents", "starts_on": "2026-01-01", "function": "treasurer"},
    )
    mandate.refresh_from_db()
    assert mandate.function == "treasurer"
    editor_client.post(
        reverse("councils:end_mandate", args=args), {"on": "2026-02-01", "reason": "moved"}
    )
    mandate.refresh_from_db()
    assert mandate.end_reason == "moved"
