"""What is applied together: by whom, why and when."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from ropa.core.register import Key
from ropa.records.base import Record


@dataclass(frozen=True, slots=True)
class Batch:
    """Changes to store in one go; whoever applies them fills in what each is based on.

    A record that is put and was put before is a change of it. `at` knows its zone.
    """

    actor: str
    reason: str
    at: datetime.datetime
    put: tuple[Record, ...] = ()
    retire: tuple[Key, ...] = ()
    delete: tuple[Key, ...] = ()
