import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("contracts", "0001_initial"),
        ("councils", "0004_consultations_and_running_grants"),
        ("files", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Entrant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("search_text", models.TextField(blank=True, default="", editable=False)),
                ("last_name", models.CharField(max_length=120, verbose_name="nom")),
                ("first_name", models.CharField(max_length=120, verbose_name="prénom")),
                ("birth_year", models.PositiveSmallIntegerField(verbose_name="année de naissance")),
                ("born_on", models.DateField(blank=True, null=True, verbose_name="né ou née le")),
                (
                    "sex",
                    models.CharField(
                        blank=True,
                        choices=[("F", "femme"), ("H", "homme"), ("", "non précisé")],
                        max_length=1,
                        verbose_name="sexe",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=250, verbose_name="adresse")),
                (
                    "postcode",
                    models.CharField(blank=True, max_length=10, verbose_name="code postal"),
                ),
                ("city", models.CharField(blank=True, max_length=120, verbose_name="commune")),
                (
                    "neighborhood",
                    models.CharField(blank=True, max_length=120, verbose_name="quartier"),
                ),
                (
                    "others",
                    models.JSONField(blank=True, default=dict, verbose_name="autres catégories"),
                ),
                (
                    "name_key",
                    models.CharField(editable=False, max_length=250, verbose_name="nom comparé"),
                ),
                (
                    "address_key",
                    models.CharField(
                        editable=False, max_length=400, verbose_name="adresse comparée"
                    ),
                ),
                ("code", models.CharField(max_length=60, verbose_name="code de la lettre")),
                (
                    "exclusion",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "aucune"),
                            ("elected", "personne élue"),
                            ("agent", "agent de la structure ou de la commune"),
                            ("moved", "a déménagé"),
                            ("refused", "a refusé d’y figurer"),
                            ("minor", "trop jeune"),
                            ("deceased", "décès"),
                            ("member", "siège déjà"),
                            ("other", "autre raison"),
                        ],
                        max_length=10,
                        verbose_name="exclusion",
                    ),
                ),
                (
                    "exclusion_words",
                    models.CharField(blank=True, max_length=200, verbose_name="précision"),
                ),
                ("is_volunteer", models.BooleanField(default=False, verbose_name="volontaire")),
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
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="merged",
                        to="draws.entrant",
                        verbose_name="réunie à",
                    ),
                ),
            ],
            options={
                "verbose_name": "personne d’un vivier",
                "verbose_name_plural": "personnes d’un vivier",
                "ordering": ["pool", "name_key", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Pool",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="nom")),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("council", "un ou des conseils citoyens"),
                            ("panel", "une assemblée ou un jury de citoyens"),
                        ],
                        max_length=10,
                        verbose_name="pour composer",
                    ),
                ),
                ("ages_on", models.DateField(verbose_name="âges comptés au")),
                (
                    "minimum_age",
                    models.PositiveSmallIntegerField(default=16, verbose_name="âge minimum"),
                ),
                ("delete_on", models.DateField(verbose_name="noms effacés le")),
                (
                    "sender",
                    models.CharField(max_length=200, verbose_name="qui écrit aux personnes"),
                ),
                (
                    "contact",
                    models.TextField(
                        max_length=1000, verbose_name="où répondre, où exercer ses droits"
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="créé le")),
                (
                    "erased_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="noms effacés le"),
                ),
                (
                    "remains",
                    models.JSONField(blank=True, default=dict, verbose_name="ce qui reste"),
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
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="créé par",
                    ),
                ),
            ],
            options={
                "verbose_name": "vivier",
                "verbose_name_plural": "viviers",
                "ordering": ["-created_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contract", "name"),
                        name="draws_pool_once",
                        violation_error_message="Un vivier de ce contrat porte déjà ce nom.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("delete_on__gt", models.F("ages_on"))),
                        name="draws_pool_delete_after",
                        violation_error_message="Les noms s’effacent après le tirage, pas avant.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Pair",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("similar", "noms très proches, même année de naissance"),
                            ("moved", "même nom, même année de naissance, autre adresse"),
                            ("other_year", "même nom, même adresse, autre année de naissance"),
                        ],
                        max_length=10,
                        verbose_name="pourquoi",
                    ),
                ),
                ("likeness", models.PositiveSmallIntegerField(verbose_name="ressemblance")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "à décider"),
                            ("merged", "une seule personne"),
                            ("kept", "deux personnes"),
                        ],
                        default="open",
                        max_length=8,
                        verbose_name="état",
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
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="draws.entrant",
                        verbose_name="première",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="draws.entrant",
                        verbose_name="seconde",
                    ),
                ),
                (
                    "pool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pairs",
                        to="draws.pool",
                        verbose_name="vivier",
                    ),
                ),
            ],
            options={
                "verbose_name": "doublon possible",
                "verbose_name_plural": "doublons possibles",
                "ordering": ["-likeness", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("first", "second"), name="draws_pair_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="entrant",
            name="pool",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="entrants",
                to="draws.pool",
                verbose_name="vivier",
            ),
        ),
        migrations.CreateModel(
            name="Draw",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="numéro")),
                ("name", models.CharField(max_length=150, verbose_name="nom")),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("lists", "les personnes des listes, sans les volontaires"),
                            ("volunteers", "les seuls volontaires"),
                            ("everyone", "tout le monde"),
                        ],
                        default="lists",
                        max_length=10,
                        verbose_name="on tire parmi",
                    ),
                ),
                (
                    "neighborhood",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="seulement le quartier"
                    ),
                ),
                ("seats", models.PositiveIntegerField(verbose_name="nombre de personnes à tirer")),
                (
                    "one_per_address",
                    models.BooleanField(
                        default=True, verbose_name="une seule personne par adresse"
                    ),
                ),
                (
                    "age_bounds",
                    models.CharField(
                        blank=True,
                        default="16, 26, 41, 61",
                        max_length=60,
                        verbose_name="tranches d’âge",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prepared", "en préparation"),
                            ("computing", "calcul en cours"),
                            ("computed", "calculé"),
                            ("committed", "publié, figé"),
                            ("drawn", "tiré"),
                            ("cancelled", "annulé"),
                        ],
                        default="prepared",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="créé le")),
                (
                    "relaxed",
                    models.JSONField(blank=True, default=list, verbose_name="quotas assouplis"),
                ),
                (
                    "result",
                    models.JSONField(blank=True, default=dict, verbose_name="résultat du calcul"),
                ),
                (
                    "computed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="calculé le"),
                ),
                (
                    "chance",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("balls", "trois boules tirées en public, remises à chaque fois"),
                            ("dice", "trois dés à dix faces lancés en public"),
                            ("public", "une valeur publique à venir, nommée d’avance"),
                        ],
                        max_length=8,
                        verbose_name="d’où viennent les chiffres",
                    ),
                ),
                (
                    "chance_words",
                    models.CharField(blank=True, max_length=300, verbose_name="précision"),
                ),
                (
                    "ceremony_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="tirage prévu le"),
                ),
                (
                    "place",
                    models.CharField(blank=True, max_length=200, verbose_name="lieu du tirage"),
                ),
                ("commitment", models.TextField(blank=True, verbose_name="engagement publié")),
                (
                    "fingerprint",
                    models.CharField(
                        blank=True, max_length=64, verbose_name="empreinte de l’engagement"
                    ),
                ),
                (
                    "committed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="publié le"),
                ),
                (
                    "digits",
                    models.CharField(blank=True, max_length=3, verbose_name="chiffres sortis"),
                ),
                (
                    "witnesses",
                    models.TextField(blank=True, max_length=2000, verbose_name="témoins"),
                ),
                ("drawn_at", models.DateTimeField(blank=True, null=True, verbose_name="tiré le")),
                ("certificate", models.TextField(blank=True, verbose_name="certificat")),
                (
                    "cancelled_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="annulé le"),
                ),
                (
                    "cancel_reason",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="raison de l’annulation"
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
                    "council",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="draws",
                        to="councils.council",
                        verbose_name="conseil à composer",
                    ),
                ),
                (
                    "replaced",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replacements",
                        to="draws.draw",
                        verbose_name="tirage dont on remplace des personnes",
                    ),
                ),
                (
                    "pool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="draws",
                        to="draws.pool",
                        verbose_name="vivier",
                    ),
                ),
            ],
            options={
                "verbose_name": "tirage au sort",
                "verbose_name_plural": "tirages au sort",
                "ordering": ["-created_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contract", "number"), name="draws_draw_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("seats__gte", 1)),
                        name="draws_draw_has_seats",
                        violation_error_message="Tirez au moins une personne.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("commitment", ""), ("state__in", ["committed", "drawn"]), _negated=True
                        ),
                        name="draws_draw_published_is_kept",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("digits", ""), ("state", "drawn"), _negated=True),
                        name="draws_draw_drawn_has_digits",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PoolList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_name", models.CharField(max_length=255, verbose_name="nom du fichier")),
                ("report", models.JSONField(default=dict, verbose_name="ce qui change")),
                ("created_at", models.DateTimeField(verbose_name="déposé le")),
                ("applied_at", models.DateTimeField(null=True, verbose_name="appliqué le")),
                ("undone_at", models.DateTimeField(null=True, verbose_name="annulé le")),
                ("mapping", models.JSONField(default=dict, verbose_name="colonnes choisies")),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("civil", "état civil"),
                            ("landlords", "bailleurs sociaux"),
                            ("youth", "Mission Locale"),
                            ("electoral", "listes électorales"),
                            ("volunteers", "volontaires"),
                            ("other", "autre source"),
                        ],
                        max_length=12,
                        verbose_name="source",
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="nom de la liste")),
                (
                    "notice",
                    models.TextField(max_length=1000, verbose_name="ce que la lettre en dit"),
                ),
                (
                    "row_count",
                    models.PositiveIntegerField(default=0, verbose_name="lignes retenues"),
                ),
                (
                    "refused_count",
                    models.PositiveIntegerField(default=0, verbose_name="lignes refusées"),
                ),
                (
                    "merged_count",
                    models.PositiveIntegerField(default=0, verbose_name="doublons certains"),
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
                (
                    "pool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lists",
                        to="draws.pool",
                        verbose_name="vivier",
                    ),
                ),
            ],
            options={
                "verbose_name": "liste d’un vivier",
                "verbose_name_plural": "listes d’un vivier",
                "ordering": ["-created_at", "-pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Listing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line", models.PositiveIntegerField(verbose_name="ligne")),
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
                    "entrant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="listings",
                        to="draws.entrant",
                        verbose_name="personne",
                    ),
                ),
                (
                    "list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="listings",
                        to="draws.poollist",
                        verbose_name="liste",
                    ),
                ),
            ],
            options={
                "verbose_name": "inscription sur une liste",
                "verbose_name_plural": "inscriptions sur une liste",
                "ordering": ["list", "line", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Quota",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("feature", models.CharField(max_length=100, verbose_name="catégorie")),
                ("value", models.CharField(max_length=120, verbose_name="valeur")),
                ("minimum", models.PositiveIntegerField(verbose_name="au moins")),
                ("maximum", models.PositiveIntegerField(verbose_name="au plus")),
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
                    "draw",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quotas",
                        to="draws.draw",
                        verbose_name="tirage",
                    ),
                ),
            ],
            options={
                "verbose_name": "quota",
                "verbose_name_plural": "quotas",
                "ordering": ["draw", "rank", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("draw", "feature", "value"),
                        name="draws_quota_once",
                        violation_error_message="Cette valeur a déjà un quota.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("maximum__gte", models.F("minimum"))),
                        name="draws_quota_order",
                        violation_error_message="Le maximum est plus petit que le minimum.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RememberedColumns",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "headers_digest",
                    models.CharField(max_length=64, verbose_name="empreinte des en-têtes"),
                ),
                ("mapping", models.JSONField(default=dict, verbose_name="colonnes choisies")),
                ("used_at", models.DateTimeField(verbose_name="servi le")),
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
                "verbose_name": "colonnes d’une liste",
                "verbose_name_plural": "colonnes des listes",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contract", "headers_digest"), name="draws_columns_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Ticket",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("row", models.PositiveIntegerField(verbose_name="rang dans le vivier")),
                ("fingerprint", models.CharField(max_length=64, verbose_name="empreinte")),
                ("code_digest", models.CharField(max_length=64, verbose_name="empreinte du code")),
                ("profile", models.CharField(max_length=300, verbose_name="profil")),
                (
                    "panels",
                    models.PositiveSmallIntegerField(
                        verbose_name="présences dans les 1 000 listes"
                    ),
                ),
                (
                    "rank",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="rang de sortie"
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("", "attendue"), ("accepted", "accepte"), ("refused", "refuse")],
                        max_length=8,
                        verbose_name="réponse",
                    ),
                ),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="répondu le")),
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
                    "draw",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tickets",
                        to="draws.draw",
                        verbose_name="tirage",
                    ),
                ),
                (
                    "entrant",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="tickets",
                        to="draws.entrant",
                        verbose_name="personne",
                    ),
                ),
                (
                    "left_in",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="leaving",
                        to="draws.draw",
                        verbose_name="remplacée par",
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="councils.mandate",
                        verbose_name="mandat",
                    ),
                ),
            ],
            options={
                "verbose_name": "billet",
                "verbose_name_plural": "billets",
                "ordering": ["draw", "row"],
                "constraints": [
                    models.UniqueConstraint(fields=("draw", "row"), name="draws_ticket_row_once")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="entrant",
            index=models.Index(fields=["pool", "name_key"], name="draws_entrant_by_name"),
        ),
        migrations.AddConstraint(
            model_name="entrant",
            constraint=models.UniqueConstraint(
                fields=("pool", "code"), name="draws_entrant_code_once"
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(fields=["code_digest"], name="draws_ticket_code"),
        ),
    ]
