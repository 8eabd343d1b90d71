"""Addresses of the money, under /espace/."""

from django.urls import include, path, register_converter

from ensemblier.funding.enums import AmountField
from ensemblier.funding.views import matrix, past_years, presences, scenarios, sessions, workbook


class ColumnConverter:
    """«propose», «accorde»: the two columns that are written."""

    regex = "propose|accorde"
    words = {AmountField.PROPOSED: "propose", AmountField.GRANTED: "accorde"}

    def to_python(self, value: str) -> str:
        return next(str(name) for name, word in self.words.items() if word == value)

    def to_url(self, value: str) -> str:
        return self.words[AmountField(value)]


register_converter(ColumnConverter, "amount_column")

app_name = "funding"

urlpatterns = [
    path("cofinancement/", matrix.calls, name="calls"),
    path("cofinancement/<int:call_id>/", matrix.matrix, name="matrix"),
    path("cofinancement/<int:call_id>/ecrire/", matrix.write, name="write"),
    path("cofinancement/<int:call_id>/present/", presences.beat, name="beat"),
    path("cofinancement/<int:call_id>/annuler/", matrix.undo, name="undo"),
    path("cofinancement/<int:call_id>/dossiers/<int:pk>/", matrix.row, name="row"),
    path(
        "cofinancement/<int:call_id>/demandes/<int:pk>/<amount_column:name>/",
        matrix.cell,
        name="cell",
    ),
    path("cofinancement/<int:call_id>/demandes/<int:pk>/", matrix.story, name="story"),
    path("cofinancement/<int:call_id>/scenarios/", scenarios.scenarios, name="scenarios"),
    path("cofinancement/<int:call_id>/scenarios/copier/", scenarios.create, name="copy"),
    path("cofinancement/<int:call_id>/scenarios/calculer/", scenarios.compute, name="compute"),
    path("cofinancement/<int:call_id>/scenarios/<int:pk>/", scenarios.scenario, name="scenario"),
    path(
        "cofinancement/<int:call_id>/scenarios/<int:pk>/nom/",
        scenarios.rename,
        name="rename_scenario",
    ),
    path(
        "cofinancement/<int:call_id>/scenarios/<int:pk>/appliquer/",
        scenarios.apply,
        name="apply_scenario",
    ),
    path(
        "cofinancement/<int:call_id>/scenarios/<int:pk>/supprimer/",
        scenarios.remove,
        name="remove_scenario",
    ),
    path(
        "cofinancement/<int:call_id>/scenarios/<int:pk>/export/<str:fmt>/",
        scenarios.export,
        name="export_scenario",
    ),
    path("cofinancement/<int:call_id>/tableur/", workbook.workbook, name="workbook"),
    path("cofinancement/<int:call_id>/tableur/xlsx/", workbook.export, name="export"),
    path("cofinancement/<int:call_id>/tableur/<int:pk>/", workbook.compare, name="compare"),
    path(
        "cofinancement/<int:call_id>/tableur/<int:pk>/refus/",
        workbook.refused,
        name="refused_cells",
    ),
    path("versements/", include("ensemblier.funding.urls.payments")),
    path("annees-passees/", past_years.choose, name="choose_past_years"),
    path("annees-passees/<slug:slug>/", past_years.start, name="past_years"),
    path("annees-passees/<slug:slug>/<int:pk>/", past_years.preview, name="past_year"),
    path(
        "annees-passees/<slug:slug>/<int:pk>/refus/", past_years.refused, name="past_year_refused"
    ),
    path("annees-passees/<slug:slug>/<int:pk>/annuler/", past_years.undo, name="undo_past_year"),
    path("seances/<int:session_id>/dossiers/<int:pk>/", sessions.session, name="session"),
    path(
        "seances/<int:session_id>/dossiers/<int:pk>/montants/",
        sessions.amounts,
        name="session_amounts",
    ),
]
