"""Calls in the workspace, under /espace/appels/."""

from django.urls import path

from ensemblier.calls.views import calls, rows, rules, steps

app_name = "calls"

CALL = "<int:pk>/"
ROWS = f"{CALL}listes/<slug:word>/"

urlpatterns = [
    path("", calls.list_calls, name="list"),
    path("export/<str:fmt>/", calls.export, name="export"),
    path("nouveau/<slug:slug>/", calls.create, name="create"),
    path(CALL, calls.detail, name="detail"),
    path(f"{CALL}copier/", calls.copy, name="copy"),
    path(f"{CALL}publier/", calls.publish, name="publish"),
    path(f"{CALL}retirer/", calls.unpublish, name="unpublish"),
    path(f"{CALL}archiver/", calls.archive, name="archive"),
    path(f"{CALL}desarchiver/", calls.reopen, name="reopen"),
    path(f"{CALL}supprimer/", calls.remove, name="remove"),
    path(f"{CALL}relu/<slug:section>/", calls.review, name="review"),
    path(f"{CALL}presentation/", steps.presentation, name="presentation"),
    path(f"{CALL}themes/", steps.themes, name="themes"),
    path(f"{CALL}territoires/", steps.areas, name="areas"),
    path(f"{CALL}calendrier/", steps.calendar, name="calendar"),
    path(f"{CALL}note/", steps.note, name="note"),
    path(f"{CALL}note.pdf", steps.note_pdf, name="note_pdf"),
    path(f"{CALL}regles/", rules.rules, name="rules"),
    path(f"{CALL}regles/<slug:code>/", rules.edit_rule, name="edit_rule"),
    path(f"{CALL}regles/<slug:code>/usage/", rules.drop_rule, name="drop_rule"),
    path(f"{CALL}delais/", rules.graces, name="graces"),
    path(f"{CALL}delais/export/<str:fmt>/", rules.export_graces, name="export_graces"),
    path(f"{CALL}delais/accorder/", rules.give_grace, name="give_grace"),
    path(f"{CALL}delais/<int:grace_pk>/reprendre/", rules.take_grace_back, name="take_grace_back"),
    path(ROWS, rows.list_rows, name="rows"),
    path(f"{ROWS}export/<str:fmt>/", rows.export, name="export_rows"),
    path(f"{ROWS}ajouter/", rows.add, name="add_row"),
    path(f"{ROWS}<int:row_pk>/modifier/", rows.edit, name="edit_row"),
    path(f"{ROWS}<int:row_pk>/deplacer/", rows.move, name="move_row"),
    path(f"{ROWS}<int:row_pk>/retirer/", rows.remove, name="remove_row"),
]
