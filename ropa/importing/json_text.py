"""Read a JSON text strictly: plain data, or problems with the path to each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from ropa.importing.document import MAX_DEPTH, MAX_DIGITS, Path, Plain, Problem
from ropa.records.canonical import unstorable

_DEEP: Final = f"Values stand more than {MAX_DEPTH} levels deep."


class _Refused(ValueError):
    """What the parser itself would let pass."""


def read_json(text: str) -> tuple[Plain, tuple[Problem, ...]]:
    """Read one JSON document; the data are None where there are problems.

    Refuses names that stand twice, decimal numbers, characters that cannot be stored and nesting
    deeper than `MAX_DEPTH`. Never raises, whatever the text is.
    """
    try:
        data = json.loads(
            text.removeprefix("\ufeff"),
            object_pairs_hook=_once,
            parse_float=_no_number,
            parse_constant=_no_number,
            parse_int=_whole,
        )
    except json.JSONDecodeError as error:
        message = f"This is not valid JSON: {error.msg} (column {error.colno})."
        return None, (Problem(error.lineno, (), message),)
    except _Refused as error:
        return None, (Problem(None, (), str(error)),)
    except RecursionError:
        return None, (Problem(None, (), _DEEP),)
    problems = tuple(_unusable(data, ()))
    return (None, problems) if problems else (data, ())


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _Refused(f"{name!a} stands twice in one group of values.")
        found[name] = value
    return found


def _no_number(text: str) -> Any:
    raise _Refused(
        f"{text[:MAX_DIGITS]} is not a whole number; if it is text, put quotation marks."
    )


def _whole(text: str) -> int:
    if len(text) > MAX_DIGITS:
        raise _Refused(f"The number {text[:MAX_DIGITS]}… is too long.")
    return int(text)


def _unusable(value: Any, path: Path) -> Iterator[Problem]:
    """Give what no record can hold, and no message could show."""
    if len(path) > MAX_DEPTH:
        yield Problem(None, (), _DEEP)
        return
    match value:
        case str():
            if why := unstorable(value):
                yield Problem(None, path, f"The text {why}.")
        case dict():
            for name, item in value.items():
                if unstorable(name):
                    yield Problem(None, path, f"The name {name!a} cannot be used.")
                else:
                    yield from _unusable(item, (*path, name))
        case list():
            for number, item in enumerate(value):
                yield from _unusable(item, (*path, number))
