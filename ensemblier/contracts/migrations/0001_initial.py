import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("files", "0001_initial"),
        ("organizations", "0001_initial"),
        ("territories", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Contract",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("search_text", models.TextField(blank=True, default="", editable=False)),
                ("name", models.CharField(max_length=200, verbose_name="nom")),
                (
                    "slug",
                    models.SlugField(max_length=80, unique=True, verbose_name="nom dans l’adresse"),
                ),
                (
                    "generation",
                    models.CharField(
                        choices=[("2015", "génération 2015"), ("2024", "génération 2024")],
                        max_length=4,
                        verbose_name="génération",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="commence le")),
                ("ends_on", models.DateField(verbose_name="finit le")),
                (
                    "midterm_on",
                    models.DateField(blank=True, null=True, verbose_name="bilan à mi-parcours"),
                ),
                ("summary", models.TextField(blank=True, verbose_name="en quelques mots")),
                (
                    "is_public",
                    models.BooleanField(default=True, verbose_name="visible sur le site public"),
                ),
                (
                    "bearer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contracts_borne",
                        to="organizations.organization",
                        verbose_name="porté par",
                    ),
                ),
                (
                    "manager",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contracts_managed",
                        to="organizations.organization",
                        verbose_name="animé par",
                    ),
                ),
            ],
            options={
                "verbose_name": "contrat de ville",
                "verbose_name_plural": "contrats de ville",
                "ordering": ["-starts_on", "name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gt", models.F("starts_on"))),
                        name="contracts_contract_period",
                        violation_error_message="Le contrat finit avant de commencer.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("midterm_on__isnull", True),
                            models.Q(
                                ("midterm_on__gt", models.F("starts_on")),
                                ("midterm_on__lt", models.F("ends_on")),
                            ),
                            _connector="OR",
                        ),
                        name="contracts_contract_midterm",
                        violation_error_message="Le mi-parcours tombe hors du contrat.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Amendment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="numéro")),
                ("title", models.CharField(max_length=250, verbose_name="objet")),
                ("summary", models.TextField(blank=True, verbose_name="ce qui change")),
                ("signed_on", models.DateField(blank=True, null=True, verbose_name="signé le")),
                (
                    "new_end",
                    models.DateField(blank=True, null=True, verbose_name="nouvelle fin du contrat"),
                ),
                (
                    "previous_end",
                    models.DateField(
                        blank=True,
                        editable=False,
                        null=True,
                        verbose_name="fin du contrat avant l’avenant",
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
                "verbose_name": "avenant",
                "verbose_name_plural": "avenants",
                "ordering": ["contract", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contract", "number"),
                        name="contracts_amendment_once",
                        violation_error_message="Un avenant du contrat porte déjà ce numéro.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("new_end__isnull", True), ("previous_end__isnull", True)),
                            models.Q(
                                ("new_end__gt", models.F("previous_end")),
                                ("previous_end__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="contracts_amendment_extends",
                        violation_error_message="Un avenant repousse la fin du contrat, il ne l’avance pas.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContractArea",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("priority", "quartier prioritaire"),
                            ("vulnerable", "poche de vulnérabilité"),
                            ("watch", "veille active"),
                        ],
                        default="priority",
                        max_length=20,
                        verbose_name="au titre de",
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contract_areas",
                        to="territories.area",
                        verbose_name="territoire",
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
                "verbose_name": "territoire du contrat",
                "verbose_name_plural": "territoires du contrat",
                "ordering": ["contract", "standing", "area__name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contract", "area"),
                        name="contracts_area_once",
                        violation_error_message="Ce territoire est déjà dans le contrat.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ContractDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("search_text", models.TextField(blank=True, default="", editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("contract", "contrat"),
                            ("amendment", "avenant"),
                            ("diagnosis", "diagnostic"),
                            ("minutes", "compte rendu"),
                            ("note", "note"),
                            ("other", "autre document"),
                        ],
                        max_length=20,
                        verbose_name="sorte",
                    ),
                ),
                ("title", models.CharField(max_length=250, verbose_name="titre")),
                ("dated", models.DateField(verbose_name="en date du")),
                ("is_public", models.BooleanField(default=True, verbose_name="public")),
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
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="fichier",
                    ),
                ),
            ],
            options={
                "verbose_name": "document du contrat",
                "verbose_name_plural": "documents du contrat",
                "ordering": ["contract", "-dated", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ContractRole",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="depuis le")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="jusqu’au")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("reader", "lecture"),
                            ("editor", "écriture"),
                            ("administrator", "administration"),
                        ],
                        max_length=20,
                        verbose_name="droit",
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
                    "delegated_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="delegations",
                        to="contracts.contractrole",
                        verbose_name="délégué par",
                    ),
                ),
                (
                    "granted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="donné par",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="personne",
                    ),
                ),
            ],
            options={
                "verbose_name": "rôle sur un contrat",
                "verbose_name_plural": "rôles sur un contrat",
                "ordering": ["contract", "user", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="contracts_role_period",
                        violation_error_message="La date de fin précède la date de début.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="étape")),
                ("due_on", models.DateField(verbose_name="prévue le")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="faite le")),
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
                "verbose_name": "étape du calendrier",
                "verbose_name_plural": "étapes du calendrier",
                "ordering": ["contract", "due_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Signatory",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="en qualité de")),
                (
                    "deliberation",
                    models.CharField(blank=True, max_length=200, verbose_name="délibération"),
                ),
                ("signed_on", models.DateField(blank=True, null=True, verbose_name="signé le")),
                ("rank", models.PositiveSmallIntegerField(default=0, verbose_name="rang")),
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
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="organizations.organization",
                        verbose_name="structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "signataire",
                "verbose_name_plural": "signataires",
                "ordering": ["contract", "rank", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contract", "organization"),
                        name="contracts_signatory_once",
                        violation_error_message="Cette structure est déjà signataire du contrat.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SignatoryImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_name", models.CharField(max_length=255, verbose_name="nom du fichier")),
                ("mapping", models.JSONField(default=dict, verbose_name="colonnes choisies")),
                ("report", models.JSONField(default=dict, verbose_name="ce qui change")),
                ("created_at", models.DateTimeField(verbose_name="déposé le")),
                ("applied_at", models.DateTimeField(null=True, verbose_name="appliqué le")),
                ("undone_at", models.DateTimeField(null=True, verbose_name="annulé le")),
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
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="déposé par",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="fichier",
                    ),
                ),
            ],
            options={
                "verbose_name": "import de signataires",
                "verbose_name_plural": "imports de signataires",
                "ordering": ["-created_at", "-pk"],
                "abstract": False,
            },
        ),
    ]
