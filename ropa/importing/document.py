"""Read a YAML text strictly: plain data with a line for every value, or problems."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

import msgspec
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
)

Path: TypeAlias = tuple[str | int, ...]
Plain: TypeAlias = "dict[str, Plain] | list[Plain] | str | int | bool | None"

MAX_DEPTH: Final = 50
MAX_DIGITS: Final = 18

_CONSTANTS: Final[Mapping[str, bool | None]] = MappingProxyType(
    {
        **dict.fromkeys(("", "~", "null", "Null", "NULL")),
        **dict.fromkeys(("true", "True", "TRUE"), True),
        **dict.fromkeys(("false", "False", "FALSE"), False),
    }
)
# A number with a leading zero or plus sign (a company or telephone number) stays text.
_INTEGER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)", re.ASCII)
_DECIMAL: Final = re.compile(
    r"[-+]?(?:(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?|[0-9]+[eE][-+]?[0-9]+"
    r"|\.(?:inf|Inf|INF))|\.(?:nan|NaN|NAN)",
    re.ASCII,
)
_SHOWN: Final = 40


class Problem(msgspec.Struct, frozen=True):
    """Say what is wrong, where, in words for the person who wrote the text.

    `line` counts from 1 and is None where no line can be named; `path` leads to the value
    from the top (keys, and positions counted from 0).
    """

    line: int | None
    path: Path
    message: str


class Document(msgspec.Struct, frozen=True):
    """Hold the plain data of one YAML text and the line where each value stands.

    Every mapping has text keys; every scalar is text, a whole number, true, false or None.
    Dates and words such as `NO` and `yes` are text.
    """

    data: Plain
    lines: Mapping[Path, int]

    def line(self, path: Path) -> int:
        """Return the line of the value at `path`, or of the nearest value that holds it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines[path]


def read_document(text: str) -> tuple[Document | None, tuple[Problem, ...]]:
    """Read one YAML 1.2 document; the document is None exactly when there are problems.

    Refuses duplicate keys, anchors, aliases, tags, several documents, keys that are not
    text, decimal numbers, control characters, nesting deeper than `MAX_DEPTH`, and anything
    but a mapping or a list at the top. Never raises, whatever the text is. Text is returned
    as written: normalising it is for the caller.
    """
    text = text.removeprefix("\ufeff")
    if (position := _first_unusable(text, "\t\n\r")) is not None:
        line = text.count("\n", 0, position) + 1
        return None, (Problem(line, (), _unusable(text[position])),)
    builder = _Builder()
    try:
        for event in _events(text):
            if not builder.take(event):
                break
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        builder.refuse(None if mark is None else mark.line, _syntax(error))
    except Exception:  # noqa: BLE001 - malformed text makes the parser raise any kind of error
        builder.refuse(None, "This text is not valid YAML.")
    return builder.finish()


def _events(text: str) -> Iterator[Event]:
    # Events instead of nodes: composing nodes recurses, and deep text would exhaust the stack.
    yield from YAML(typ="safe", pure=True).parse(text)


class _Frame:
    """Keep one open mapping or list while its values arrive."""

    __slots__ = ("container", "key", "path")

    def __init__(self, container: dict[str, Plain] | list[Plain], path: Path) -> None:
        self.container = container
        self.path = path
        self.key: str | None = None


