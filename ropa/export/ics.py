"""Calendars as RFC 5545 writes them: whole days, nothing but text.

Written here, since it is a page of code and the library for it takes seven times as long, which
is seconds for the thousands of days a register may hold. The tests read with that library.
"""

from __future__ import annotations

import datetime
import re
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_LONGEST = 75
"""Octets of a line, without its end."""

_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_PRODUCT = "-//ropa//ropa//EN"


@dataclass(frozen=True, slots=True)
class Event:
    """Something on one day. `id` stays the same when its day or its words change."""

    id: str
    day: datetime.date
    summary: str
    description: str
    url: str
    category: str


def calendar(name: str, events: Iterable[Event], stamp: datetime.datetime) -> bytes:
    """Write a calendar of events as they were at an instant; the same ones give the same bytes."""
    at = f"{stamp.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{_PRODUCT}",
        "CALSCALE:GREGORIAN",
        f"NAME:{_text(name)}",
        # The name and the pause between two askings by the words that came before RFC 7986.
        f"X-WR-CALNAME:{_text(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
        *(line for event in events for line in _event(event, at)),
        "END:VCALENDAR",
    ]
    return b"".join(folded(line) for line in lines)


def _event(event: Event, at: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{uuid.uuid5(uuid.NAMESPACE_URL, event.id)}"
    yield f"DTSTAMP:{at}"
    yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
    yield f"SUMMARY:{_text(event.summary)}"
    yield f"DESCRIPTION:{_text(event.description)}"
    yield f"URL:{_CONTROLS.sub('', event.url)}"
    yield f"CATEGORIES:{_text(event.category)}"
    yield "TRANSP:TRANSPARENT"  # a date to know of takes nobody's time
    yield "END:VEVENT"


def _text(text: str) -> str:
    """Write a text so that nothing in it is taken for the calendar's own."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub(" ", lines).translate(_ESCAPED)


def folded(line: str) -> bytes:
    """End a line, broken so that no part is longer than may be, nor any character divided."""
    left = line.encode()
    parts = []
    room = _LONGEST
    while len(left) > room:
        cut = room
        while left[cut] & 0xC0 == 0x80:  # in the midst of a character
            cut -= 1
        parts.append(left[:cut])
        left, room = left[cut:], _LONGEST - 1
    return b"\r\n ".join((*parts, left)) + b"\r\n"
