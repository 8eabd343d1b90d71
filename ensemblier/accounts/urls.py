"""Sign-in and one's own account. allauth's own names are not namespaced."""

from django.urls import include, path

urlpatterns = [path("", include("allauth.urls"))]
