"""Calendars, read back by a library that is not our writer."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from ropa.export.ics import Event, calendar, folded

STAMP = datetime.datetime(2026, 11, 23, 9, 30, 2, 123456, tzinfo=datetime.UTC)
EVENT = Event(
    id="ropa:acme/activity/activity/a1/",
    day=datetime.date(2028, 2, 29),
    summary="Activity to be reviewed: Billing",
    description="It is to be reviewed.\nhttps://ropa.example/o/acme/activities/a1",
    url="https://ropa.example/o/acme/activities/a1",
    category="Activity to be reviewed",
)
HOSTILE = [
    "commas, semicolons; colons: and \\ strokes \\n \\, \\;",
    "one\ntwo\nEND:VEVENT\nBEGIN:VEVENT\nATTACH:https://evil.example/",
    'DTSTART;TZID="x":20260101',
    "🦊" * 300,
    "é" * 300,
    "שלום \u202eright\u202c 👩‍👩‍👧‍👦",
    "x" * 300,
    "tab\tand  spaces ",
    "",
]


def read(content: bytes) -> tuple[Calendar, list[Any]]:
    (found,) = Calendar.from_ical(content, multiple=True)
    events = list(found.walk("VEVENT"))
    assert [error for component in found.walk() for error in component.errors] == []
    return found, events


def lines(content: bytes) -> list[bytes]:
    assert content.endswith(b"\r\n")
    return content.removesuffix(b"\r\n").split(b"\r\n")


def test_an_event_is_a_whole_day_with_its_words() -> None:
    content = calendar("Acme, Ltd", [EVENT], STAMP)
    found, (event,) = read(content)
    assert (found["VERSION"], found["CALSCALE"]) == ("2.0", "GREGORIAN")
    assert {b"NAME:Acme\\, Ltd", b"X-WR-CALNAME:Acme\\, Ltd"} <= set(lines(content))
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT6H" in lines(content)
    assert event["DTSTART"].dt == EVENT.day
    assert b"DTSTART;VALUE=DATE:20280229" in lines(content)
    assert event["DTSTAMP"].dt == STAMP.replace(microsecond=0)
    assert event["SUMMARY"] == EVENT.summary
    assert event["DESCRIPTION"] == EVENT.description
    assert event["URL"] == EVENT.url
    assert event["CATEGORIES"].cats == [EVENT.category]
    assert event["TRANSP"] == "TRANSPARENT"
    assert found.walk("VALARM") == []


def test_the_same_events_give_the_same_bytes_and_another_instant_only_its_stamp() -> None:
    other = STAMP + datetime.timedelta(seconds=1)
    first, second = calendar("a", [EVENT], STAMP), calendar("a", [EVENT], other)
    assert first == calendar("a", [EVENT], STAMP)
    assert first.replace(b"093002Z", b"093003Z") == second


def test_a_uid_is_of_the_event_whatever_it_says() -> None:
    moved = replace(EVENT, day=datetime.date(2030, 1, 1), summary="x", url="https://b.example/")
    other = replace(EVENT, id="ropa:beta/activity/activity/a1/")
    uids = [str(e["UID"]) for e in read(calendar("a", [EVENT, moved, other], STAMP))[1]]
    assert uids[0] == uids[1] != uids[2]
    # Calendars hold what they once read under it: it must never change.
    assert uids[0] == "1216c9a0-ba92-53b4-bb12-01e5010b7410"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text(text: str) -> None:
    event = replace(EVENT, summary=text, description=text, category=text)
    content = calendar(text, [event, EVENT], STAMP)
    found, (first, second) = read(content)
    # The library leaves the escapes of properties it does not know.
    raw = first["SUMMARY"].to_ical()
    assert (found["NAME"].to_ical(), found["X-WR-CALNAME"].to_ical()) == (raw, raw)
    assert (first["SUMMARY"], first["DESCRIPTION"]) == (text, text)
    assert "ATTACH" not in first
    assert second["SUMMARY"] == EVENT.summary
    assert max(map(len, lines(content))) <= 75
    for line in lines(content):
        line.decode()  # no character is divided


def test_what_no_calendar_may_hold_is_a_space() -> None:
    event = replace(EVENT, summary="bell\x07 and\r\nline\rend\x7f\x0b")
    _, (read_back,) = read(calendar("a", [event], STAMP))
    assert read_back["SUMMARY"] == "bell  and\nline\nend  "


def test_a_calendar_without_events_is_one() -> None:
    assert read(calendar("a", [], STAMP))[1] == []


@pytest.mark.parametrize("length", range(70, 80))
def test_a_line_is_folded_only_where_it_is_too_long(length: int) -> None:
    parts = lines(folded("x" * length))
    assert [len(part) for part in parts] == ([length] if length <= 75 else [75, length - 75 + 1])


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])), st.text("é🦊a,;\\", max_size=400))
def test_any_text_comes_back(first: str, second: str) -> None:
    _, (event,) = read(calendar("a", [replace(EVENT, summary=first, description=second)], STAMP))
    assert (str(event["SUMMARY"]), str(event["DESCRIPTION"])) == (first, second)
