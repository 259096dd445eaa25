"""What an export says of itself beside the register it is made of."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Context:
    """The two clocks and the product, so that an export can be made again.

    `about` is the day whose dates and law hold, `as_recorded` the instant at which the register
    stood as it is given (ISO 8601, UTC), `version` that of the product. The journal's sequence
    and hash are the register's own moment.
    """

    about: datetime.date
    as_recorded: str
    version: str
