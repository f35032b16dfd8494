"""The consent gate: no story gets through while anything is missing, whatever else its header says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import (
    AgreedPart,
    Channel,
    ChildAge,
    Consent,
    ConsentGap,
    ConsentStatus,
    PublishableStory,
    acceptance_gaps,
    agreed_digest,
    changed_parts,
    consent_gaps,
)
from tests.makers import acceptance, consent, publishable, story

DAY = date(2026, 12, 3)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)

DAYS = st.one_of(st.none(), st.sampled_from([BEFORE, DAY, AFTER]))
CONSENTS = st.builds(
    Consent,
    status=st.sampled_from(ConsentStatus),
    reference=st.sampled_from(["", "T-2026-014"]),
    given_on=DAYS,
    valid_until=DAYS,
    scope=st.frozensets(st.sampled_from(Channel)),
    read_back_on=DAYS,
    child_age=st.one_of(st.none(), st.sampled_from(ChildAge)),
    signed_by=st.sampled_from(["", "moeder met gezag"]),
    child_agreed_on=DAYS,
)


def gaps(**changes: object) -> tuple[ConsentGap, ...]:
    return consent_gaps(consent(**changes), channel=Channel.NIEUWSBRIEF, on=DAY)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ()),
        ({"status": ConsentStatus.GEVRAAGD}, (ConsentGap.NOT_GIVEN,)),
        ({"reference": ""}, (ConsentGap.NO_REFERENCE,)),
        ({"scope": frozenset({Channel.WEBSITE})}, (ConsentGap.OUT_OF_SCOPE,)),
        ({"scope": frozenset()}, (ConsentGap.OUT_OF_SCOPE,)),
        ({"given_on": DAY}, ()),
        ({"given_on": AFTER}, (ConsentGap.NOT_YET,)),
        ({"valid_until": DAY}, ()),
        ({"valid_until": BEFORE}, (ConsentGap.EXPIRED,)),
        ({"read_back_on": DAY}, ()),
        ({"read_back_on": AFTER}, (ConsentGap.NOT_READ_BACK,)),
        ({"child_age": ChildAge.VANAF_16}, ()),
        ({"child_age": ChildAge.ONDER_12}, (ConsentGap.UNSIGNED_FOR_CHILD,)),
        ({"child_age": ChildAge.ONDER_12, "signed_by": "voogd"}, ()),
        (
            {"child_age": ChildAge.VAN_12_TOT_15},
            (ConsentGap.UNSIGNED_FOR_CHILD, ConsentGap.CHILD_NOT_ASKED),
        ),
        ({"child_age": ChildAge.VAN_12_TOT_15, "signed_by": "voogd", "child_agreed_on": DAY}, ()),
        (
            {"child_age": ChildAge.VAN_12_TOT_15, "signed_by": "voogd", "child_agreed_on": AFTER},
            (ConsentGap.CHILD_NOT_ASKED,),
        ),
    ],
)
def test_each_thing_that_is_missing_is_a_gap(
    changes: dict[str, object], expected: tuple[ConsentGap, ...]
) -> None:
    assert gaps(**changes) == expected


def test_all_that_is_missing_is_told_at_once() -> None:
    empty = Consent(ConsentStatus.GEVRAAGD, "", None, None, frozenset(), None, ChildAge.VAN_12_TOT_15)

    assert consent_gaps(empty, channel=Channel.NIEUWSBRIEF, on=DAY) == (
        ConsentGap.NOT_GIVEN,
        ConsentGap.NO_REFERENCE,
        ConsentGap.OUT_OF_SCOPE,
        ConsentGap.NOT_YET,
        ConsentGap.EXPIRED,
        ConsentGap.NOT_READ_BACK,
        ConsentGap.UNSIGNED_FOR_CHILD,
        ConsentGap.CHILD_NOT_ASKED,
    )


def test_of_consent_that_was_withdrawn_nothing_more_is_said() -> None:
    assert gaps(status=ConsentStatus.INGETROKKEN, reference="") == (ConsentGap.WITHDRAWN,)


def is_agreed(one: Consent, channel: Channel) -> bool:
    """The rule once more, from the side of what must be there."""
    dates = (one.given_on, one.read_back_on)
    is_young = one.child_age in (ChildAge.ONDER_12, ChildAge.VAN_12_TOT_15)
    was_asked = one.child_agreed_on is not None and one.child_agreed_on <= DAY
    return (
        one.status is ConsentStatus.GEGEVEN
        and bool(one.reference)
        and channel in one.scope
        and all(day is not None and day <= DAY for day in dates)
        and one.valid_until is not None
        and one.valid_until >= DAY
        and (not is_young or bool(one.signed_by))
        and (one.child_age is not ChildAge.VAN_12_TOT_15 or was_asked)
    )


@given(CONSENTS, st.sampled_from(Channel))
def test_no_combination_of_consent_lets_a_story_out_that_was_not_agreed_on(
    one: Consent, channel: Channel
) -> None:
    told = story(consent=one)

    if is_agreed(one, channel):
        assert consent_gaps(one, channel=channel, on=DAY) == ()
        assert PublishableStory(told, channel, DAY, acceptance(told)).story == told
    else:
        names = ", ".join(consent_gaps(one, channel=channel, on=DAY))
        assert names
        with pytest.raises(ValueError, match=f"^de-lege-stoel: {names}$"):
            PublishableStory(told, channel, DAY, acceptance(told))


@pytest.mark.parametrize(
    "change",
    [
        {"on": date(2028, 10, 3)},
        {"on": date(2026, 10, 1)},
        {"channel": Channel.WEBSITE},
        {"story": story(consent=consent(status=ConsentStatus.INGETROKKEN))},
        {"story": story(body="Er stond geen stoel.")},
        {"acceptance": acceptance(story(title="De volle stoel"))},
        {"acceptance": acceptance(story(), digest="0" * 64)},
    ],
)
def test_a_story_that_may_go_cannot_be_turned_into_one_that_may_not(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="de-lege-stoel: consent-"):
        replace(publishable(), **change)  # type: ignore[arg-type]


BOUND = {
    "title": "De volle stoel",
    "summary": "Anders.",
    "body": "Anders.",
    "questions": ("Wat nu?",),
    "content_notice": "Dit verhaal gaat over verlies.",
    "image_alt": "Een stoel",
    "transcript": "Anders.",
    "image_hash": "1" * 64,
}


@pytest.mark.parametrize(("part", "field"), list(zip(AgreedPart, BOUND, strict=True)))
def test_each_part_that_was_agreed_to_is_bound_and_named_when_it_changes(
    part: AgreedPart, field: str
) -> None:
    changed = replace(story(), **{field: BOUND[field]})  # type: ignore[arg-type]

    assert changed_parts(changed, acceptance(story())) == (part,)
    assert acceptance_gaps(changed, acceptance(story())) == (ConsentGap.CHANGED,)


def test_moving_words_from_one_part_to_the_next_is_a_change() -> None:
    one, two = story(title="Een twee", summary="drie"), story(title="Een", summary="twee drie")

    assert agreed_digest(one) != agreed_digest(two)
    assert agreed_digest(story(questions=("a", "b"))) != agreed_digest(story(questions=("a b",)))


def test_a_story_that_nobody_accepted_has_a_gap() -> None:
    assert acceptance_gaps(story(), None) == (ConsentGap.NOT_ACCEPTED,)
    assert acceptance_gaps(story(), acceptance(story())) == ()
