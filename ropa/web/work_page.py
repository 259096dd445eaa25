"""The page of one export: how far it is, and where its file is taken."""

from __future__ import annotations

from dataclasses import dataclass

from ropa.store.works import Work
from ropa.vocabulary import WorkState
from ropa.web.access import Desk
from ropa.web.exports_asked import Scope
from ropa.web.exports_page import kept_words


@dataclass(frozen=True, slots=True)
class WorkPage:
    """All that the page places; what does not apply to the state of the work is None.

    `words` say what is being done, or what became of it. `notice` is why it is shown, where
    something else was asked for.
    """

    work: Work
    words: str
    notice: str
    again: str | None
    stop: str | None
    file: str | None
    back: str


def work_page(desk: Desk, work: Work, scope: Scope, notice: str = "") -> WorkPage:
    """Give the page of a work."""

    def url(endpoint: str) -> str:
        return scope.url(desk, endpoint, id=work.id)

    return WorkPage(
        work,
        words=_words(desk, work),
        notice=notice,
        again=url("exports.work") if work.active else None,
        stop=url("exports.stop") if work.active else None,
        file=url("exports.file") if work.state is WorkState.DONE else None,
        back=scope.url(desk, "exports.index"),
    )


def _words(desk: Desk, work: Work) -> str:
    match work.state:
        case WorkState.WAITING:
            return "Others are being made, and this one waits its turn."
        case WorkState.RUNNING:
            return f"{work.done} of {work.total} steps done. {work.words}"
        case WorkState.DONE:
            return f"{kept_words(desk, work)}."
        case WorkState.STOPPED:
            return "It was cancelled, and nothing of it was kept."
        case WorkState.FAILED:
            return work.problem
