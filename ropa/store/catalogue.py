"""The register a process keeps, and the earlier ones it was asked for."""

from __future__ import annotations

import threading
from collections import OrderedDict

from sqlalchemy.orm import Session

from ropa.core.register import Register
from ropa.store.journal import read_head
from ropa.store.load import load, refresh

_EARLIER = 8


class Catalogue:
    """The last register of one database, shared by the threads of a process.

    `now` costs one small query where nothing changed. A thread that asks keeps the register it
    was given: registers are values.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last: Register | None = None
        self._earlier: OrderedDict[tuple[int, str], Register] = OrderedDict()

    def now(self, session: Session) -> Register:
        """Give the register as it stands."""
        last = self._last
        if last is not None:
            head = read_head(session.connection())
            if (head.sequence, head.hash) == (last.moment.sequence, last.moment.digest):
                return last
        with self._lock:
            last = self._last
            if last is None:
                fresh = load(session.connection())
            else:
                # A session that began before others wrote would take the journal for a shorter one.
                if read_head(session.connection()).sequence < last.moment.sequence:
                    session.rollback()
                fresh = refresh(session.connection(), last)
            if last is None or fresh.moment.sequence != last.moment.sequence:
                self._last = fresh
            return fresh

    def as_of(self, session: Session, sequence: int) -> Register:
        """Give the register as it stood after an entry of the journal."""
        now = self.now(session)
        if sequence >= now.moment.sequence:
            return now
        key = (sequence, now.moment.digest)
        with self._lock:
            if key not in self._earlier:
                self._earlier[key] = load(session.connection(), sequence)
                while len(self._earlier) > _EARLIER:
                    self._earlier.popitem(last=False)
            self._earlier.move_to_end(key)
            return self._earlier[key]
