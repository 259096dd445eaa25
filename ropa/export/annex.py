"""What a document tells beside the register it is made of."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from ropa.core.past import Past


@dataclass(frozen=True, slots=True)
class Annex:
    """What changed is told against `past`; None where there is no journal to read it from.

    `key` is the public half of the key that signs bundles, as PEM; None where none was signed yet.
    """

    past: Past | None = None
    key: bytes | None = None

    def part(self, organisation: str, activities: Collection[str] | None) -> Annex:
        """Cut it as the register is cut, to an organisation or to some of its activities."""
        past = self.past.part(organisation, activities) if self.past else None
        return replace(self, past=past)


NO_ANNEX = Annex()
"""That of a register read from files."""
