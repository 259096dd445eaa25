"""What travels with every form of a record beside its fields."""

from __future__ import annotations

from typing import Any

from flask import current_app
from flask_wtf import FlaskForm
from itsdangerous import BadData, URLSafeTimedSerializer
from wtforms import HiddenField, StringField
from wtforms.validators import Length, Optional, Regexp

from ropa.store.drafts import Slot
from ropa.web.forms.posted import visible

_A_MONTH = 30 * 24 * 60 * 60
_SALT = "the draft of a form"
_STORABLE = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]*$"

FOREIGN = (
    "Your session ended after this form was opened, so it was not saved. Nothing you typed is "
    "lost: look it over and save it again."
)


class Reasoned(FlaskForm):
    """A form that asks why."""

    reason = StringField(
        "Reason for this change",
        validators=[
            Optional(),
            Length(max=500, message="use at most 500 characters"),
            Regexp(_STORABLE, message="holds a character that cannot be stored"),
        ],
        description="Kept in the journal. May be left empty.",
        render_kw={"autocomplete": "off"},
    )

    def why(self) -> str | None:
        """Give the reason; None where none is given."""
        return (self.reason.data or "").strip() or None


class Envelope(Reasoned):
    """The base a change began from, the slot of its draft, the reason, and what proves it ours.

    `seal` says, signed, whose draft it is: what is posted after the session has ended is kept
    for the person the form was made for, and for nobody else.
    """

    base = HiddenField()
    token = HiddenField()
    seal = HiddenField()

    def sequence(self) -> int | None:
        """Give the sequence the change began from; None for a new record."""
        text = self.base.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


def fresh(slot: Slot, base: int | None, reason: str) -> Envelope:
    """Make the envelope of a form that is shown."""
    values: dict[str, Any] = {
        "base": "" if base is None else str(base),
        "token": slot.record,
        "seal": _seals().dumps([slot.user, slot.organisation, slot.kind.value, slot.record]),
        "reason": visible(reason),
    }
    return Envelope(formdata=None, data=values)


def sealed(seal: str) -> tuple[str, str, str, str] | None:
    """Give user, organisation, kind and record of a seal; None where it is not ours or too old."""
    try:
        user, organisation, kind, record = _seals().loads(seal, max_age=_A_MONTH)
    except (BadData, ValueError, TypeError):
        return None
    return user, organisation, kind, record


def _seals() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt=_SALT)
