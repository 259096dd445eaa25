"""A moment of the journal that an address names beside the page's own, to compare with."""

from __future__ import annotations

from dataclasses import dataclass

from ropa.core.moments import parse_as_of, zone_of
from ropa.core.register import Register
from ropa.web.access import Desk, last_of, seen
from ropa.web.clock import last_words, moment_words, register_at
from ropa.web.parts import parts


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment as typed and in words, and what the organisation saw then.

    `register` is None where nothing was typed, or what is no moment: `problem` says so.
    """

    typed: str = ""
    words: str = ""
    register: Register | None = None
    problem: str = ""


def moment_of(desk: Desk, typed: str) -> Moment:
    """Read a moment as somebody typed it; one without a word is none."""
    if not typed:
        return Moment()
    zone = zone_of(desk.organisation)
    moment = parse_as_of(typed, zone)
    if isinstance(moment, str):
        return Moment(typed, problem=moment)
    its, terms = parts(), desk.reviewer.terms if desk.reviewer else None
    last = last_of(its, terms)
    then = register_at(its, last, moment)
    words = last_words(last, zone, terms.sequence if terms else None)
    if then is not last:
        words = moment_words(moment, then, zone)
    return Moment(typed, words, seen(its, its.register(), then, desk.organisation.id, terms))


def own_moment(desk: Desk) -> Moment:
    """Give the moment that the page itself is read at."""
    return Moment("", desk.clock.recorded, desk.register)
