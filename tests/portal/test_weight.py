"""Each public page, with its styles and scripts, map aside, travels in less than 60 kB."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from tests import factories
from tests.portal.conftest import address_of

LIMIT = 60_000


def packed(content):
    return len(gzip.compress(content, 6))


def asset(name):
    return Path(finders.find(name)).read_bytes()


def weight_of(client, address):
    page = client.get(address)
    assert page.status_code == 200
    body = page.content.decode()
    assets = set(re.findall(r'(?:src|href)="/static/([^"?]+)"', body))
    for name in list(assets):
        if name.endswith(".js"):
            source = asset(name).decode()
            folder = name.rsplit("/", 1)[0]
            assets |= {f"{folder}/{one}" for one in re.findall(r'from "\./([^"]+)"', source)}
    return packed(page.content) + sum(packed(asset(name)) for name in assets)


@pytest.mark.parametrize(
    "page",
    ["home", "contract", "plan", "unfolded", "found", "node", "compare", "area", "search", "areas"],
)
def test_a_page_weighs_little(page, big_plan, visitor_client):
    area = factories.make_area(name="L’Écusson")
    factories.make_perimeter(area)
    big_plan.contract.contractareas.create(area=area)
    node = big_plan.versions.get().nodes.get(code="1.1.1")
    addresses = {
        "home": "/",
        "contract": f"/contrats/{big_plan.contract.slug}/",
        "plan": address_of(big_plan),
        "unfolded": f"{address_of(big_plan)}?niveau=3",
        "found": f"{address_of(big_plan)}?q=enfant",
        "node": f"{address_of(big_plan)}{node.theme_id}/",
        "compare": f"{address_of(big_plan)}versions/",
        "area": area.get_absolute_url(),
        "areas": "/quartiers/",
        "search": "/recherche/?q=enfant",
    }
    assert weight_of(visitor_client, addresses[page]) < LIMIT
