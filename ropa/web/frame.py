"""What stands around a page: the bar, the tabs, the clock line and the footer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Response, current_app, make_response, render_template, request, url_for

from ropa.core.filters import Query
from ropa.core.listing import in_use
from ropa.export.public import default_organisation
from ropa.store.accounts import Account
from ropa.store.reviewers import Reviewer
from ropa.vocabulary import Kind, Theme
from ropa.web.access import Action, Desk
from ropa.web.headers import with_scripts
from ropa.web.pages import day
from ropa.web.parts import parts


@dataclass(frozen=True, slots=True)
class Place:
    """A link to a page; `count` says how many records it lists, `current` that one is there."""

    label: str
    url: str
    count: int | None = None
    current: bool = False


VOCABULARIES: tuple[Kind, ...] = (
    Kind.DATA_CATEGORY,
    Kind.DATA_SUBJECT_CATEGORY,
    Kind.PURPOSE,
    Kind.RECIPIENT_CATEGORY,
    Kind.RETENTION_RULE,
    Kind.SECURITY_MEASURE,
    Kind.ADEQUACY_CONFIRMATION,
    Kind.PERSON,
)
"""The kinds that others choose from; they share a tab."""


@dataclass(frozen=True, slots=True)
class Tab:
    """A row of the navigation: a page of its own, or the list of a kind.

    A view says where it belongs by the page's name or by the kind's plural.
    """

    label: str
    name: str = ""
    endpoint: str = ""
    kinds: tuple[Kind, ...] = ()

    @property
    def opens(self) -> str:
        """The endpoint it leads to."""
        return self.endpoint or "lists.listed"

    def holds(self, here: str | None) -> bool:
        """Whether a view belongs to it."""
        return here is not None and (here == self.name or here in [k.plural for k in self.kinds])


TABS: tuple[Tab, ...] = (
    Tab("Overview", "home", "home.home"),
    Tab("Activities", kinds=(Kind.ACTIVITY,)),
    Tab("Parties", kinds=(Kind.PARTY,)),
    Tab("Engagements", kinds=(Kind.ENGAGEMENT,)),
    Tab("Systems", kinds=(Kind.SYSTEM,)),
    Tab("Transfers", endpoint="transfers.hops", kinds=(Kind.TRANSFER,)),
    Tab("Flows", endpoint="flows.index", kinds=(Kind.FLOW,)),
    Tab("Vocabularies", "vocabularies", "lists.vocabularies", VOCABULARIES),
    Tab("Documents", kinds=(Kind.DOCUMENT,)),
    Tab("Journal", "journal", "journal.journal"),
)
"""The navigation inside an organisation, by the register's nouns."""

TRANSFERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Derived", ("transfers.hops", "transfers.hop", "transfers.assessment")),
    ("Matrix", ("transfers.matrix",)),
    ("Chains", ("transfers.chains",)),
    ("Declared", ("lists.listed", "record.", "editing.")),
    ("What if", ("what_if.what_if",)),
    ("Calendar", ("calendar.calendar",)),
    ("Law", ("transfers.law",)),
)
FLOWS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Questions",
        (
            *("flows.index", "flows.reach", "flows.data", "flows.activity", "flows.around"),
            *("flows.paths", "flows.single_points", "flows.unused", "flows.who_holds"),
        ),
    ),
    ("Organisation", ("flows.organisation",)),
    ("Vendor chains", ("flows.chains",)),
    ("What changed", ("flows.difference",)),
    ("Declared", ("lists.listed", "record.", "editing.")),
)

BESIDE: Mapping[Kind, tuple[tuple[str, tuple[str, ...]], ...]] = {
    Kind.TRANSFER: TRANSFERS,
    Kind.FLOW: FLOWS,
}
"""The pages that share a tab: an endpoint each, and how those begin that belong there."""


@dataclass(frozen=True, slots=True)
class ClockLine:
    """The line that says which moment, day and law a page shows.

    `kept` are the other parts of the page's address, which a change of the clock leaves alone.
    """

    recorded: str
    day: str
    sequence: int
    law: str
    earlier: bool
    elsewhen: bool
    as_of: str
    about: str
    problem: str | None
    action: str
    kept: tuple[tuple[str, str], ...]
    back: str


@dataclass(frozen=True, slots=True)
class Frame:
    """All that the layout places; what does not apply is None or empty."""

    theme: Theme
    home: str
    user: str | None = None
    sign_out: str | None = None
    organisation: str | None = None
    switch: tuple[Place, ...] = ()
    menu: tuple[Place, ...] = ()
    tabs: tuple[Place, ...] = ()
    pages: tuple[Place, ...] = ()
    search: str | None = None
    clock: ClockLine | None = None
    reviewing: str | None = None
    marks: str | None = None
    public: str | None = None
    exports: str | None = None


