import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("contracts", "0001_initial"),
        ("files", "0001_initial"),
        ("territories", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Node",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("search_text", models.TextField(blank=True, default="", editable=False)),
                ("path", models.CharField(editable=False, max_length=60)),
                ("level", models.PositiveSmallIntegerField(editable=False, verbose_name="niveau")),
                ("code", models.CharField(blank=True, max_length=30, verbose_name="code")),
                ("title", models.TextField(verbose_name="titre complet")),
                ("short_title", models.CharField(max_length=60, verbose_name="titre court")),
                ("description", models.TextField(blank=True, verbose_name="explication")),
                (
                    "priority",
                    models.CharField(
                        blank=True,
                        choices=[("priority", "prioritaire"), ("complementary", "complémentaire")],
                        max_length=15,
                        verbose_name="priorité",
                    ),
                ),
                (
                    "is_outside_call",
                    models.BooleanField(default=False, verbose_name="hors appel à projets"),
                ),
                (
                    "areas",
                    models.ManyToManyField(
                        blank=True,
                        related_name="nodes",
                        to="territories.area",
                        verbose_name="territoires concernés",
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="contracts.contract",
                        verbose_name="contrat",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="children",
                        to="plans.node",
                        verbose_name="dans",
                    ),
                ),
            ],
            options={
                "verbose_name": "élément du plan",
                "verbose_name_plural": "éléments du plan",
                "ordering": ["version", "path"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("level", 0), ("parent__isnull", True)),
                            models.Q(("level__gt", 0), ("parent__isnull", False)),
                            _connector="OR",
                        ),
                        name="plans_node_level_of_parent",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("contract", "plan du contrat de ville"),
                            ("neighbourhood", "projet de quartier"),
                            ("territory", "projet de territoire"),
                        ],
                        max_length=20,
                        verbose_name="sorte",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="nom")),
                ("slug", models.SlugField(max_length=80, verbose_name="nom dans l’adresse")),
                ("level_names", models.JSONField(default=list, verbose_name="noms des niveaux")),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
                        to="territories.area",
                        verbose_name="quartier",
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="contracts.contract",
                        verbose_name="contrat",
                    ),
                ),
            ],
            options={
                "verbose_name": "plan",
                "verbose_name_plural": "plans",
                "ordering": ["contract", "kind", "name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contract", "slug"), name="plans_plan_slug_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "neighbourhood"), _negated=True),
                            ("area__isnull", False),
                            _connector="OR",
                        ),
                        name="plans_plan_neighbourhood_area",
                        violation_error_message="Un projet de quartier dit de quel quartier il parle.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlannedIndicator",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="rang")),
                ("label", models.TextField(verbose_name="libellé")),
                (
                    "kind",
                    models.CharField(
                        choices=[("quantitative", "quantitatif"), ("qualitative", "qualitatif")],
                        default="quantitative",
                        max_length=15,
                        verbose_name="sorte",
                    ),
                ),
                ("unit", models.CharField(blank=True, max_length=60, verbose_name="unité")),
                (
                    "breakdowns",
                    models.JSONField(blank=True, default=list, verbose_name="ventilations"),
                ),
                (
                    "node",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="indicators",
                        to="plans.node",
                        verbose_name="élément",
                    ),
                ),
            ],
            options={
                "verbose_name": "indicateur du plan",
                "verbose_name_plural": "indicateurs du plan",
                "ordering": ["node", "position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PlanVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="numéro")),
                ("title", models.CharField(blank=True, max_length=150, verbose_name="intitulé")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "en préparation"), ("published", "publiée")],
                        default="draft",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                (
                    "effective_on",
                    models.DateField(blank=True, null=True, verbose_name="en vigueur depuis le"),
                ),
                (
                    "published_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="publiée le"),
                ),
                (
                    "source_name",
                    models.CharField(blank=True, max_length=255, verbose_name="document d’origine"),
                ),
                ("edition", models.PositiveIntegerField(default=0, verbose_name="édition")),
                (
                    "pending",
                    models.JSONField(blank=True, default=list, verbose_name="reste à régler"),
                ),
                (
                    "based_on",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revisions",
                        to="plans.planversion",
                        verbose_name="part de la version",
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="contracts.contract",
                        verbose_name="contrat",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="plans.plan",
                        verbose_name="plan",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="publiée par",
                    ),
                ),
            ],
            options={
                "verbose_name": "version du plan",
                "verbose_name_plural": "versions du plan",
                "ordering": ["plan", "-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "number"), name="plans_version_number_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "draft")),
                        fields=("plan",),
                        name="plans_version_one_draft",
                        violation_error_message="Une version est déjà en préparation.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "draft"),
                            models.Q(
                                ("effective_on__isnull", False), ("published_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="plans_version_published_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="nom du plan")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("contract", "plan du contrat de ville"),
                            ("neighbourhood", "projet de quartier"),
                            ("territory", "projet de territoire"),
                        ],
                        default="contract",
                        max_length=20,
                        verbose_name="sorte",
                    ),
                ),
                ("parsed", models.JSONField(verbose_name="ce qui a été lu")),
                ("created_at", models.DateTimeField(verbose_name="déposé le")),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="territories.area",
                        verbose_name="quartier",
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="contracts.contract",
                        verbose_name="contrat",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="déposé par",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="fichier",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="imports",
                        to="plans.plan",
                        verbose_name="plan mis à jour",
                    ),
                ),
                (
                    "saved_as",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="plans.planversion",
                        verbose_name="enregistré comme",
                    ),
                ),
            ],
            options={
                "verbose_name": "import de plan",
                "verbose_name_plural": "imports de plan",
                "ordering": ["-created_at"],
            },
        ),
        migrations.AddField(
            model_name="node",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="nodes",
                to="plans.planversion",
                verbose_name="version",
            ),
        ),
        migrations.CreateModel(
            name="DraftEdit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("edition", models.PositiveIntegerField(verbose_name="édition")),
                ("summary", models.CharField(max_length=300, verbose_name="ce qui a changé")),
                ("at", models.DateTimeField(verbose_name="le")),
                ("inverse", models.JSONField(verbose_name="retour en arrière")),
                (
                    "undone_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="annulé le"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="par",
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="contracts.contract",
                        verbose_name="contrat",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="edits",
                        to="plans.planversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "modification d’une version en préparation",
                "verbose_name_plural": "modifications d’une version en préparation",
                "ordering": ["version", "-edition"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "edition"), name="plans_edit_edition_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Specification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("requirement", "cahier des charges"),
                            ("scheme", "financement à mobiliser d’abord"),
                        ],
                        default="requirement",
                        max_length=15,
                        verbose_name="sorte",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="rang")),
                ("text", models.TextField(verbose_name="texte")),
                (
                    "node",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="specifications",
                        to="plans.node",
                        verbose_name="élément",
                    ),
                ),
            ],
            options={
                "verbose_name": "point du cahier des charges",
                "verbose_name_plural": "points du cahier des charges",
                "ordering": ["node", "kind", "position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Succession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("kept", "gardé"),
                            ("reworded", "reformulé"),
                            ("merged", "fusionné"),
                            ("split", "scindé"),
                            ("dropped", "abandonné"),
                        ],
                        max_length=10,
                        verbose_name="ce qui change",
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="contracts.contract",
                        verbose_name="contrat",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="successors",
                        to="plans.node",
                        verbose_name="avant",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="predecessors",
                        to="plans.node",
                        verbose_name="après",
                    ),
                ),
            ],
            options={
                "verbose_name": "succession",
                "verbose_name_plural": "successions",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "target"), name="plans_succession_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "dropped"), ("target__isnull", True)),
                            models.Q(
                                models.Q(("kind", "dropped"), _negated=True),
                                ("target__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="plans_succession_target",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Theme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="contracts.contract",
                        verbose_name="contrat",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="themes",
                        to="plans.plan",
                        verbose_name="plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "thème",
                "verbose_name_plural": "thèmes",
            },
        ),
        migrations.AddField(
            model_name="node",
            name="theme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="nodes",
                to="plans.theme",
                verbose_name="thème",
            ),
        ),
        migrations.CreateModel(
            name="Alignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=250, verbose_name="en quoi")),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="contracts.contract",
                        verbose_name="contrat",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="aligned_to",
                        to="plans.theme",
                        verbose_name="thème",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="aligned_from",
                        to="plans.theme",
                        verbose_name="aligné avec",
                    ),
                ),
            ],
            options={
                "verbose_name": "alignement",
                "verbose_name_plural": "alignements",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "target"), name="plans_alignment_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", models.F("target")), _negated=True),
                        name="plans_alignment_not_self",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NodeReference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "node",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="references",
                        to="plans.node",
                        verbose_name="élément",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="referenced_by",
                        to="plans.node",
                        verbose_name="voir",
                    ),
                ),
            ],
            options={
                "verbose_name": "renvoi",
                "verbose_name_plural": "renvois",
                "constraints": [
                    models.UniqueConstraint(fields=("node", "target"), name="plans_reference_once")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="node",
            constraint=models.UniqueConstraint(
                fields=("version", "path"), name="plans_node_path_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="node",
            constraint=models.UniqueConstraint(
                fields=("version", "theme"), name="plans_node_theme_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="node",
            constraint=models.UniqueConstraint(
                condition=models.Q(("code", ""), _negated=True),
                fields=("version", "code"),
                name="plans_node_code_once",
                violation_error_message="Ce code est déjà pris dans cette version.",
            ),
        ),
    ]
