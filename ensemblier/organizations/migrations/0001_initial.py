import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ensemblier.organizations.identifiers


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("files", "0001_initial"),
        ("territories", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Organization",
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
                            ("association", "association"),
                            ("state", "service de l’État"),
                            ("authority", "collectivité"),
                            ("social", "organisme social"),
                            ("landlord", "bailleur"),
                            ("grouping", "groupement d’intérêt public"),
                            ("company", "entreprise"),
                            ("other", "autre"),
                        ],
                        max_length=20,
                        verbose_name="sorte",
                    ),
                ),
                ("name", models.CharField(max_length=250, verbose_name="nom")),
                (
                    "short_name",
                    models.CharField(blank=True, max_length=60, verbose_name="sigle ou nom court"),
                ),
                (
                    "siren",
                    models.CharField(
                        blank=True,
                        max_length=9,
                        validators=[ensemblier.organizations.identifiers.validate_siren],
                        verbose_name="SIREN",
                    ),
                ),
                (
                    "siret",
                    models.CharField(
                        blank=True,
                        max_length=14,
                        validators=[ensemblier.organizations.identifiers.validate_siret],
                        verbose_name="SIRET",
                    ),
                ),
                (
                    "rna",
                    models.CharField(
                        blank=True,
                        max_length=10,
                        validators=[ensemblier.organizations.identifiers.validate_rna],
                        verbose_name="numéro RNA",
                    ),
                ),
                ("purpose", models.TextField(blank=True, verbose_name="objet")),
                ("street", models.CharField(blank=True, max_length=250, verbose_name="adresse")),
                (
                    "postcode",
                    models.CharField(
                        blank=True,
                        max_length=5,
                        validators=[ensemblier.organizations.identifiers.validate_postcode],
                        verbose_name="code postal",
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="adresse électronique"
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="téléphone")),
                ("website", models.URLField(blank=True, verbose_name="site internet")),
                ("is_active", models.BooleanField(default=True, verbose_name="en activité")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="fermée le")),
                (
                    "is_invented",
                    models.BooleanField(
                        default=False, verbose_name="inventée pour la démonstration"
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        blank=True,
                        limit_choices_to={"kind": "commune"},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="organizations",
                        to="territories.area",
                        verbose_name="commune",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged_duplicates",
                        to="organizations.organization",
                        verbose_name="réunie à",
                    ),
                ),
            ],
            options={
                "verbose_name": "structure",
                "verbose_name_plural": "structures",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("siret", ""), _negated=True),
                        fields=("siret",),
                        name="organizations_siret_once",
                        violation_error_message="Une structure porte déjà ce SIRET.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("rna", ""), _negated=True),
                        fields=("rna",),
                        name="organizations_rna_once",
                        violation_error_message="Une structure porte déjà ce numéro RNA.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("siret", ""),
                            ("siren", ""),
                            ("siret__startswith", models.F("siren")),
                            _connector="OR",
                        ),
                        name="organizations_siret_of_siren",
                        violation_error_message="Le SIRET ne commence pas par ce SIREN.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("merged_into__isnull", True),
                            models.Q(("is_active", False), ("rna", ""), ("siret", "")),
                            _connector="OR",
                        ),
                        name="organizations_merged_is_closed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
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
                    "role",
                    models.CharField(
                        choices=[
                            ("representative", "représentant légal"),
                            ("treasurer", "trésorier"),
                            ("secretary", "secrétaire"),
                            ("employee", "salarié"),
                            ("officer", "agent instructeur"),
                            ("member", "membre"),
                        ],
                        max_length=20,
                        verbose_name="fonction",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=150, verbose_name="intitulé")),
                (
                    "delegated_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="delegations",
                        to="organizations.membership",
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
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="organizations.organization",
                        verbose_name="structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "appartenance à une structure",
                "verbose_name_plural": "appartenances à une structure",
                "ordering": ["organization", "role", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="organizations_membership_period",
                        violation_error_message="La date de fin précède la date de début.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OrganizationDocument",
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
                            ("statutes", "statuts"),
                            ("accounts", "comptes annuels"),
                            ("bank", "relevé d’identité bancaire"),
                            ("cer", "contrat d’engagement républicain"),
                            ("board", "liste des dirigeants"),
                            ("report", "rapport d’activité"),
                            ("insurance", "attestation d’assurance"),
                            ("other", "autre document"),
                        ],
                        max_length=20,
                        verbose_name="sorte",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="titre")),
                ("valid_from", models.DateField(verbose_name="valable depuis le")),
                (
                    "valid_to",
                    models.DateField(blank=True, null=True, verbose_name="valable jusqu’au"),
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
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="organizations.organization",
                        verbose_name="structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "document d’une structure",
                "verbose_name_plural": "documents d’une structure",
                "ordering": ["organization", "kind", "-valid_from", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="organizations_document_period",
                        violation_error_message="La date de fin précède la date de début.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OrganizationImport",
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
                "verbose_name": "import de structures",
                "verbose_name_plural": "imports de structures",
                "ordering": ["-created_at", "-pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="JoinRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("representative", "représentant légal"),
                            ("treasurer", "trésorier"),
                            ("secretary", "secrétaire"),
                            ("employee", "salarié"),
                            ("officer", "agent instructeur"),
                            ("member", "membre"),
                        ],
                        max_length=20,
                        verbose_name="fonction",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=150, verbose_name="intitulé")),
                ("words", models.TextField(blank=True, max_length=2000, verbose_name="message")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "en attente"),
                            ("provisional", "à vérifier"),
                            ("accepted", "acceptée"),
                            ("refused", "refusée"),
                            ("withdrawn", "retirée"),
                        ],
                        default="pending",
                        max_length=20,
                        verbose_name="état",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="demandé le")),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="décidé le"),
                ),
                ("reason", models.TextField(blank=True, max_length=2000, verbose_name="motif")),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="décidé par",
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="join_requests",
                        to="organizations.membership",
                        verbose_name="place obtenue",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="join_requests",
                        to="organizations.organization",
                        verbose_name="structure",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="join_requests",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="personne",
                    ),
                ),
            ],
            options={
                "verbose_name": "demande pour rejoindre une structure",
                "verbose_name_plural": "demandes pour rejoindre une structure",
                "ordering": ["-asked_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["pending", "provisional"])),
                        fields=("user", "organization"),
                        name="organizations_join_request_once",
                        violation_error_message="Vous avez déjà demandé à rejoindre cette structure.",
                    )
                ],
            },
        ),
    ]
