"""Our own mail is silent, and each single defect in it is reported by the rule meant for it."""

from __future__ import annotations

import pytest

from tests.data.mails.blind_edits import BytesEdit, TextEdit
from tests.data.mails.mutations import HTML, MESSAGE, TEXT
from tests.stages import our_mail


def named(defects: tuple[tuple[str, object], ...]) -> list[str]:
    return [f"{number}-{code}" for number, (code, _) in enumerate(defects)]


def test_our_own_mail_is_silent() -> None:
    assert our_mail.findings(our_mail.message()) == ()


@pytest.mark.parametrize(("code", "edit"), HTML, ids=named(HTML))
def test_a_defect_in_the_html_is_reported_by_its_own_rule(code: str, edit: TextEdit) -> None:
    assert code in our_mail.news_of(our_mail.with_edit("html", edit))


@pytest.mark.parametrize(("code", "edit"), TEXT, ids=named(TEXT))
def test_a_defect_in_the_text_is_reported_by_its_own_rule(code: str, edit: TextEdit) -> None:
    assert code in our_mail.news_of(our_mail.with_edit("text", edit))


@pytest.mark.parametrize(("code", "edit"), MESSAGE, ids=named(MESSAGE))
def test_a_defect_in_the_message_is_reported_by_its_own_rule(code: str, edit: BytesEdit) -> None:
    assert code in our_mail.news_of(edit(our_mail.message()))


def test_eighty_defects_and_more_are_tried() -> None:
    assert len(HTML) + len(TEXT) + len(MESSAGE) >= 80
