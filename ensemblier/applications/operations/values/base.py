"""What keeps one family of boxes."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from ensemblier.core.exceptions import InvalidInput

Values = dict[str, Any]


def is_blank(value: Any) -> bool:
    """Nothing typed; a zero is typed, and so is a «no»."""
    return value is None or (isinstance(value, str | list) and not value)


class Keeper:
    """Boxes whose keys begin with `prefix` and a hyphen. `thing` is what is being filled in."""

    prefix = ""
    # Whether a zero in these boxes says no more than an empty one.
    is_zero_blank = False

    def read(self, thing: Any) -> Values:
        """All that is kept, blank boxes left out."""
        raise NotImplementedError

    def accepts(self, thing: Any, rest: str) -> bool:
        """Whether `thing` has the box «prefix-rest»."""
        raise NotImplementedError

    def write(self, thing: Any, rest: str, value: Any) -> None:
        """Keep `value`; a blank one leaves nothing behind. Raises Refused."""
        raise NotImplementedError

    def key(self, rest: object) -> str:
        return f"{self.prefix}-{rest}"


class Columns(Keeper):
    """Boxes that are columns of the thing itself; saved with it by the caller."""

    def __init__(self, *names: str) -> None:
        self.names = names

    def read(self, thing: Any) -> Values:
        values = {name: getattr(thing, name) for name in self.names}
        return {name: value for name, value in values.items() if not is_blank(value)}

    def accepts(self, thing: Any, rest: str) -> bool:
        return rest in self.names

    def write(self, thing: Any, rest: str, value: Any) -> None:
        field = thing._meta.get_field(rest)
        if is_blank(value):
            value = None if field.null else field.get_default()
        try:
            setattr(thing, rest, field.clean(value, thing))
        except ValidationError as error:
            raise InvalidInput(" ".join(error.messages)) from error

    def key(self, rest: object) -> str:
        return str(rest)