class _Builder:
    """Build plain data from parser events, noting lines and problems as it goes."""

    def __init__(self) -> None:
        self._frames: list[_Frame] = []
        self._roots: list[Plain] = []
        self._documents = 0
        self._lines: dict[Path, int] = {}
        self._problems: list[Problem] = []

    def finish(self) -> tuple[Document | None, tuple[Problem, ...]]:
        if not self._problems and not self._roots:
            self.refuse(0, "There is nothing in this text.")
        elif not self._problems and not isinstance(self._roots[0], dict | list):
            self.refuse(0, "The text must be a list, or names with values (name: value).")
        if self._problems:
            return None, tuple(self._problems)
        return Document(self._roots[0], MappingProxyType(self._lines)), ()

    def refuse(self, line: int | None, message: str, path: Path | None = None) -> None:
        """Note a problem; `line` counts from 0, as the parser's marks do."""
        if path is None:
            path = self._here()
        self._problems.append(Problem(None if line is None else line + 1, path, message))

    def take(self, event: Event) -> bool:
        """Take the next event; False when nothing after it can be read."""
        match event:
            case DocumentStartEvent():
                return self._start_document(event)
            case AliasEvent():
                self._refuse_extras(event)
                return self._place(None, event)
            case ScalarEvent():
                self._refuse_extras(event)
                return self._scalar(event)
            case CollectionStartEvent():
                self._refuse_extras(event)
                return self._open(event)
            case MappingEndEvent() | SequenceEndEvent():
                self._frames.pop()
        return True

    def _here(self) -> Path:
        if not self._frames:
            return ()
        frame = self._frames[-1]
        if isinstance(frame.container, list):
            return (*frame.path, len(frame.container))
        return frame.path if frame.key is None else (*frame.path, frame.key)

    def _start_document(self, event: DocumentStartEvent) -> bool:
        self._documents += 1
        if self._documents > 1:
            self.refuse(_line(event), "Only one document is allowed; remove the line '---'.")
            return False
        if event.tags or event.version not in (None, (1, 2)):
            self.refuse(0, "Remove the lines that start with '%'.")
        return True

    def _refuse_extras(self, event: NodeEvent) -> None:
        if event.anchor is not None:
            sign = "*" if isinstance(event, AliasEvent) else "&"
            self.refuse(
                _line(event),
                f"'{sign}{event.anchor[:_SHOWN]}' refers to another place in the text, which is not"
                " allowed; write the value out, or put it in quotation marks.",
            )
        if isinstance(event, ScalarEvent | CollectionStartEvent) and event.tag is not None:
            tag = str(event.tag).replace("tag:yaml.org,2002:", "!!")[:_SHOWN]
            self.refuse(
                _line(event),
                f"'{tag}' marks a type, which is not allowed; remove it, or put the"
                " value in quotation marks.",
            )

    def _scalar(self, event: ScalarEvent) -> bool:
        value: str = event.value
        if (position := _first_unusable(value, "\t\n")) is not None:
            self.refuse(_line(event), _unusable(value[position]))
        if event.style is not None or event.tag is not None:
            return self._place(value, event)
        if value in _CONSTANTS:
            return self._place(_CONSTANTS[value], event)
        if _INTEGER.fullmatch(value):
            if len(value) > MAX_DIGITS:
                self.refuse(_line(event), "This number is too long; put it in quotation marks.")
                return self._place(value, event)
            return self._place(int(value), event)
        if _DECIMAL.fullmatch(value):
            self.refuse(
                _line(event),
                f"'{value}' is a decimal number; write a whole number, or put it in quotation"
                " marks if it is text.",
            )
        return self._place(value, event)

    def _open(self, event: CollectionStartEvent) -> bool:
        if len(self._frames) >= MAX_DEPTH:
            self.refuse(_line(event), f"Values stand more than {MAX_DEPTH} levels deep.")
            return False
        container: dict[str, Plain] | list[Plain]
        container = {} if isinstance(event, MappingStartEvent) else []
        path = self._here()
        if not self._place(container, event):
            return False
        self._frames.append(_Frame(container, path))
        return True

    def _place(self, value: Plain, event: Event) -> bool:
        """Put a value where it belongs; a mapping takes keys and values in turn."""
        if not self._frames:
            self._roots.append(value)
            self._lines[()] = _line(event) + 1
            return True
        frame = self._frames[-1]
        if isinstance(frame.container, list):
            self._lines[self._here()] = _line(event) + 1
            frame.container.append(value)
        elif frame.key is None:
            return self._name(frame, frame.container, value, event)
        else:
            frame.container[frame.key] = value
            frame.key = None
        return True

    def _name(self, frame: _Frame, mapping: dict[str, Plain], value: Plain, event: Event) -> bool:
        if isinstance(value, dict | list):
            self.refuse(_line(event), "A list or a group of values cannot be a name.")
            return False
        if not isinstance(value, str):
            self.refuse(_line(event), "A name must be text; put it in quotation marks.")
            value = str(value)
        elif value in mapping:
            first = self._lines[(*frame.path, value)]
            self.refuse(_line(event), f"'{value}' stands here a second time, after line {first}.")
        frame.key = value
        self._lines[self._here()] = _line(event) + 1
        return True


def _line(event: Event) -> int:
    line: int = event.start_mark.line
    return line


def _first_unusable(text: str, allowed: str) -> int | None:
    """Find the first control character, lone surrogate or noncharacter."""
    if text.isprintable():
        return None
    for position, character in enumerate(text):
        if character in allowed or character.isprintable():
            continue
        if unicodedata.category(character) in ("Cc", "Cs") or _is_noncharacter(character):
            return position
    return None


def _is_noncharacter(character: str) -> bool:
    code = ord(character)
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def _unusable(character: str) -> str:
    return f"The character U+{ord(character):04X} cannot be used in a text; remove it."


def _syntax(error: MarkedYAMLError) -> str:
    cause = error.problem or error.context or "unexpected text"
    return f"This is not valid YAML ({cause}); check indentation and quotation marks near here."
