"""How a field is annotated once, and the scalar types fields are made of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

import msgspec

from ropa.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class About:
    """What every part of the product says about one field.

    `clause` is the provision the field answers, `columns` the field ids of the authorities'
    templates it fills (`data/law`), `dpv` the property of the Data Privacy Vocabulary.
    `to` names the kind a reference points to, `law` the table of `data/law` a word comes from.
    An `optional` field leaves no gap when it is not answered; a `personal` one is kept in rows
    only and never enters the journal; the items of an `ordered` one keep their order.
    """

    label: str
    clause: str = ""
    help: str = ""
    columns: tuple[str, ...] = ()
    dpv: str = ""
    to: Kind | None = None
    law: str = ""
    optional: bool = False
    personal: bool = False
    ordered: bool = False


def about(  # noqa: PLR0913 - one keyword for each thing that is said of a field
    label: str,
    *,
    clause: str = "",
    help: str = "",
    columns: tuple[str, ...] = (),
    dpv: str = "",
    to: Kind | None = None,
    law: str = "",
    optional: bool = False,
    personal: bool = False,
    ordered: bool = False,
) -> msgspec.Meta:
    """Annotate a field; label, help and clause also go into the JSON Schema."""
    said = About(label, clause, help, columns, dpv, to, law, optional, personal, ordered)
    schema = {"x-clause": clause} if clause else {}
    return msgspec.Meta(
        title=label,
        description=help or None,
        extra_json_schema=schema or None,
        extra={"about": said},
    )


@dataclass(frozen=True, slots=True)
class Form:
    """What a text must look like: a pattern to be found in it, and the pattern in words.

    Checked where a record comes in (`ropa.records.canonical`), not each time it is decoded.
    """

    pattern: re.Pattern[str]
    expected: str

    def fits(self, text: str) -> bool:
        """Whether a text looks so."""
        return self.pattern.search(text) is not None


def _formed(pattern: str, expected: str, *, max_length: int | None = None) -> msgspec.Meta:
    return msgspec.Meta(
        max_length=max_length,
        extra_json_schema={"pattern": pattern},
        extra={"form": Form(re.compile(pattern), expected)},
    )


# A `$` alone would let a final line break pass.
_WHOLE = r"^(?![\s\S]*[\r\n])"

Slug = Annotated[
    str,
    _formed(
        _WHOLE + r"[a-z0-9]+(-[a-z0-9]+)*$",
        "an identifier: lower-case letters, digits and hyphens",
        max_length=80,
    ),
]
"""An identifier or a reference to one: lower-case letters, digits and single hyphens."""

LawWord = Annotated[
    str,
    _formed(
        _WHOLE + r"[A-Za-z0-9_-]+$",
        "a word of the law data: letters, digits, hyphens and underscores",
        max_length=80,
    ),
]
"""The id of a row of `data/law`."""

Place = Annotated[
    str,
    _formed(
        _WHOLE + r"([A-Z]{2}|EEA|GLOBAL)$",
        "a two-letter country code, EU, EEA or GLOBAL",
    ),
]
"""An ISO 3166-1 alpha-2 country, or `EU`, `EEA`, `GLOBAL`."""

Text = Annotated[str, _formed(r"\S", "text", max_length=500)]
"""A few words, never empty."""

Prose = Annotated[str, _formed(r"\S", "text", max_length=20_000)]
"""Sentences, never empty; may run over several lines."""

Email = Annotated[
    str,
    _formed(
        _WHOLE + r"[^@\s]+@[^@\s]+$", "an email address such as privacy@example.org", max_length=254
    ),
]

Url = Annotated[
    str,
    _formed(
        _WHOLE + r"https?://[^\s<>\"]+$",
        "a web address starting with http:// or https://",
        max_length=2_000,
    ),
]
"""A web address; no other scheme, since it is shown as a link."""

Duration = Annotated[
    str,
    _formed(
        _WHOLE + r"P(?=[0-9])([0-9]{1,4}Y)?([0-9]{1,4}M)?([0-9]{1,4}W)?([0-9]{1,5}D)?$",
        "an ISO 8601 duration such as P6Y",
    ),
]
"""An ISO 8601 duration in years, months, weeks and days, such as `P6Y` or `P30D`."""

Digest = Annotated[
    str,
    _formed(_WHOLE + r"[0-9a-f]{64}$", "a SHA-256: 64 digits and letters from a to f"),
]
"""A SHA-256 in hexadecimal."""

Count = Annotated[int, msgspec.Meta(ge=0, le=2_000_000_000)]
"""A number of people or days."""
