"""Forms as values, for tests: of records that stand in no catalogue."""

from __future__ import annotations

import datetime
from typing import Any

from flask import Flask, render_template_string

from ropa.core.register import Register
from ropa.records.base import Record
from ropa.store.home import LAW
from ropa.web.forms.build import form_of
from ropa.web.forms.context import Context
from ropa.web.forms.model import Field, FormModel
from ropa.web.forms.offers import Offers
from ropa.web.forms.posted import Posted
from tests.web.conftest import read_once

DAY = datetime.date(2026, 11, 23)
PAGE = """<!doctype html><html lang="en"><head><title>x</title></head><body>
{% from "_marks.html" import sprite %}{% from "_form.html" import field, summary, outline %}
<form id="form">{{ outline(model) }}{{ summary(model.errors) }}{% for section in model.sections %}
<section id="{{ section.id }}">{% for f in section.fields %}{{ field(f) }}{% endfor %}</section>
{% endfor %}</form></body></html>"""


def offers(*records: Record) -> Offers:
    return Offers(Register.of(records), read_once(LAW), DAY, "acme")


def context(cls: type[Record], posted: Posted, *records: Record, **more: Any) -> Context:
    return Context(cls, offers(*records), posted, **more)


def model(cls: type[Record], posted: Posted, *records: Record, **more: Any) -> FormModel:
    return form_of(context(cls, posted, *records, **more), creating=False)


def rendered(app: Flask, form: FormModel) -> str:
    with app.test_request_context():
        return render_template_string(PAGE, model=form)


def field(form: FormModel, name: str) -> Field:
    return next(f for section in form.sections for f in section.fields if f.name == name)
