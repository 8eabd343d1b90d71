"""Fill a new pretalx with an event of 250 submissions, and print where its pages are as JSON.

Run by pretalx's own Python, with `-P`: nothing here is ours. Uses pretalx's own models.
"""

import datetime
import json

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402
from django_scopes import scope, scopes_disabled  # noqa: E402
from pretalx.event.models import Event, Team  # noqa: E402
from pretalx.event.utils import create_organiser_with_team  # noqa: E402
from pretalx.person.models import SpeakerProfile, User  # noqa: E402
from pretalx.submission.models import Submission, Track  # noqa: E402

SUBMISSIONS = 250
SPEAKERS = 60
TEXT = "Un atelier ouvert aux familles du quartier, chaque mercredi, avec un goûter. " * 12


def make_event(organizer: User) -> Event:
    name = {"name": "Organisation", "slug": "organisation", "users": [organizer]}
    organization, _team = create_organiser_with_team(**name)
    today = datetime.date.today()
    with scopes_disabled():
        event = Event.objects.create(
            name="Programmation",
            slug="programmation",
            organiser=organization,
            is_public=True,
            date_from=today + datetime.timedelta(days=30),
            date_to=today + datetime.timedelta(days=32),
            timezone="Europe/Paris",
            email="organisation@example.org",
            locale_array="en",
            locale="en",
        )
    team = Team.objects.get(organiser=organization)
    team.can_change_submissions = team.can_change_event_settings = True
    team.all_events = True
    team.save()
    return event


def fill(event: Event) -> Submission:
    event.build_initial_data()
    tracks = [
        Track.objects.create(event=event, name=f"Thème {rank}", color="#336699")
        for rank in range(1, 6)
    ]
    speakers = []
    for rank in range(1, SPEAKERS + 1):
        person = User.objects.create_user(
            name=f"Personne {rank}", email=f"p{rank}@example.org", timezone="Europe/Paris"
        )
        SpeakerProfile.objects.create(user=person, event=event, biography=TEXT)
        speakers.append(person)
    for rank in range(SUBMISSIONS):
        submission = Submission.objects.create(
            event=event,
            title=f"Action {rank + 1} : rencontrer ses voisins",
            submission_type=event.cfp.default_type,
            track=tracks[rank % len(tracks)],
            abstract=TEXT[:200],
            description=TEXT,
            content_locale="en",
        )
        submission.speakers.add(speakers[rank % SPEAKERS])
        submission.log_action("pretalx.submission.create", person=speakers[rank % SPEAKERS])
    return submission


def main() -> None:
    organizer = User.objects.create_user(name="Organisatrice", email="o@example.org")
    event = make_event(organizer)
    with scope(event=event):
        submission = fill(event)
    client = Client()
    client.force_login(organizer, backend="django.contrib.auth.backends.ModelBackend")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    print(
        json.dumps(
            {
                "cookie": f"{cookie.key}={cookie.value}",
                "list": event.orga_urls.submissions,
                "submission": submission.orga_urls.base,
            }
        )
    )


if __name__ == "__main__":
    main()
