"""The forms of an authority's reviewers."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, InputRequired

from ropa.web.forms_accounts import NAME_LENGTH, STORABLE

ALL, SOME = "all", "some"

_DAY = {"type": "date"}


class CodeForm(FlaskForm):
    """The code of a first use."""

    code = StringField(
        "One-time code",
        [InputRequired("Give the code"), NAME_LENGTH],
        description="Ten letters and digits, which you were told apart from this link.",
        render_kw={"autocomplete": "one-time-code", "spellcheck": "false"},
    )
    remember = BooleanField(
        "Remember this browser",
        default=True,
        description="Otherwise you need another code once the browser is closed.",
    )


class ReviewerForm(FlaskForm):
    """Who may read what, and for how long; the activities to choose from come with the register."""

    name = StringField(
        "Name",
        [DataRequired("Name the person"), NAME_LENGTH, STORABLE],
        description="The person who reads. Each has a link of their own.",
        render_kw={"autocomplete": "off"},
    )
    authority = StringField(
        "Authority",
        [DataRequired("Name the authority"), NAME_LENGTH, STORABLE],
        description="Such as the Information Commission. Art 30(4)",
        render_kw={"autocomplete": "off"},
    )
    extent = RadioField(
        "Activities",
        choices={ALL: "All of them", SOME: "Only those ticked here"},
        validators=[InputRequired("Choose whether all activities may be read, or only some")],
    )
    activities = SelectMultipleField("Only these", validate_choice=False)
    recorded = StringField(
        "As recorded",
        description="A day such as 2026-03-31, an instant, or a journal number. Empty is the "
        "register as it stands whenever it is looked at.",
        render_kw={"autocomplete": "off"},
    )
    documents = BooleanField(
        "Files of documents",
        description="Without, documents are named and described, but their files stay closed.",
    )
    first_day = StringField("From", description="The first day the link works.", render_kw=_DAY)
    last_day = StringField("To", description="The last day, at most a year later.", render_kw=_DAY)
