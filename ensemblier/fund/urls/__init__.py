"""The residents’ fund in the workspace, under /espace/fonds/."""

from django.urls import path

from ensemblier.fund.urls import votes
from ensemblier.fund.views import actions, ledger, lists, requests, rounds

app_name = "fund"

ROUND = "campagnes/<int:pk>/"
REQUEST = "demandes/<int:pk>/"
STATEMENT = "<int:pk>/releves/<int:funder_pk>/<int:year>/"

urlpatterns = [
    path("", lists.requests, name="list"),
    path("export/<str:fmt>/", lists.export, name="export"),
    path("nouveau/<slug:slug>/", rounds.new_fund, name="new_fund"),
    path("<int:pk>/", rounds.fund, name="fund"),
    path("<int:pk>/modifier/", rounds.edit_fund, name="edit_fund"),
    path("<int:pk>/nouvelle-campagne/", rounds.new_round, name="new_round"),
    path(STATEMENT, ledger.statement, name="statement"),
    path(f"{STATEMENT}export/<str:fmt>/", ledger.statement_export, name="statement_export"),
    path(ROUND, rounds.round, name="round"),
    path(f"{ROUND}modifier/", rounds.edit_round, name="edit_round"),
    path(f"{ROUND}cofinanceurs/", rounds.share, name="share"),
    path(f"{ROUND}etape/<slug:name>/", rounds.move, name="move_round"),
    path(f"{ROUND}papiers/<slug:name>/", rounds.paper, name="paper"),
    path(f"{ROUND}saisir/", requests.enter, name="enter"),
    path(f"{ROUND}comptes/", ledger.ledger, name="ledger"),
    path(f"{ROUND}comptes/export/<str:fmt>/", ledger.ledger_export, name="ledger_export"),
    path(f"{ROUND}comptes/<int:movement_pk>/corriger/", ledger.correct, name="correct"),
    path(f"{ROUND}cofinanceurs/<int:share_pk>/<slug:way>/", ledger.money, name="money"),
    path(REQUEST, requests.detail, name="request"),
    path(f"{REQUEST}modifier/", requests.edit, name="edit_request"),
    path(f"{REQUEST}bilan/", requests.report, name="report"),
    path(f"{REQUEST}joindre/", requests.join_file, name="join_file"),
    path(f"{REQUEST}fichiers/<int:file_pk>/", requests.file, name="file"),
    path(f"{REQUEST}lettre/", requests.letter, name="letter"),
    path(f"{REQUEST}equipe/<slug:name>/", actions.team_action, name="team_action"),
    path(f"{REQUEST}aide/<slug:name>/", actions.help_action, name="help_action"),
    *votes.urlpatterns,
]
