from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template

from ensemblier.ui.forms import EurosField, MomentField, RichTextField


class RequestForm(forms.Form):
    title = forms.CharField(label="Titre", help_text="Court.")
    day = forms.DateField(label="Date", required=False)
    areas = forms.MultipleChoiceField(
        label="Quartiers", choices=[("a", "Alès"), ("b", "Anduze")], required=False
    )
    agreed = forms.BooleanField(label="J’accepte", required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("title") == "non":
            raise forms.ValidationError("Ce titre est pris.")
        return self.cleaned_data


class StoredFile:
    url = "/fichiers/1/"

    def __str__(self) -> str:
        return "statuts.pdf"


class PaperForm(forms.Form):
    paper = forms.FileField(label="Statuts", required=False)


def render(form: forms.BaseForm | forms.BaseFormSet[Any]) -> str:
    return Template("{% form_fields form %}").render(Context({"form": form}))


def test_label_hint_and_field_are_tied() -> None:
    html = render(RequestForm())

    assert (
        '<label for="id_title">Titre <span class="required">obligatoire</span></label>\n'
        '<div class="hint" id="id_title_helptext">Court.</div>'
        '<input type="text" name="title" required aria-describedby="id_title_helptext" '
        'id="id_title">'
    ) in html
    assert '<label for="id_day">Date</label>' in html
    assert html.count('name="secret"') == 1


def test_error_stands_beside_the_field_and_at_the_top() -> None:
    html = render(RequestForm({"title": "", "agreed": "on"}))

    assert '<li><a href="#id_title">Titre</a>' in html
    assert html.index("error-summary") < html.index("<label")
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'aria-invalid="true"' in html
    assert (
        '<ul class="field-error" id="id_title_error"><li>Ce champ est obligatoire.</li></ul>'
    ) in html


def test_error_of_the_whole_form_is_in_the_summary() -> None:
    assert "<ul><li>Ce titre est pris.</li></ul>" in render(RequestForm({"title": "non"}))


def test_refusal_added_by_a_view_leads_to_its_field() -> None:
    form = RequestForm({"title": "Repas"})
    assert form.is_valid()
    form.add_error("areas", "Ce quartier n’est pas du contrat.")

    html = render(form)

    assert '<a href="#id_areas_0">Quartiers</a>' in html
    assert 'value="Repas"' in html


def test_dates_use_the_devices_calendar_and_come_back() -> None:
    form = RequestForm({"title": "Repas", "day": "2026-03-03"})

    assert form.is_valid()
    assert form.cleaned_data["day"].isoformat() == "2026-03-03"
    assert '<input type="date" name="day" value="2026-03-03" id="id_day">' in render(form)


def test_several_choices_are_boxes_to_tick() -> None:
    form = RequestForm({"title": "Repas", "areas": ["b"]})

    html = render(form)

    assert form.is_valid()
    assert form.cleaned_data["areas"] == ["b"]
    assert "<legend>Quartiers</legend>" in html
    assert (
        '<div class="choice"><input type="checkbox" name="areas" value="b" id="id_areas_1" '
        'checked> <label for="id_areas_1">Anduze</label></div>'
    ) in html


def test_single_box_comes_before_its_label() -> None:
    assert (
        '<div class="choice"><input type="checkbox" name="agreed" id="id_agreed"> '
        '<label for="id_agreed">J’accepte</label></div>'
    ) in render(RequestForm())


def test_kept_file_may_be_read_or_removed() -> None:
    html = render(PaperForm(initial={"paper": StoredFile()}))

    assert '<a href="/fichiers/1/">statuts.pdf</a>' in html
    assert 'name="paper-clear" id="paper-clear_id"' in html


def test_file_form_still_says_it_is_multipart() -> None:
    upload = SimpleUploadedFile("a.pdf", b"%PDF")

    assert PaperForm({}, {"paper": upload}).is_multipart()


def test_formset_renders_each_form_and_its_management() -> None:
    formset = forms.formset_factory(PaperForm, extra=2)()

    html = render(formset)

    assert html.count('class="formset-row"') == 2
    assert 'name="form-TOTAL_FORMS" value="2"' in html


class GrantForm(forms.Form):
    amount = EurosField(label="Montant", required=False)


def test_amount_is_cents_for_the_code_and_figures_for_the_person() -> None:
    form = GrantForm({"amount": "1 234,5 €"})

    assert form.is_valid()
    assert form.cleaned_data == {"amount": 123450}
    assert (
        '<input type="text" name="amount" value="1\u202f234,50" inputmode="decimal" '
        'autocomplete="off" class="euros" id="id_amount">'
    ) in render(GrantForm(initial={"amount": 123450}))


def test_wrong_amount_comes_back_as_typed_with_a_sentence() -> None:
    html = render(GrantForm({"amount": "12,3.4"}))

    assert 'value="12,3.4"' in html
    assert (
        "«\u00a012,3.4\u00a0» n’est pas un montant. Écrivez-le par exemple "
        "«\u00a01\u202f234,50\u00a0»."
    ) in html


def test_no_amount_is_none_and_an_amount_written_otherwise_is_no_change() -> None:
    empty = GrantForm({"amount": " "})

    assert empty.is_valid()
    assert empty.cleaned_data == {"amount": None}
    assert not GrantForm({"amount": "1234.50"}, initial={"amount": 123450}).has_changed()
    assert GrantForm({"amount": "abc"}, initial={"amount": 123450}).has_changed()


class NoteForm(forms.Form):
    note = RichTextField(label="Note", required=False)


def test_rich_text_is_html_for_the_code_and_marks_for_the_person() -> None:
    form = NoteForm({"note": "## Pour qui\n\n- **tous**"})

    assert form.is_valid()
    assert form.cleaned_data == {"note": "<h2>Pour qui</h2><ul><li><strong>tous</strong></li></ul>"}
    assert ">\n## Pour qui\n\n- **tous**</textarea>" in render(form)
    assert ">\n## Pour qui\n\n- **tous**</textarea>" in render(NoteForm(initial=form.cleaned_data))
    assert not NoteForm(
        {"note": "## Pour qui\n\n* **tous**"}, initial=form.cleaned_data
    ).has_changed()


@pytest.mark.parametrize("typed", ["0001-01-01T00:00", "9999-12-31T23:59", "0206-03-14T18:00"])
def test_a_moment_out_of_the_calendar_is_a_slip(typed: str) -> None:
    with pytest.raises(forms.ValidationError, match="Vérifiez l’année"):
        MomentField().clean(typed)
