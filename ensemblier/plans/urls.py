"""Plans in the workspace, under /espace/plans/."""

from django.urls import path

from ensemblier.plans.views import alignments, comments, editor, imports, plans, versions

app_name = "plans"

CONTRACT = "<slug:contract_slug>/"
IMPORT = f"{CONTRACT}importer/<int:pk>/"
PLAN = f"{CONTRACT}<slug:plan_slug>/"
DRAFT = f"{PLAN}ecrire/"

urlpatterns = [
    path(CONTRACT, plans.plan_list, name="list"),
    path(f"{CONTRACT}nouveau/", plans.create, name="create"),
    path(f"{CONTRACT}importer/", imports.upload, name="import"),
    path(IMPORT, imports.preview, name="import_preview"),
    path(f"{IMPORT}niveaux/", imports.rename_levels, name="import_levels"),
    path(f"{IMPORT}elements/<str:node_id>/", imports.correct_node, name="import_node"),
    path(f"{IMPORT}elements/<str:node_id>/retirer/", imports.take_out, name="import_take_out"),
    path(f"{IMPORT}lignes/", imports.settle_lines, name="import_lines"),
    path(f"{IMPORT}groupes/", imports.hand_out, name="import_groups"),
    path(f"{IMPORT}enregistrer/", imports.save, name="import_save"),
    path(f"{IMPORT}abandonner/", imports.drop, name="import_drop"),
    path(PLAN, plans.detail, name="detail"),
    path(f"{PLAN}modifier/", plans.settings, name="settings"),
    path(f"{PLAN}supprimer/", plans.delete, name="delete"),
    path(f"{PLAN}preparer/", plans.prepare, name="prepare"),
    path(f"{PLAN}versions/<int:number>/", plans.read, name="read"),
    path(f"{PLAN}versions/<int:number>/export/<str:fmt>/", plans.export, name="export"),
    path(f"{PLAN}comparer/", versions.compare, name="compare"),
    path(f"{PLAN}aligner/", alignments.align, name="align"),
    path(f"{PLAN}aligner/<int:pk>/defaire/", alignments.unalign, name="unalign"),
    path(f"{PLAN}commentaires/", comments.comment, name="comment"),
    path(f"{PLAN}commentaires/<int:pk>/retirer/", comments.remove_comment, name="remove_comment"),
    path(DRAFT, editor.edit, name="edit"),
    path(f"{DRAFT}ajouter/", editor.add, name="add_node"),
    path(f"{DRAFT}annuler/", editor.undo, name="undo"),
    path(f"{DRAFT}codes/", editor.renumber, name="renumber"),
    path(f"{DRAFT}regler/", editor.settle, name="settle"),
    path(f"{DRAFT}<int:pk>/", editor.node, name="node"),
    path(f"{DRAFT}<int:pk>/titre/", editor.retitle, name="retitle"),
    path(f"{DRAFT}<int:pk>/deplacer/", editor.move, name="move"),
    path(f"{DRAFT}<int:pk>/retirer/", editor.remove, name="remove"),
    path(f"{DRAFT}abandonner/", versions.discard, name="discard"),
    path(f"{DRAFT}publier/", versions.publish, name="publish"),
    path(f"{DRAFT}suites/", versions.declare, name="declare"),
    path(f"{DRAFT}suites/<int:pk>/reprendre/", versions.forget, name="forget"),
]
