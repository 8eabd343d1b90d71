"""Draws by lot in the workspace, under /espace/tirages/."""

from django.urls import path

from ensemblier.draws.views import ceremony, draws, lists, outcome, pools

app_name = "draws"

POOL = "<int:pk>/"
LIST = "listes/<int:pk>/"
DRAW = "tirage/<int:pk>/"

urlpatterns = [
    path("", pools.list_pools, name="list"),
    path("nouveau/<slug:slug>/", pools.create, name="create"),
    path(POOL, pools.show, name="pool"),
    path(f"{POOL}modifier/", pools.edit, name="edit"),
    path(f"{POOL}listes/ajouter/", lists.add, name="add_list"),
    path(f"{POOL}listes/volontaires/", lists.add_volunteers, name="add_volunteers"),
    path(f"{POOL}doublons/", pools.doubts, name="doubts"),
    path(f"{POOL}personnes/", pools.people, name="people"),
    path(f"{POOL}personnes/export/<str:fmt>/", pools.export_people, name="export_people"),
    path(f"{POOL}lettres.pdf", pools.letters, name="letters"),
    path(f"{POOL}etiquettes/<str:fmt>/", pools.labels, name="labels"),
    path(f"{POOL}preparer/", draws.create, name="create_draw"),
    path("personnes/<int:pk>/", pools.exclude, name="exclude"),
    path(LIST, lists.preview, name="list_preview"),
    path(f"{LIST}refus/", lists.refused, name="list_refused"),
    path(f"{LIST}annuler/", lists.undo, name="list_undo"),
    path(DRAW, draws.show, name="draw"),
    path(f"{DRAW}modifier/", draws.edit, name="edit_draw"),
    path(f"{DRAW}quotas/", draws.set_quotas, name="set_quotas"),
    path(f"{DRAW}quotas/proposer/", draws.propose, name="propose"),
    path(f"{DRAW}quotas/export/<str:fmt>/", draws.export_quotas, name="quotas_export"),
    path(f"{DRAW}quotas/reprendre/", draws.import_quotas, name="quotas_import"),
    path(f"{DRAW}calculer/", draws.compute, name="compute"),
    path(f"{DRAW}assouplir/", draws.relax, name="relax"),
    path(f"{DRAW}reprendre/", draws.reopen, name="reopen"),
    path(f"{DRAW}publier/", ceremony.commit, name="commit"),
    path(f"{DRAW}ceremonie/", ceremony.ceremony, name="ceremony"),
    path(f"{DRAW}annuler/", draws.cancel, name="cancel"),
    path(f"{DRAW}suppleants/", outcome.call_alternates, name="call_alternates"),
    path(f"{DRAW}personnes/export/<str:fmt>/", outcome.export_drawn, name="export_drawn"),
    path(f"{DRAW}remplacer/", outcome.replace, name="replace"),
    path(f"{DRAW}conseil/", outcome.mandates, name="mandates"),
    path("billets/<int:pk>/", outcome.answer, name="answer"),
]
