"""Reports under /espace/bilans/."""

from django.urls import path

from ensemblier.outcomes.views import figures, files, filling, lists, reports

app_name = "outcomes"

urlpatterns = [
    path("bilans/", lists.reports, name="reports"),
    path("bilans/export/<str:fmt>/", lists.export, name="export"),
    path("bilans/ouvrir/<int:contract_pk>/", lists.open_missing, name="open_missing"),
    path("bilans/dispenses/", lists.waivers, name="waivers"),
    path("bilans/dispenses/export/<str:fmt>/", lists.export_waivers, name="export_waivers"),
    path("bilans/dispenses/ajouter/", lists.give_waiver, name="give_waiver"),
    path("bilans/dispenses/<int:pk>/retirer/", lists.take_back_waiver, name="take_back_waiver"),
    path("bilans/<int:pk>/", reports.detail, name="detail"),
    path("bilans/<int:pk>/remplir/<slug:step>/", filling.fill, name="fill"),
    path("bilans/<int:pk>/enregistrer/<slug:step>/", filling.save, name="save"),
    path("bilans/<int:pk>/comme-prevu/", filling.as_planned, name="as_planned"),
    path("bilans/<int:pk>/deposer/", filling.submit, name="submit"),
    path("bilans/<int:pk>/pieces/ajouter/", files.add, name="add_file"),
    path("bilans/<int:pk>/pieces/<int:file_pk>/", files.download, name="file"),
    path("bilans/<int:pk>/pieces/<int:file_pk>/supprimer/", files.remove, name="remove_file"),
    path("bilans/<int:pk>/cerfa/<str:fmt>/", reports.cerfa, name="cerfa"),
    path("bilans/<int:pk>/accepter/", reports.accept, name="accept"),
    path("bilans/<int:pk>/completer/", reports.ask_completion, name="ask_completion"),
    path("bilans/<int:pk>/reversements/", reports.ask_money_back, name="ask_money_back"),
    path("bilans/<int:pk>/rouvrir/", reports.reopen, name="reopen"),
    path("chiffres/", figures.figures, name="figures"),
    path("chiffres/export/<str:fmt>/", figures.export, name="figures_export"),
    path("chiffres/lignes/", figures.lines, name="figure_lines"),
    path("chiffres/lignes/export/<str:fmt>/", figures.lines_export, name="figure_lines_export"),
]
