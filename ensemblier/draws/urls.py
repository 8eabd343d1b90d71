"""Draws by lot in the workspace, under /espace/tirages/."""

from django.urls import path

from ensemblier.draws.views import lists, pools

app_name = "draws"

POOL = "<int:pk>/"
LIST = "listes/<int:pk>/"

urlpatterns = [
    path("", pools.list_pools, name="list"),
    path("nouveau/<slug:slug>/", pools.create, name="create"),
    path(POOL, pools.show, name="pool"),
    path(f"{POOL}modifier/", pools.edit, name="edit"),
    path(f"{POOL}listes/ajouter/", lists.add, name="add_list"),
    path(f"{POOL}doublons/", pools.doubts, name="doubts"),
    path(f"{POOL}personnes/", pools.people, name="people"),
    path(f"{POOL}personnes/export/<str:fmt>/", pools.export_people, name="export_people"),
    path(f"{POOL}lettres.pdf", pools.letters, name="letters"),
    path(f"{POOL}etiquettes/<str:fmt>/", pools.labels, name="labels"),
    path("personnes/<int:pk>/", pools.exclude, name="exclude"),
    path(LIST, lists.preview, name="list_preview"),
    path(f"{LIST}refus/", lists.refused, name="list_refused"),
    path(f"{LIST}annuler/", lists.undo, name="list_undo"),
]