def shown(frame: Frame, template: str, code: int = 200, **values: object) -> Response:
    """Render a page in the layout, for this browser alone."""
    response = make_response(render_template(template, frame=frame, **values), code)
    response.cache_control.private = True
    response.cache_control.no_cache = True
    response.vary.add("Cookie")
    return with_scripts(response) if frame.user else response


def inside(desk: Desk, here: str | None = None) -> Frame:
    """Make the frame of a page inside an organisation; `here` is the name of its tab."""
    return Frame(
        theme=desk.user.theme,
        home=desk.url("home.home"),
        user=desk.user.name,
        sign_out=url_for("review.leave" if desk.reviewer else "accounts.sign_out"),
        organisation=desk.organisation.name,
        switch=_switch(desk),
        menu=() if desk.reviewer else _menu(),
        tabs=tuple(_tab(desk, tab, here) for tab in TABS if desk.opens(tab.opens)),
        pages=_beside(desk, here),
        search=desk.url("search.search"),
        clock=_clock(desk),
        reviewing=_reviewing(desk.reviewer, desk.organisation.name) if desk.reviewer else None,
        marks=url_for("start.marks"),
        public=_public(),
        exports=desk.url("exports.index") if desk.may(Action.EXPORT) else None,
    )


def outside(user: Account | None) -> Frame:
    """Make the frame of a page that belongs to no organisation."""
    return Frame(
        theme=user.theme if user else Theme.AUTO,
        home=url_for("start.start"),
        user=user.name if user else None,
        sign_out=url_for("accounts.sign_out") if user else None,
        menu=_menu() if user else (),
        marks=url_for("start.marks") if user else None,
        public=_public(),
    )


def _tab(desk: Desk, tab: Tab, here: str | None) -> Place:
    if tab.endpoint:
        return Place(tab.label, desk.url(tab.endpoint), None, tab.holds(here))
    (kind,) = tab.kinds
    count = in_use(desk.register, kind)
    return Place(tab.label, desk.list_url(Query(kind)), count, tab.holds(here))


def _beside(desk: Desk, here: str | None) -> tuple[Place, ...]:
    """Give the pages beside one another under a tab that has several."""
    kind = next((kind for kind in BESIDE if kind.plural == here), None)
    if kind is None:
        return ()

    def url(endpoint: str) -> str:
        declared = endpoint == "lists.listed"
        return desk.list_url(Query(kind)) if declared else desk.url(endpoint)

    return tuple(
        Place(label, url(endpoints[0]), None, (request.endpoint or "").startswith(endpoints))
        for label, endpoints in BESIDE[kind]
        if endpoints[0] in current_app.view_functions and desk.opens(endpoints[0])
    )


def _switch(desk: Desk) -> tuple[Place, ...]:
    if desk.reviewer is not None:
        return ()
    own = {"organisation": desk.organisation.id}
    managed = (
        (Action.USERS, "Users", "users.users"),
        (Action.REVIEWERS, "Reviewers", "reviewers.reviewers"),
    )
    pages = [
        Place(label, url_for(endpoint, **own))  # type: ignore[arg-type]
        for action, label, endpoint in managed
        if desk.may(action)
    ]
    others = [Place(o.name, url_for("home.home", organisation=o.id)) for o in desk.elsewhere]
    everything = [Place("All organisations", url_for("start.organisations"))]
    return (*pages, *others, *everything)


def _reviewing(reviewer: Reviewer, organisation: str) -> str:
    """Tell a reviewer as what they are here, and that what they look at is kept."""
    terms = reviewer.terms
    some = "" if terms.activities is None else "a part of "
    return (
        f"You read {some}the record of {organisation} as {terms.name}, {terms.authority}, until "
        f"{day(terms.last_day)}. Every page and download is recorded, and {organisation} sees it."
    )


def _menu() -> tuple[Place, ...]:
    return (Place("Account and theme", url_for("accounts.account")),)


def _public() -> str | None:
    """Give the address of the public page, where one is published without naming whose."""
    published = default_organisation(parts().register()) is not None
    return url_for("public.subprocessors") if published else None


def _clock(desk: Desk) -> ClockLine:
    clock = desk.clock
    others = [(k, v) for k, v in request.args.items(multi=True) if k not in ("as_of", "about")]
    here = f"{request.script_root}{request.path}"
    return ClockLine(
        recorded=clock.recorded,
        day=day(clock.about_day),
        sequence=clock.sequence,
        law=parts().reference.digest[:8],
        earlier=clock.earlier,
        elsewhen=clock.elsewhen,
        as_of=clock.as_of,
        about=clock.about,
        problem=clock.problem,
        action=here,
        kept=tuple(others),
        back=f"{here}?{urlencode(others)}" if others else here,
    )
