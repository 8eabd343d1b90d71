"""The pages of the reports, as the association and the team use them."""

import json

import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ensemblier.applications.operations.values import values_of
from ensemblier.core.spreadsheets import open_table
from ensemblier.organizations.enums import MembershipRole
from ensemblier.outcomes.enums import ReportState
from ensemblier.outcomes.models import Report, Waiver
from ensemblier.outcomes.operations import open_report
from tests import factories
from tests.conftest import client_of
from tests.factories import programming as make
from tests.outcomes.building import AT, Done, fill, make_done

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(contract) -> Done:
    done = make_done(contract)
    open_report(application=done.application, by=None, at=AT)
    return done


@pytest.fixture
def president_client(done):
    return client_of(done.president)


def url(name: str, done: Done, *args: object) -> str:
    return reverse(f"outcomes:{name}", args=[done.report.pk, *args])


def words(response) -> str:
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def typed(client, done: Done, step: str, **boxes: object) -> dict[str, object]:
    """The page as a browser without script would send it back, some boxes changed."""
    form = client.get(url("fill", done, step)).context["form"]
    data = {name: form[name].value() for name in form.fields}
    data |= {"edition": form.edition, "base_values": form.base_values}
    data |= {name.replace("_", "-") if "-" in name else name: v for name, v in boxes.items()}
    return {name: "" if value is None else value for name, value in data.items()}


def test_an_association_makes_its_report_without_a_script(president_client, done):
    story = {
        "narrative": "Soixante ateliers.",
        "dates_and_places": "De mars à octobre, aux Cévennes.",
        "objectives_reached": "Oui.",
    }
    answer = president_client.post(
        url("fill", done, "recit"), typed(president_client, done, "recit", **story)
    )
    assert answer.url == url("fill", done, "public")
    people = typed(president_client, done, "public")
    people[f"reached-{done.area.pk}-6-15-female"] = "12"
    answer = president_client.post(url("fill", done, "public"), people)
    assert answer.url == url("fill", done, "resultats")
    results = typed(president_client, done, "resultats")
    results[f"measured-{done.indicator.pk}-all-all-all"] = "62,5"
    answer = president_client.post(url("fill", done, "resultats"), results)
    assert answer.url == url("fill", done, "budget")
    president_client.post(url("as_planned", done))
    money = typed(president_client, done, "budget")
    money |= {"actual-641": "500,00", "why-641": "Un salarié malade."}
    answer = president_client.post(url("fill", done, "budget"), money)
    assert answer.url == url("fill", done, "pieces")
    signature = {"signed_by": "Rose Martin", "signed_as": "présidente", "deposit": "1"}
    answer = president_client.post(
        url("fill", done, "depot"), typed(president_client, done, "depot", **signature)
    )
    assert answer.url == url("detail", done)
    report = done.report
    assert report.state == ReportState.SUBMITTED
    kept = values_of(report)
    assert kept["narrative"] == "Soixante ateliers."
    assert (kept["actual-604"], kept["actual-641"]) == (30_000, 50_000)
    assert str(kept[f"measured-{done.indicator.pk}-all-all-all"]) == "62.50"
    assert report.reached.get().number == 12


def test_what_cannot_be_read_is_told_beside_its_box_and_the_rest_is_kept(president_client, done):
    money = typed(president_client, done, "budget")
    money |= {"actual-604": "12,3.4", "actual-641": "700"}
    answer = president_client.post(url("fill", done, "budget"), money)
    assert answer.status_code == 422
    assert "« 12,3.4 » n’est pas un montant." in words(answer)
    assert 'value="12,3.4"' in words(answer)
    assert values_of(done.report)["actual-641"] == 70_000


def test_a_box_is_saved_alone_by_the_script(president_client, done):
    sent = {"edition": 0, "fields": {"narrative": "Dit.", "signed_by": "x"}}
    answer = president_client.post(
        url("save", done, "recit"), json.dumps(sent), content_type="application/json"
    )
    assert answer.status_code == 200
    said = answer.json()
    assert (said["edition"], said["written"]) == (1, ["narrative"])
    assert said["refusals"] == {"signed_by": "Cette case n’existe plus. Rechargez la page."}
    assert done.report.narrative == "Dit."


def test_an_unreadable_send_is_refused(president_client, done):
    for body in ("", "[]", '{"edition": -1, "fields": {}}', '{"edition": 1}'):
        answer = president_client.post(
            url("save", done, "recit"), body, content_type="application/json"
        )
        assert answer.status_code == 400


def test_a_cut_session_is_told_to_the_script(visitor_client, done):
    answer = visitor_client.post(url("save", done, "recit"), "{}", content_type="application/json")
    assert (answer.status_code, answer.json()) == (401, {"error": "Votre session est finie."})


