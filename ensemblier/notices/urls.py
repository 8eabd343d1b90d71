"""My notices, and the way out of e-mail."""

from django.urls import path

from ensemblier.notices import views

app_name = "notices"

urlpatterns = [
    path("", views.notice_list, name="list"),
    path("tout-lu/", views.read_all, name="read_all"),
    path("<int:pk>/ouvrir/", views.open_notice, name="open"),
    path("desabonnement/<str:token>/", views.unsubscribe, name="unsubscribe"),
]
