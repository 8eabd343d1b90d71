import datetime

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory

from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.core.http import (
    dated_stem,
    do_in_form,
    do_with_message,
    download,
    filename,
    put_in_form,
)


class Form(forms.Form):
    name = forms.CharField()


def filled() -> Form:
    form = Form({"name": "Alès"})
    assert form.is_valid()
    return form


def refuse(error: Exception) -> None:
    raise error


@pytest.fixture
def request_with_messages():
    request = RequestFactory().post("/")
    request._messages = CookieStorage(request)
    return request


def test_refusal_stands_beside_its_field():
    form = filled()
    put_in_form(form, InvalidInput("Ce nom est pris.", field="name"))
    assert form.errors == {"name": ["Ce nom est pris."]}


def test_refusal_of_an_unknown_field_stands_on_top():
    form = filled()
    put_in_form(form, Refused("Trop tard.", field="elsewhere"))
    assert form.non_field_errors() == ["Trop tard."]


def test_do_in_form_gives_the_result_or_the_error():
    assert do_in_form(filled(), lambda *, name: name.upper(), name="alès") == "ALÈS"
    form = filled()
    assert do_in_form(form, refuse, error=Refused("Non.")) is None
    assert form.non_field_errors() == ["Non."]


def test_what_is_not_allowed_becomes_a_403():
    with pytest.raises(PermissionDenied) as caught:
        do_in_form(filled(), refuse, error=NotAllowed("Demandez à Emma."))
    assert str(caught.value) == "Demandez à Emma."


def test_do_with_message_says_what_happened(request_with_messages):
    assert do_with_message(request_with_messages, lambda: None, done="C’est fait.")
    assert not do_with_message(request_with_messages, refuse, error=Refused("Non."))
    said = [(m.level_tag, m.message) for m in get_messages(request_with_messages)]
    assert said == [("success", "C’est fait."), ("error", "Non.")]


def test_filenames_are_plain():
    assert filename("Écoles d’Alès", 2024, extension="csv") == "ecoles-dales-2024.csv"
    assert filename("…", extension="pdf") == "document.pdf"
    day = datetime.date(2024, 4, 9)
    assert dated_stem("Signataires", day=day) == "signataires-2024-04-09"


def test_download_is_an_attachment_of_its_type():
    response = download("a;b", "liste.csv")
    assert response.content == b"a;b"
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="liste.csv"'
    assert response["X-Content-Type-Options"] == "nosniff"


def test_download_cannot_break_out_of_its_header():
    response = download(b"", 'a"\r\nX: y.pdf', inline=True)
    assert "\n" not in response["Content-Disposition"]
    assert "X" not in response.headers