def test_two_versions_of_a_box_are_put_side_by_side(president_client, done):
    page = typed(president_client, done, "recit", narrative="De Rose.")
    colleague = client_of(make.make_member(done.application.action.bearer))
    colleague.post(
        url("fill", done, "recit"), typed(colleague, done, "recit", narrative="De Paul.")
    )
    answer = president_client.post(url("fill", done, "recit"), page)
    assert answer.status_code == 409
    assert "De Paul." in words(answer)
    (choice,) = answer.context["conflicts"]
    president_client.post(
        url("fill", done, "recit"),
        {
            "resolving": "1",
            "edition": answer.context["edition"],
            "choice-narrative": "mine",
            "mine-narrative": choice["mine_value"],
        },
    )
    assert done.report.narrative == "De Rose."


def test_what_is_missing_leads_to_its_box(president_client, done):
    page = words(president_client.get(url("fill", done, "depot")))
    assert f'href="{url("fill", done, "recit")}#id_narrative"' in page
    answer = president_client.post(url("submit", done), follow=True)
    assert "Ce bilan n’est pas complet : Racontez ce qui a été fait." in words(answer)
    assert done.report.state == ReportState.DUE


def test_photos_and_attendance_sheets_are_joined_read_and_removed(president_client, done):
    picture = factories.make_upload("atelier.png", PNG)
    answer = president_client.post(
        url("add_file", done), {"kind": "photo", "caption": "L’atelier", "file": picture}
    )
    assert answer.url == url("fill", done, "pieces")
    file = done.report.files.get()
    assert str(file) == "L’atelier"
    served = president_client.get(url("file", done, file.pk))
    assert b"".join(served.streaming_content) == PNG
    president_client.post(url("remove_file", done, file.pk))
    assert done.report.files.count() == 0


def test_a_renamed_program_is_refused_with_a_sentence(president_client, done):
    program = factories.make_upload("photo.png", b"MZ\x90\x00" + b"\0" * 100)
    answer = president_client.post(url("add_file", done), {"kind": "photo", "file": program})
    assert answer.status_code == 200
    assert done.report.files.count() == 0
    assert answer.context["form"].errors["file"]


def test_a_council_sees_the_photos_and_no_attendance_sheet(president_client, done):
    for kind, name in (("photo", "atelier.png"), ("attendance", "emargement.png")):
        sent = {"kind": kind, "caption": name, "file": factories.make_upload(name, PNG)}
        president_client.post(url("add_file", done), sent)
    Report.objects.update(state=ReportState.SUBMITTED, submitted_at=timezone.now())
    photo, sheet = done.report.files.order_by("pk")
    council = make.make_council(done.application.contract, areas=(done.area,))
    member = client_of(make.make_mandate(council).user)
    officer = client_of(make.make_member(done.request.funder, MembershipRole.OFFICER))
    page = words(member.get(url("detail", done)))
    assert "atelier.png" in page
    assert "emargement.png" not in page
    assert member.get(url("file", done, photo.pk)).status_code == 200
    assert member.get(url("file", done, sheet.pk)).status_code == 404
    assert officer.get(url("file", done, sheet.pk)).status_code == 200


def test_the_team_reads_and_accepts(editor_client, done):
    Report.objects.filter(pk=fill(done).pk).update(
        state=ReportState.SUBMITTED, submitted_at=timezone.now()
    )
    page = words(editor_client.get(url("detail", done)))
    assert "Ce que l’action a gagné" in page
    editor_client.post(url("accept", done))
    assert done.report.state == ReportState.ACCEPTED


def test_the_team_gives_back_with_a_day(editor_client, president_client, done):
    Report.objects.filter(pk=fill(done).pk).update(
        state=ReportState.SUBMITTED, submitted_at=timezone.now()
    )
    answer = editor_client.post(
        url("ask_completion", done), {"text": "Et juin ?", "due_on": "2020-01-01"}
    )
    assert "Choisissez un jour à venir." in words(answer)
    assert "Et juin ?" in words(answer)
    editor_client.post(url("ask_completion", done), {"text": "Et juin ?", "due_on": "2099-01-01"})
    assert "Et juin ?" in words(president_client.get(url("fill", done, "recit")))


def test_a_submitted_report_is_no_longer_written(president_client, done):
    Report.objects.update(state=ReportState.SUBMITTED, submitted_at=timezone.now())
    assert president_client.get(url("fill", done, "recit")).status_code == 403
    sent = json.dumps({"edition": 0, "fields": {"narrative": "x"}})
    answer = president_client.post(url("save", done, "recit"), sent, "application/json")
    assert answer.status_code == 403


