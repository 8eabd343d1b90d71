"""The residents’ fund in the workspace, under /espace/fonds/."""

from ensemblier.fund import vote_urls

app_name = "fund"

urlpatterns = [
    *vote_urls.urlpatterns,
]
