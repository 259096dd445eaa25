from __future__ import annotations

import logging

import pytest

from tests.web.conftest import Site
from tests.web.reading import parse, text


@pytest.mark.parametrize(
    ("method", "address", "code", "title"),
    [
        ("GET", "/nowhere", 404, "Page not found"),
        ("GET", "/legal/%F0%9F%92%A9/subprocessors", 404, "Page not found"),
        ("GET", "/static/../app.py", 404, "Page not found"),
        ("POST", "/", 405, "Not possible here"),
        ("TRACE", "/", 405, "Not possible here"),
    ],
)
def test_errors_are_pages_in_plain_words(
    site: Site, method: str, address: str, code: int, title: str
) -> None:
    answer = site.client.open(address, method=method)
    assert answer.status_code == code
    assert text(parse(answer.text).find(".//h1")) == title
    assert answer.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in answer.headers


def test_a_fault_of_ours_is_told_to_the_log_and_not_to_the_reader(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> str:
        raise RuntimeError("a secret detail")

    site.app.add_url_rule("/broken", view_func=broken)
    with caplog.at_level(logging.ERROR):
        answer = site.client.get("/broken")
    assert answer.status_code == 500
    assert text(parse(answer.text).find(".//h1")) == "Something went wrong"
    for hidden in ("a secret detail", "RuntimeError", "Traceback", "test_errors"):
        assert hidden not in answer.text
    assert "a secret detail" in caplog.text
    assert "Content-Security-Policy" in answer.headers


def test_a_template_that_names_what_is_not_there_fails(site: Site) -> None:
    template = site.app.jinja_env.from_string("{{ missing }}")
    with pytest.raises(Exception, match="'missing' is undefined"):
        template.render()