def test_the_cerfa_of_the_report_is_downloaded(president_client, done):
    fill(done)
    answer = president_client.get(url("cerfa", done, "pdf"))
    assert answer["Content-Type"] == "application/pdf"
    assert pypdfium2.PdfDocument(answer.content).is_tagged()
    assert president_client.get(url("cerfa", done, "docx")).content.startswith(b"PK")
    assert president_client.get(url("cerfa", done, "exe")).status_code == 404


def test_each_sees_their_own_reports(
    editor_client, president_client, other_member_client, outsider_client, done
):
    address = reverse("outcomes:reports")
    for client in (editor_client, president_client):
        assert "Un potager" in words(client.get(address))
    assert "Un potager" not in words(other_member_client.get(address))
    assert outsider_client.get(address).status_code == 404
    for client in (other_member_client, outsider_client):
        assert client.get(url("detail", done)).status_code == 404


def test_a_funder_reads_what_was_submitted_and_no_draft(done):
    officer = client_of(make.make_member(done.request.funder, MembershipRole.OFFICER))
    assert officer.get(url("detail", done)).status_code == 404
    assert "Un potager" not in words(officer.get(reverse("outcomes:reports")))
    Report.objects.update(state=ReportState.SUBMITTED, submitted_at=timezone.now())
    assert officer.get(url("detail", done)).status_code == 200
    assert "Un potager" in words(officer.get(reverse("outcomes:reports")))
    assert officer.get(url("accept", done)).status_code == 403


def test_the_list_is_narrowed_and_exported(editor_client, done, contract):
    late = make_done(contract)
    make.make_report(late.application, due_on="2020-01-01")
    Report.objects.filter(pk=done.report.pk).update(due_on="2099-01-01")
    address = reverse("outcomes:reports")
    narrowed = editor_client.get(address, {"etat": "retard"})
    assert [row.pk for row in narrowed.context["page"]] == [late.report.pk]
    assert editor_client.get(address, {"etat": "acceptes"}).context["page"].object_list.count() == 0
    content = editor_client.get(
        reverse("outcomes:export", args=["csv"]), {"etat": "retard"}
    ).content
    rows = [row for _, row in open_table(content).records()]
    assert [(row["référence"], row["état"]) for row in rows] == [
        (late.application.reference, "attendu")
    ]


def test_the_list_costs_the_same_for_one_and_for_many(editor_client, contract):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            editor_client.get(reverse("outcomes:reports"))
        return len(queries)

    make.make_report(make_done(contract).application)
    cost()
    one = cost()
    for _ in range(4):
        make.make_report(make_done(contract).application)
    assert cost() == one


def test_a_page_costs_the_same_for_few_lines_and_for_many(president_client, done):
    def cost(step: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            president_client.get(url("fill", done, step))
        return len(queries)

    cost("budget")
    few = [cost(step) for step in ("recit", "public", "resultats", "budget", "depot")]
    for code in ("613", "615", "616", "618", "622", "623"):
        done.application.budget_lines.create(account=code, planned_cents=1_000)
    assert [cost(step) for step in ("recit", "public", "resultats", "budget", "depot")] == few


def test_the_team_opens_the_missing_reports(editor_client, reader_client, contract):
    done = make_done(contract)
    page = words(editor_client.get(reverse("outcomes:reports")))
    assert "une action financée n’a pas encore de bilan ouvert" in page
    address = reverse("outcomes:open_missing", args=[contract.pk])
    assert reader_client.post(address).status_code == 403
    editor_client.post(address)
    assert done.report.state == ReportState.DUE


def test_a_waiver_is_given_with_its_reason_and_taken_back(editor_client, reader_client, done):
    address = reverse("outcomes:give_waiver")
    bearer, contract = done.application.action.bearer, done.application.contract
    data = {"contract": contract.pk, "organization": bearer.pk, "year": 2028, "reason": "Incendie."}
    assert reader_client.post(address, data).status_code == 403
    editor_client.post(address, data)
    assert "Incendie." in words(editor_client.get(reverse("outcomes:waivers")))
    again = editor_client.post(address, data)
    assert "est déjà dispensée pour 2028" in words(again)
    waiver = Waiver.objects.get()
    editor_client.post(reverse("outcomes:take_back_waiver", args=[waiver.pk]))
    assert Waiver.objects.count() == 0


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8cf500f0003860180"
    "5a346f500000000049454e44ae426082"
)


def test_the_thread_of_a_report_leads_where_its_reader_may_go(
    president_client, editor_client, done
):
    figures = reverse("outcomes:figures")
    public = reverse("portal:actions", args=[done.application.contract.slug])

    def read_by(client) -> tuple[bool, bool]:
        page = client.get(url("detail", done)).content.decode()
        thread = page[page.index('class="thread') :]
        return f'href="{figures}"' in thread, f'href="{public}"' in thread

    assert read_by(editor_client) == (True, False)
    assert read_by(president_client) == (False, True)
    assert president_client.get(figures).status_code == 404
