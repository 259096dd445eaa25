"""A declared movement of personal data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from ropa.records.about import Slug, Text, about
from ropa.records.base import Problem, Record
from ropa.vocabulary import Kind

ORIGINS = ("from_subjects", "from_source", "from_system", "from_engagement")
DESTINATIONS = ("to_subjects", "to_system", "to_engagement", "to_recipients")


class Flow(Record, frozen=True, kw_only=True):
    """A movement between subjects, sources, systems and parties, in one or more activities.

    Exactly one of the `from_` fields and one of the `to_` fields is set. Where an activity has
    no declared flow, `ropa.core.flows` derives some and marks them so.
    """

    KIND: ClassVar[Kind] = Kind.FLOW

    organisation: Annotated[Slug, about("Organisation", to=Kind.ORGANISATION)]
    name: Annotated[Text, about("Name")]
    activities: Annotated[tuple[Slug, ...] | None, about("Activities", to=Kind.ACTIVITY)] = None
    from_subjects: Annotated[
        Slug | None, about("From people", to=Kind.DATA_SUBJECT_CATEGORY, optional=True)
    ] = None
    from_source: Annotated[Text | None, about("From a source", optional=True)] = None
    from_system: Annotated[Slug | None, about("From a system", to=Kind.SYSTEM, optional=True)] = (
        None
    )
    from_engagement: Annotated[
        Slug | None, about("From a party", to=Kind.ENGAGEMENT, optional=True)
    ] = None
    to_subjects: Annotated[
        Slug | None, about("To people", to=Kind.DATA_SUBJECT_CATEGORY, optional=True)
    ] = None
    to_system: Annotated[Slug | None, about("To a system", to=Kind.SYSTEM, optional=True)] = None
    to_engagement: Annotated[
        Slug | None, about("To a party", to=Kind.ENGAGEMENT, optional=True)
    ] = None
    to_recipients: Annotated[
        Slug | None,
        about("To a category of recipients", to=Kind.RECIPIENT_CATEGORY, optional=True),
    ] = None
    data_categories: Annotated[
        tuple[Slug, ...] | None, about("Personal data", to=Kind.DATA_CATEGORY)
    ] = None
    method: Annotated[Text | None, about("Method", help="Such as API, webhook, upload.")] = None
    encrypted: Annotated[bool | None, about("Encrypted in transit?", clause="Art 32(1)(a)")] = None

    def problems(self) -> Iterator[Problem]:
        """Refuse a flow without exactly one origin and one destination."""
        for end, names in (("origin", ORIGINS), ("destination", DESTINATIONS)):
            given = [name for name in names if getattr(self, name) is not None]
            if len(given) != 1:
                yield Problem(
                    given[1] if given else names[0],
                    f"a flow has exactly one {end}; {len(given)} are given",
                )
