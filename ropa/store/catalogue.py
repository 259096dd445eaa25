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
        # The connection comes before the lock: whoever holds the lock must not wait for one.
        last, head = self._last, read_head(session.connection())
        if last is not None and head.sequence < last.moment.sequence:
            # The session began before others wrote, or the journal is another, shorter one.
            session.rollback()
            head = read_head(session.connection())
        connection = session.connection()
        if last is not None and (head.sequence, head.hash) == _end(last):
            return last
        with self._lock:
            kept = self._last
            if kept is not last and kept is not None and kept.moment.sequence >= head.sequence:
                return kept
            fresh = load(connection) if kept is None else refresh(connection, kept)
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


def _end(register: Register) -> tuple[int, str]:
    return register.moment.sequence, register.moment.digest
