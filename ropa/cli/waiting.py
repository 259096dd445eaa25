"""What whoever waits at a terminal sees of long work."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, Timer

import click

from ropa.export.progress import Counter, Step, Tell

PATIENCE = 1.0
"""After so many seconds there is a bar."""

STOPPED = 130
"""The exit code of a command that was stopped by Ctrl-C."""

_BESIDE = 66
"""How many columns the bar, its label, the percentage and the time left take."""


@contextmanager
def waiting(total: int) -> Iterator[Tell]:
    """Give whom to tell of each step of some work; where it is long, a bar shows how far it is.

    The bar is on standard error, and only where that is a terminal. Ctrl-C ends the command with
    130, saying that nothing was written: whatever is done inside leaves nothing behind.
    """
    bar = _Bar(total)
    try:
        with bar.shown():
            yield Counter(total, bar.take)
    except KeyboardInterrupt:
        click.echo("Stopped: nothing was written.", err=True)
        raise click.exceptions.Exit(STOPPED) from None


class _Bar:
    """A bar that appears when somebody has waited; the timer's thread draws it first."""

    def __init__(self, total: int) -> None:
        self._lock = Lock()
        self._last = Step(0, total, "")
        self._bar = click.progressbar(
            length=total, label="Exporting", file=sys.stderr, item_show_func=_short, width=20
        )
        self._begun = self._over = False

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Show it a while after now, and end its line in any case."""
        timer = Timer(PATIENCE, self._begin)
        timer.daemon = True
        if sys.stderr.isatty():
            timer.start()
        try:
            yield
            self.take(Step(self._last.total, self._last.total, ""))
        finally:
            timer.cancel()
            with self._lock:
                self._over = True
                if self._begun:
                    self._bar.render_finish()

    def take(self, step: Step) -> None:
        """Show a step, where the bar is shown."""
        with self._lock:
            self._last = step
            if self._begun:
                self._draw()

    def _begin(self) -> None:
        with self._lock:
            if not self._over:
                self._begun = True
                self._draw()

    def _draw(self) -> None:
        self._bar.current_item = self._last.words
        self._bar.make_step(self._last.done - self._bar.pos)
        self._bar.render_progress()


def _short(words: str | None) -> str | None:
    """Cut what is told to what has room beside the bar."""
    room = max(10, shutil.get_terminal_size().columns - _BESIDE)
    return f"{words[: room - 1]}…" if words and len(words) > room else words
