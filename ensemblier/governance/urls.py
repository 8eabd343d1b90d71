"""Bodies in the workspace, under /espace/instances/."""

from django.urls import path

from ensemblier.governance import views

app_name = "governance"

urlpatterns = [
    path("", views.list_bodies, name="list"),
    path("export/<str:fmt>/", views.export, name="export"),
    path("nouvelle/<slug:slug>/", views.create, name="create"),
    path("<int:pk>/", views.show, name="body"),
    path("<int:pk>/modifier/", views.edit, name="edit"),
    path("<int:pk>/sieges/export/<str:fmt>/", views.export_seats, name="export_seats"),
    path("<int:pk>/sieges/ajouter/", views.add_seat, name="add_seat"),
    path("<int:pk>/sieges/<int:seat_pk>/modifier/", views.edit_seat, name="edit_seat"),
    path("<int:pk>/sieges/<int:seat_pk>/finir/", views.end_seat, name="end_seat"),
    path("<int:pk>/seances/export/<str:fmt>/", views.export_sessions, name="export_sessions"),
    path("<int:pk>/seances/prevoir/", views.plan_session, name="plan_session"),
    path("<int:pk>/seances/<int:session_pk>/modifier/", views.edit_session, name="edit_session"),
    path("<int:pk>/seances/<int:session_pk>/annuler/", views.cancel_session, name="cancel_session"),
]
