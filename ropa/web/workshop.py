"""Where long exports are made: in threads of their own, which outlive the request."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from logging import Logger
from multiprocessing.util import Finalize
from queue import SimpleQueue
from threading import Event, Lock, Thread

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from ropa.export.export import ExportFailed
from ropa.export.progress import Counter, Step, Stopped, Tell
from ropa.store import works
from ropa.store.works import Begun, Work

AT_ONCE = 2
"""How many works a process makes at the same time; the others wait their turn."""

_SAID, _PACE = 15.0, 0.5
"""After how many seconds a process says again that it is there, and how far a work is."""

_GRACE = 8.0
"""How many seconds works have to end when the process does."""

_BROKEN = (
    "Something went wrong on our side, and it has been logged. Nothing was kept: please try again "
    "later."
)
_CLOSED = "The server was stopped before it was ready, and nothing was kept: make it again."


@dataclass
class _Job:
    """A work as its process holds it; `told` is when it last said how far it is."""

    id: str
    total: int
    make: Callable[[Tell], bytes]
    told: float = float("-inf")
    over: Event = field(default_factory=Event)


class Workshop:
    """Makes exports one after the other, a few at a time, and says in the database how far each is.

    `patience` is how many seconds a request waits for a work; `pace` and `now` are clocks.
    """

    def __init__(self, engine: Engine, now: Callable[[], datetime.datetime], log: Logger) -> None:
        self.patience, self.pace = 1.0, _PACE
        self._engine, self._now, self._log = engine, now, log
        self._jobs: dict[str, _Job] = {}
        self._queue: SimpleQueue[_Job | None] = SimpleQueue()
        self._threads: list[Thread] = []
        self._lock, self._closing = Lock(), Event()
        self._at_exit: Finalize | None = None

    def session(self) -> Session:
        """Give a session of its own, which is to be closed."""
        return Session(self._engine)

    def begin(self, begun: Begun, make: Callable[[Tell], bytes]) -> Work | str:
        """Have a work made and give its id; or give the work its owner waits for already.

        `make` tells of `begun.total` steps and may raise `ExportFailed`; it uses nothing of the
        request, which is over before it is.
        """
        with self.session() as session:
            given = works.begin(session, begun, self._now())
        if isinstance(given, str):
            self._open()
            self._jobs[given] = job = _Job(given, begun.total, make)
            self._queue.put(job)
        return given

    def wait(self, id: str, seconds: float | None = None) -> bool:
        """Wait for a work that was begun here; whether it is over."""
        job = self._jobs.get(id)
        return job is None or job.over.wait(self.patience if seconds is None else seconds)

    def close(self) -> None:
        """End all works and say so; what is in the middle of a step has a little time."""
        self._closing.set()
        for _ in self._threads:
            self._queue.put(None)
        until = time.monotonic() + _GRACE
        for thread in self._threads:
            thread.join(max(0, until - time.monotonic()))
        for job in list(self._jobs.values()):
            self._end(job, partial(works.fail, problem=_CLOSED))
        if self._at_exit is not None:
            self._at_exit.cancel()

    def _open(self) -> None:
        """Begin the threads, once, in the process that has something to make."""
        with self._lock:
            if not self._threads:
                # A worker of the server ends without what `atexit` holds, and not without these.
                self._at_exit = Finalize(None, self.close, exitpriority=1)
                runs = [*[self._work] * AT_ONCE, self._say]
                self._threads = [Thread(target=run, daemon=True) for run in runs]
                for thread in self._threads:
                    thread.start()

    def _work(self) -> None:
        while (job := self._queue.get()) is not None:
            try:
                self._make(job)
            except Exception:  # noqa: BLE001 - the thread has others to make
                self._log.exception("The work %s could not even be told to have failed", job.id)
            finally:
                job.over.set()
                self._jobs.pop(job.id, None)

    def _make(self, job: _Job) -> None:
        with self.session() as session:
            if not works.start(session, job.id, self._now()):
                return
        try:
            if self._closing.is_set():
                raise Stopped
            made = job.make(Counter(job.total, partial(self._tell, job)))
            self._end(job, partial(works.finish, made=made))
        except Stopped:
            if self._closing.is_set():
                self._end(job, partial(works.fail, problem=_CLOSED))
        except ExportFailed as error:
            self._end(job, partial(works.fail, problem=str(error)))
        except Exception:  # noqa: BLE001 - whoever waits is told, whatever it was
            self._log.exception("An export failed")
            self._end(job, partial(works.fail, problem=_BROKEN))

    def _tell(self, job: _Job, step: Step) -> None:
        if self._closing.is_set():
            raise Stopped
        if time.monotonic() - job.told < self.pace:
            return
        job.told = time.monotonic()
        try:
            with self.session() as session:
                wanted = works.advance(session, job.id, step, self._now())
        except DBAPIError:
            return  # somebody else writes for long: it is told at a later step
        if not wanted:
            raise Stopped

    def _end(self, job: _Job, end: Callable[..., bool]) -> None:
        with self.session() as session:
            end(session, job.id, at=self._now())

    def _say(self) -> None:
        """Say again and again that the works are being made, however long a step of one is."""
        while not self._closing.wait(_SAID):
            if ids := list(self._jobs):
                try:
                    with self.session() as session:
                        works.heard(session, ids, self._now())
                except DBAPIError:
                    self._log.warning("Nobody could be told that works are being made")
