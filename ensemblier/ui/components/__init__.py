"""Every component: a function of declared props that returns its template's context."""

from ensemblier.ui.components import (
    actions,
    blocks,
    charts,
    content,
    fields,
    maps,
    navigation,
    shell,
    thread,
)
from ensemblier.ui.components.base import REGISTRY, Component, Prop

__all__ = [
    "REGISTRY",
    "Component",
    "Prop",
    "actions",
    "blocks",
    "charts",
    "content",
    "fields",
    "maps",
    "navigation",
    "shell",
    "thread",
]
