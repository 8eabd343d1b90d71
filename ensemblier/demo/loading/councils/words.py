"""Invented words of minutes: who is there, what is said, what is decided."""

from __future__ import annotations

import random

OPENINGS = (
    "La séance est ouverte à 18 heures. {present} membres sont présents, {excused} excusés, et "
    "{guests} habitants du quartier écoutent.",
    "Le conseil se réunit à 18 h 15. {present} membres sont là, {excused} se sont excusés. "
    "{guests} voisins sont venus.",
)
SUBJECTS = (
    (
        "Éclairage",
        "Trois lampadaires sont éteints devant l’école depuis deux semaines. Les parents demandent "
        "une réparation avant l’hiver. Le service technique passera dans le mois.",
    ),
    (
        "Jardin partagé",
        "Douze familles cultivent une parcelle. Il manque un point d’eau et une cabane à outils. "
        "Le conseil propose de déposer une demande au fonds de participation des habitants.",
    ),
    (
        "Propreté",
        "Les encombrants restent au pied des immeubles. Le bailleur rappelle les jours de collecte "
        "et mettra une affiche dans chaque hall. Une journée de ramassage est proposée.",
    ),
    (
        "Jeunes",
        "Les jeunes demandent que le gymnase ouvre le samedi soir. Une association accepte d’être "
        "présente. Le conseil écrit à la mairie pour essayer pendant trois mois.",
    ),
    (
        "Bus",
        "Le dernier bus part à 19 h 10, trop tôt pour ceux qui travaillent tard. Une pétition de "
        "80 signatures est remise à l’agglomération.",
    ),
    (
        "Fête des voisins",
        "La fête aura lieu sur la place. Chacun apporte un plat. Le conseil prête les tables, une "
        "association s’occupe de la musique, le budget est de 400 euros.",
    ),
    (
        "Santé",
        "Il n’y a plus de médecin dans le quartier depuis le printemps. Le centre de santé "
        "présente sa permanence du jeudi. Le conseil demande des rendez-vous le soir.",
    ),
    (
        "Aide aux devoirs",
        "Quarante enfants sont inscrits, dix attendent une place. Deux habitantes se proposent "
        "comme bénévoles. La salle sera ouverte une heure de plus.",
    ),
    (
        "Appel à projets",
        "Les dossiers de l’année sont présentés. Le conseil en a lu neuf et donne un avis "
        "favorable à sept d’entre eux. Il demande que les horaires soient mieux expliqués.",
    ),
    (
        "Travaux",
        "Le calendrier de la rénovation est présenté par le bailleur. Les habitants s’inquiètent "
        "du bruit et de la poussière. Un numéro de téléphone sera donné pour les urgences.",
    ),
    (
        "Langue",
        "L’atelier de français reprend le mardi et le vendredi. Une garde d’enfants est prévue. "
        "Le conseil aide à faire connaître les inscriptions.",
    ),
    (
        "Vitesse",
        "Les voitures roulent trop vite dans la montée. Le conseil demande un ralentisseur et un "
        "comptage. La mairie répondra à la prochaine réunion.",
    ),
)
DECISIONS = (
    "Le conseil décide d’écrire à la mairie et de relancer dans un mois.",
    "Une marche dans le quartier est prévue un samedi matin, avec le bailleur et l’équipe.",
    "Deux membres rencontreront l’association et rendront compte.",
    "Le conseil vote à l’unanimité une aide de 300 euros sur sa dotation.",
    "La question est remise à la prochaine réunion, faute de réponse du service.",
)
ENDING = "La séance est levée à 20 heures. Compte rendu inventé pour la démonstration."


def minutes_pages(rng: random.Random) -> list[list[str]]:
    """Two pages: three subjects, then what was decided."""
    opening = rng.choice(OPENINGS).format(
        present=rng.randint(6, 11), excused=rng.randint(0, 3), guests=rng.randint(2, 15)
    )
    first = [opening]
    for title, text in rng.sample(SUBJECTS, 3):
        first += [title, text]
    decisions = [f"{rank}. {text}" for rank, text in enumerate(rng.sample(DECISIONS, 3), start=1)]
    return [first, ["Ce qui est décidé", *decisions, ENDING]]
