"""The team's home, people and roles, one's own account."""

from django.urls import path

from ensemblier.workspace.views import account, home, people

app_name = "workspace"

urlpatterns = [
    path("", home.home, name="home"),
    path("mon-compte/", account.account, name="account"),
    path("mon-compte/profil/", account.update_profile, name="account_profile"),
    path("mon-compte/courriels/", account.choose_frequency, name="account_frequency"),
    path("mon-compte/fermeture/", account.ask_deletion, name="account_deletion"),
    path("droits/<int:pk>/deleguer/", account.delegate, name="role_delegate"),
    path("droits/<int:pk>/finir/", account.end, name="role_end"),
    path("personnes/", people.people, name="people"),
    path("personnes/export/<str:fmt>/", people.export, name="people_export"),
    path("personnes/ajouter/", people.person_create, name="person_create"),
    path("personnes/<int:pk>/", people.person, name="person"),
    path("personnes/<int:pk>/corriger/", people.person_edit, name="person_edit"),
    path("personnes/<int:pk>/droits/", people.role_grant, name="role_grant"),
    path("personnes/<int:pk>/desactiver/", people.deactivate, name="person_deactivate"),
    path("personnes/<int:pk>/reactiver/", people.reactivate, name="person_reactivate"),
    path("personnes/<int:pk>/administration/", people.administrator, name="person_administrator"),
    path("donnees-personnelles/", home.personal_data, name="personal_data"),
]
