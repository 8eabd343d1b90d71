"""What a component is, and the checks that make a wrong prop fail at once."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.template import Library
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

TONES = ("plain", "ok", "no", "wait", "info")
Props = dict[str, Any]


@dataclass(frozen=True)
class Prop:
    """One declared prop; `default` is None when it must be given."""

    name: str
    default: str | None


@dataclass(frozen=True)
class Component:
    name: str
    function: Callable[..., Props]
    is_block: bool
    takes_context: bool
    is_internal: bool

    @property
    def template(self) -> str:
        return f"ui/components/{self.name}.html"

    @property
    def props(self) -> list[Prop]:
        return [
            Prop(name, None if parameter.default is parameter.empty else repr(parameter.default))
            for name, parameter in inspect.signature(self.function).parameters.items()
            if name not in ("context", "content")
        ]

    @property
    def purpose(self) -> str:
        return inspect.getdoc(self.function) or ""

    def register(self, library: Library) -> None:
        if self.is_block:
            library.simple_block_tag(self._block, name=self.name)
        else:
            library.inclusion_tag(self.template, takes_context=self.takes_context, name=self.name)(
                self.function
            )

    @property
    def _block(self) -> Callable[..., SafeString]:
        @wraps(self.function)
        def render(content: str, *args: Any, **kwargs: Any) -> SafeString:
            props = self.function(content, *args, **kwargs)
            return render_to_string(self.template, {"content": content, **props})

        return render


REGISTRY: dict[str, Component] = {}


def component(
    *, block: bool = False, takes_context: bool = False, internal: bool = False
) -> Callable[[Callable[..., Props]], Callable[..., Props]]:
    """Declare a component. Its parameters are its props: the template engine refuses others.

    `internal` ones serve the layouts and stay out of the gallery.
    """

    def declare(function: Callable[..., Props]) -> Callable[..., Props]:
        name = function.__name__
        REGISTRY[name] = Component(name, function, block, takes_context, internal)
        return function

    return declare


def one_of(value: str, allowed: Iterable[str], prop: str) -> str:
    if value not in allowed:
        raise ValueError(f"{prop} is {value!r}, not one of {', '.join(allowed)}")
    return value


def filled(value: Any, prop: str) -> Any:
    """A prop that is given but blank is a misspelled variable more often than a choice."""
    if value is None or str(value).strip() == "":
        raise ValueError(f"{prop} is blank")
    return value
