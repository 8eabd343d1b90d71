from pathlib import Path

from django.test import Client
from django.urls import reverse

from ensemblier import ui
from ensemblier.ui.components import REGISTRY
from ensemblier.ui.gallery import ATTRIBUTES, CLASSES, EXAMPLES


def test_every_component_has_an_example() -> None:
    public = {name for name, component in REGISTRY.items() if not component.is_internal}

    assert {example.component for example in EXAMPLES} == public


def test_gallery_shows_each_component_with_its_props(client: Client) -> None:
    response = client.get(reverse("ui:gallery"))

    html = response.content.decode()
    assert response.status_code == 200
    assert [e["component"].name for e in response.context["entries"]] == [
        name for name, component in REGISTRY.items() if not component.is_internal
    ]
    assert "<dt><code>summary</code></dt><dd>obligatoire</dd>" in html
    assert "<dt><code>open</code></dt><dd><code>False</code></dd>" in html


def test_no_component_writes_inline_styles_or_scripts(client: Client) -> None:
    html = client.get(reverse("ui:gallery")).content.decode()

    assert " style=" not in html
    assert "<style" not in html
    assert " onclick=" not in html
    assert [piece[:20] for piece in html.split("<script")[1:] if " src=" not in piece[:60]] == [
        ' id="map-les-quartie'
    ]


def test_classes_and_attributes_that_are_told_exist() -> None:
    folder = Path(ui.__file__).parent / "static/ui"
    styles = "".join(path.read_text() for path in folder.glob("*.css"))
    script = (folder / "ui.js").read_text()

    assert [name for name, _ in CLASSES if f".{name}" not in styles] == []
    assert [name for name, _ in ATTRIBUTES if f"[{name}]" not in script] == []
