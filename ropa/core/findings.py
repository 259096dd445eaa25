"""The findings of a register by the rule they break and by the record they are about."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ropa.core.reference import Reference
from ropa.core.register import Key, Register
from ropa.core.rules import RULES, Finding, Rule, findings

_ORDER: Mapping[str, int] = {rule.id: number for number, rule in enumerate(RULES)}


@dataclass(frozen=True, slots=True)
class Findings:
    """What breaks the rules in a register on a day: by rule and organisation, and by record."""

    by_rule: Mapping[tuple[str, str], tuple[Finding, ...]]
    by_key: Mapping[Key, tuple[Finding, ...]]

    def of(self, organisation: str) -> tuple[tuple[Rule, tuple[Finding, ...]], ...]:
        """Give the rules that an organisation's records break, the most serious first."""
        held = ((rule, self.by_rule.get((rule.id, organisation), ())) for rule in RULES)
        return tuple((rule, found) for rule, found in held if found)

    def about(self, keys: Iterable[Key]) -> tuple[Finding, ...]:
        """Give the findings of some records, the most serious first."""
        found = (finding for key in dict.fromkeys(keys) for finding in self.by_key.get(key, ()))
        return tuple(sorted(found, key=lambda finding: _ORDER[finding.rule]))


def findings_in(register: Register, reference: Reference, day: datetime.date) -> Findings:
    """Give the findings of a register about a day; worked out once for both."""
    return register.remembered(
        "findings", (reference.digest, day), lambda: _indexed(findings(register, reference, day))
    )


def _indexed(found: tuple[Finding, ...]) -> Findings:
    by_rule: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    by_key: dict[Key, list[Finding]] = defaultdict(list)
    for finding in found:
        by_rule[finding.rule, finding.organisation].append(finding)
        by_key[finding.key].append(finding)
    return Findings(
        {of: tuple(held) for of, held in by_rule.items()},
        {key: tuple(held) for key, held in by_key.items()},
    )
