"""The gallery of components."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines

from ensemblier.ui.components import REGISTRY
from ensemblier.ui.gallery import ATTRIBUTES, CLASSES, EXAMPLES, Example


def render_example(example: Example, request: HttpRequest) -> str:
    template = engines["django"].from_string(example.source)
    return template.render(example.context, request)


def gallery(request: HttpRequest) -> HttpResponse:
    entries = [
        {
            "component": component,
            "examples": [
                {"example": example, "html": render_example(example, request)}
                for example in EXAMPLES
                if example.component == component.name
            ],
        }
        for component in REGISTRY.values()
        if not component.is_internal
    ]
    context = {"entries": entries, "classes": CLASSES, "attributes": ATTRIBUTES}
    return render(request, "ui/gallery.html", context)
