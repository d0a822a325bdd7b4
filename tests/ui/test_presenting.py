"""Presenting: one finding a screen, moved by keys and buttons, its place in the address."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.report.reviews import full_review


def stage() -> None:
    import streamlit as st

    from i18n.language import set_language
    from tests.report.reviews import full_review
    from ui import presenting

    language = st.query_params.get("lang", "en")
    set_language(language)
    if presenting.is_presenting():
        presenting.present(full_review(language))
    else:
        presenting.start_button()


def run(**parameters: str) -> AppTest:
    app = AppTest.from_function(stage, default_timeout=60)
    for name, value in parameters.items():
        app.query_params[name] = value
    return app.run()


def said(app: AppTest) -> str:
    assert not app.exception
    return "\n".join(one.value for one in app.markdown)


def test_it_starts_at_the_cover_and_leaves_again() -> None:
    app = run()
    app.button(key="present-start").click().run()
    assert app.query_params["slide"] == "1"
    assert "# Quarterly review Q3 2025" in said(app)
    app.button(key="stage-leave").click().run()
    assert "slide" not in app.query_params


def test_on_and_back_keep_the_place_in_the_address() -> None:
    app = run(slide="2")
    app.button(key="stage-on").click().run()
    assert app.query_params["slide"] == "3"
    assert "six numbers" in said(app)
    app.button(key="stage-back").click().run()
    assert app.query_params["slide"] == "2"
    app.button(key="stage-end").click().run()
    assert "13 / 13" in said(app)
    assert app.button(key="stage-on").disabled
    app.button(key="stage-home").click().run()
    assert app.button(key="stage-back").disabled


@pytest.mark.parametrize(("given", "place"), [("0", 1), ("99", 13), ("-3", 1), ("x", 1), ("²", 1), ("9" * 5000, 1)])
def test_an_odd_place_is_the_nearest(given: str, place: int) -> None:
    assert f"{place} / 13" in said(run(slide=given))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_slide_shows_its_finding(language: str) -> None:
    from ui.text import unescaped

    review = full_review(language)
    for place, slide in enumerate(review.slides, start=2):
        shown = unescaped(said(run(slide=str(place), lang=language)))
        assert slide.title in shown
        for sentence in (slide.comment, slide.missing, *slide.bullets):
            assert sentence in shown
