"""The two clocks of a page, as its address sets them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from ropa.core.moments import AsOf, parse_as_of, parse_day, zone_of
from ropa.core.register import Register
from ropa.records.organisation import Organisation
from ropa.store.journal import end_of_batch, sequence_at, text_of
from ropa.web.pages import day
from ropa.web.parts import Parts


@dataclass(frozen=True, slots=True)
class Clock:
    """At which moment the register is read, and about which day.

    `asked` are the parts of the address that say so, empty for now and today; `as_of` and `about`
    what was typed, right or wrong; `problem` what is wrong with it. `recorded` is the moment in
    words, `earlier` whether it lies before the journal's end.
    """

    about_day: datetime.date
    today: datetime.date
    recorded: str
    sequence: int
    earlier: bool
    as_of: str
    about: str
    asked: Mapping[str, str]
    problem: str | None

    @property
    def elsewhen(self) -> bool:
        """Whether it shows another moment or another day than now."""
        return self.earlier or self.about_day != self.today


def read_clock(
    its: Parts,
    now: Register,
    organisation: Organisation,
    address: Mapping[str, str],
    *,
    upto: int | None = None,
) -> tuple[Clock, Register]:
    """Read the clocks from an address, with the register of that moment.

    What cannot be understood counts as now, and is said. `upto` is the journal's entry that `now`
    is the register of, where it is not the last one.
    """
    zone = zone_of(organisation)
    today = its.now().astimezone(zone).date()
    as_of, about = address.get("as_of", "").strip(), address.get("about", "").strip()
    moment = parse_as_of(as_of, zone) if as_of else AsOf()
    about_day = parse_day(about) if about else today
    then = now if isinstance(moment, str) else register_at(its, now, moment)
    earlier = then is not now
    good = {
        "as_of": as_of if earlier else "",
        "about": about if about_day != today and isinstance(about_day, datetime.date) else "",
    }
    clock = Clock(
        about_day=today if isinstance(about_day, str) else about_day,
        today=today,
        recorded=moment_words(moment, then, zone) if earlier else last_words(then, zone, upto),
        sequence=then.moment.sequence,
        earlier=earlier,
        as_of=as_of,
        about=about,
        asked={name: text for name, text in good.items() if text},
        problem=next((found for found in (moment, about_day) if isinstance(found, str)), None),
    )
    return clock, then


def register_at(its: Parts, now: Register, moment: AsOf) -> Register:
    """Give the register as it stood at a moment; `now` itself where that is not past."""
    sequence, session = moment.sequence, its.session()
    if moment.instant is not None:
        sequence = sequence_at(session.connection(), text_of(moment.instant))
    if sequence is None or sequence >= now.moment.sequence:
        return now
    # Nothing ever stood within a batch.
    return its.catalogue.as_of(session, end_of_batch(session.connection(), sequence))


def moment_words(moment: AsOf | str, then: Register, zone: datetime.tzinfo) -> str:
    """Write the moment out in the organisation's time."""
    if isinstance(moment, AsOf) and moment.instant is not None:
        return _written(moment.instant, zone)
    if not then.moment.instant:
        return "before the first entry"
    return _written(datetime.datetime.fromisoformat(then.moment.instant), zone)


def last_words(last: Register, zone: datetime.tzinfo, upto: int | None) -> str:
    """Name the last moment there is to see: now, unless it ends at an entry of the journal."""
    return "now" if upto is None else moment_words(AsOf(), last, zone)


def _written(instant: datetime.datetime, zone: datetime.tzinfo) -> str:
    local = instant.astimezone(zone)
    return f"{day(local.date())}, {local:%H:%M}"
