"""Addresses: French without prefix, English under /en/. Public site at the root."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = i18n_patterns(
    path("compte/", include("ensemblier.accounts.urls")),
    path("fichiers/", include("ensemblier.files.urls")),
    path("composants/", include("ensemblier.ui.urls")),
    path("espace/", include("ensemblier.workspace.urls")),
    path("espace/journal/", include("ensemblier.workspace.trail_urls")),
    path("espace/notifications/", include("ensemblier.notices.urls")),
    path("espace/territoires/", include("ensemblier.territories.urls")),
    path("espace/structures/", include("ensemblier.organizations.urls")),
    path("espace/contrats/", include("ensemblier.contracts.urls")),
    path("espace/plans/", include("ensemblier.plans.urls")),
    path("espace/appels/", include("ensemblier.calls.urls")),
    path("espace/dossiers/", include("ensemblier.applications.urls")),
    path("espace/conseils/", include("ensemblier.councils.urls")),
    path("espace/tirages/", include("ensemblier.draws.urls")),
    path("espace/fonds/", include("ensemblier.fund.urls")),
    path("espace/instances/", include("ensemblier.governance.urls")),
    path("espace/", include("ensemblier.funding.urls")),
    path("espace/", include("ensemblier.outcomes.urls")),
    path("espace/", include("ensemblier.appraisal.urls")),
    path("recherche/", include("ensemblier.search.urls")),
    path("", include("ensemblier.portal.urls")),
    prefix_default_language=False,
)
