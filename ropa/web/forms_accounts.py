"""The forms of the account pages."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping

from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import DataRequired, EqualTo, InputRequired, Length, Regexp

from ropa.core.change import Conflicts, Outcome, Refused
from ropa.store.accounts import LEAST_PASSWORD
from ropa.vocabulary import Theme, UserRole
from ropa.web.forms.model import ErrorLink

_ROLES = {role.value: role.label for role in UserRole}
_EMAIL = re.compile(r"^\s*[^@\s\x00-\x1f\x7f]+@[^@\s\x00-\x1f\x7f]+\s*$")
STORABLE = Regexp(r"^[^\x00-\x1f\x7f]*$", message="This holds a character that cannot be stored")
_EMAIL_LENGTH = Length(max=254, message="Use at most 254 characters")
NAME_LENGTH = Length(max=200, message="Use at most 200 characters")
_LONGEST_PASSWORD = 1000
_TOO_LONG = "Use at most 1,000 characters"


def _email(label: str) -> StringField:
    wrong = "Give an email address, such as name@company.example"
    return StringField(
        label,
        [InputRequired("Give the email address"), _EMAIL_LENGTH, Regexp(_EMAIL, message=wrong)],
        render_kw={"type": "email", "autocomplete": "username", "spellcheck": "false"},
    )


def _choice(label: str, words: Mapping[str, str], default: str | None = None) -> SelectField:
    return SelectField(
        label,
        choices=dict(words),
        default=default,
        invalid_choice_message="Choose one of these",
    )


def _name() -> StringField:
    return StringField(
        "Your name",
        [DataRequired("Give your name"), NAME_LENGTH, STORABLE],
        description="As your colleagues see it beside your changes.",
        render_kw={"autocomplete": "name"},
    )


def _password(label: str) -> PasswordField:
    return PasswordField(
        label,
        [InputRequired("Give the password"), Length(max=_LONGEST_PASSWORD, message=_TOO_LONG)],
        render_kw={"autocomplete": "current-password"},
    )


def _new_password(label: str) -> PasswordField:
    short = f"Take at least {LEAST_PASSWORD} characters"
    return PasswordField(
        label,
        [
            InputRequired("Choose a password"),
            Length(min=LEAST_PASSWORD, max=_LONGEST_PASSWORD, message=short),
        ],
        description=f"At least {LEAST_PASSWORD} characters; a few words are easy to keep in mind.",
        render_kw={"autocomplete": "new-password"},
    )


def _again(first: str) -> PasswordField:
    return PasswordField(
        "The same password again",
        [EqualTo(first, "The two passwords differ: type the same one twice")],
        render_kw={"autocomplete": "new-password"},
    )


class SignInForm(FlaskForm):
    """Who comes in."""

    email = _email("Email")
    password = _password("Password")
    next = HiddenField()


class FirstForm(FlaskForm):
    """The first administrator, and the first organisation where there is none."""

    organisation = StringField(
        "Your organisation",
        [DataRequired("Name the organisation"), NAME_LENGTH, STORABLE],
        description="The legal entity whose record this is. Art 30(1)(a)",
        render_kw={"autocomplete": "organization"},
    )
    name = _name()
    email = _email("Email")
    password = _new_password("Password")
    again = _again("password")


class JoinForm(FlaskForm):
    """Somebody invited who is new."""

    name = _name()
    password = _new_password("Password")
    again = _again("password")


class AcceptForm(FlaskForm):
    """Somebody invited who has an account already."""

    password = _password("Your password")


class PasswordForm(FlaskForm):
    """Another password."""

    old = _password("Present password")
    password = _new_password("New password")
    again = _again("password")


class ThemeForm(FlaskForm):
    """How the pages look."""

    theme = _choice("Theme", {theme.value: theme.label for theme in Theme})


class InviteForm(FlaskForm):
    """Whom to invite, as what."""

    email = _email("Email")
    role = _choice("Role", _ROLES, UserRole.READER)


class RoleForm(FlaskForm):
    """What somebody is in an organisation."""

    role = _choice("Role", _ROLES)


class ButtonForm(FlaskForm):
    """A button alone."""


def errors_of(form: FlaskForm) -> tuple[ErrorLink, ...]:
    """Link what is wrong with a form to its fields; what is about no single field has no link."""
    found = [ErrorLink("", str(message)) for message in form.form_errors]
    for field in form:
        found += [ErrorLink(field.id, str(message)) for message in field.errors]
    return tuple(found)


def refuse(form: FlaskForm, outcome: Outcome) -> None:
    """Tell a form why nothing was stored, at the field it is about."""
    if isinstance(outcome, Conflicts):
        form.form_errors.append("Somebody else changed this meanwhile. Please try again.")
    elif isinstance(outcome, Refused):
        for refusal in outcome.refusals:
            say(form, refusal.problem.path, refusal.problem.message)


def say(form: FlaskForm, name: str, message: str) -> None:
    """Put a message at a field, or above the form where it has no such field."""
    fields: dict[str, Field] = {field.name: field for field in form}
    field = fields.get(name)
    if field is None:
        form.form_errors.append(message)
    else:
        field.errors = [*field.errors, message]


def waiting(wait: datetime.timedelta) -> str:
    """Say how long to wait after too many attempts."""
    seconds = max(1, round(wait.total_seconds()))
    if seconds < 60:
        period = f"{seconds} seconds" if seconds > 1 else "a second"
    else:
        minutes = -(-seconds // 60)
        period = f"{minutes} minutes" if minutes > 1 else "a minute"
    return f"Too many attempts. Wait {period}, then try again."
