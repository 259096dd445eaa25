"""The findings of a register by the record they are about."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping

from ropa.core.reference import Reference
from ropa.core.register import Key, Register
from ropa.core.rules import Finding, findings


def findings_by_key(
    register: Register, reference: Reference, day: datetime.date
) -> Mapping[Key, tuple[Finding, ...]]:
    """Give the findings of each record that has any; worked out once for a register and day."""
    return register.remembered(
        "findings", (reference.digest, day), lambda: _by_key(findings(register, reference, day))
    )


def _by_key(found: tuple[Finding, ...]) -> Mapping[Key, tuple[Finding, ...]]:
    by_key: dict[Key, list[Finding]] = defaultdict(list)
    for finding in found:
        by_key[finding.key].append(finding)
    return {key: tuple(of_one) for key, of_one in by_key.items()}
