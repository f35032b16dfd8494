"""The conversation about a story: its questions in the right order, along the team's methods."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pipeline.model import StoryForm, Teller, Tone
from pipeline.model.guides import Conversation, Guide, Phase, Pointer, Setting
from pipeline.stages.guide import conversation, guide, order_questions
from tests.makers import publishable
from tests.stages.talking import methods

RULES = methods().common.phases
NOTICE = "Dit verhaal gaat over geweld thuis."


def talk(**changes: Any) -> Conversation:
    return conversation(publishable(**changes), methods())


def guide_for(setting: Setting, **changes: Any) -> Guide:
    return next(one for one in talk(**changes).guides if one.setting is setting)


def test_the_questions_go_from_what_moved_you_to_what_you_will_do() -> None:
    asked = ("Wat ga je morgen anders doen?", "Wat herken je hierin?", "Wat raakte je?")

    assert dict(order_questions(asked, RULES)) == {
        Phase.GERAAKT: ("Wat raakte je?",),
        Phase.HERKENNEN: ("Wat herken je hierin?",),
        Phase.ANDERS: ("Wat ga je morgen anders doen?",),
    }


def test_without_a_cue_the_first_asks_what_moved_and_the_last_what_will_change() -> None:
    asked = ("Hoe was dit?", "Wie ken jij?", "Waar denk je aan?", "En nu?")

    assert dict(order_questions(asked, RULES)) == {
        Phase.GERAAKT: ("Hoe was dit?",),
        Phase.HERKENNEN: ("Wie ken jij?", "Waar denk je aan?"),
        Phase.ANDERS: ("En nu?",),
    }


def test_a_phase_without_a_question_gets_the_teams_own() -> None:
    asked = order_questions(("Wat raakte je?", "Wat raakte je nog meer?", "Wat voelde je?"), RULES)

    assert [len(asked[phase]) for phase in Phase] == [3, 1, 1]
    assert asked[Phase.ANDERS] == (RULES[2].question,)


def test_a_cue_is_a_whole_word() -> None:
    asked = order_questions(("Hoe was dit?", "Wat veranderste er?", "En nu?"), RULES)

    assert asked[Phase.HERKENNEN] == ("Wat veranderste er?",)


@pytest.mark.parametrize(
    ("setting", "minutes"),
    [
        (Setting.VERGADERING, "10 minuten"),
        (Setting.LUNCH, "20 tot 30 minuten"),
        (Setting.BIJEENKOMST, "60 tot 90 minuten"),
    ],
)
def test_each_setting_says_how_long_it_takes_and_for_whom_it_is(setting: Setting, minutes: str) -> None:
    one = guide_for(setting)

    assert one.minutes == minutes
    assert one.for_whom.startswith("Voor ")
    assert all(step.minutes.endswith(" min") and step.name for step in one.steps)


def test_a_meeting_asks_one_question_a_phase_and_a_lunch_all_of_them() -> None:
    questions = ("Wat raakte je?", "Wat voelde je?", "Wat herken je?", "Wat doe je anders?")

    def asked(setting: Setting) -> list[str]:
        return [one for step in guide_for(setting, questions=questions).steps for one in step.questions]

    assert asked(Setting.VERGADERING) == ["Wat raakte je?", "Wat herken je?", "Wat doe je anders?"]
    assert asked(Setting.LUNCH) == list(questions)


@pytest.mark.parametrize(
    ("form", "words"),
    [
        (StoryForm.LEZEN, "in stilte lezen"),
        (StoryForm.KIJKEN, "Kijk samen, met ondertiteling"),
        (StoryForm.LUISTEREN, "Luister samen"),
    ],
)
def test_how_a_story_is_brought_in_depends_on_its_form(form: StoryForm, words: str) -> None:
    texts = " ".join(step.text for step in guide_for(Setting.LUNCH, form=form).steps)

    assert words in texts


def test_a_story_longer_than_its_step_says_so() -> None:
    def texts(minutes: int) -> str:
        return " ".join(step.text for step in guide_for(Setting.LUNCH, minutes=minutes).steps)

    assert "Dit verhaal duurt 14 minuten. Dat is langer dan deze stap." in texts(14)
    assert "langer dan deze stap" not in texts(8)


def test_who_leads_hears_what_this_tone_and_teller_ask_of_them() -> None:
    one = guide_for(Setting.VERGADERING, tone=Tone.SCHAAMTE, teller=Teller.GEZIN)

    assert one.leader[0].startswith("Dit is een verhaal over schaamte.")
    assert one.leader[1].startswith("Iemand uit een gezin vertelt.")


def test_the_invitation_says_how_long_the_story_takes() -> None:
    assert any("Het kost je 6 minuten." in text for text in guide_for(Setting.VERGADERING).prepare)
    assert any("Het kost je 1 minuut." in text for text in guide_for(Setting.VERGADERING, minutes=1).prepare)


def test_a_content_notice_is_said_beforehand_with_a_way_out() -> None:
    assert (talk().notice, NOTICE in talk(content_notice=NOTICE).notice) == ("", True)
    assert "niet mee te doen" in talk(content_notice=NOTICE).notice


def test_what_to_do_when_someone_is_touched_names_the_duty_to_act_and_112() -> None:
    touched = " ".join(talk().touched)

    assert ("meldcode" in touched, "112" in touched) == (True, True)


def test_the_pointers_that_fit_best_come_first_and_one_for_all_stays() -> None:
    found = talk(kernelementen=("handelingskader",), tone=Tone.BESEF).pointers

    assert [pointer.title for pointer in found] == [
        "Gesprekskaart Analyseren",
        "Toolbox Lerend werken",
        "Inspiratiebundel Toekomstscenario",
    ]


def test_of_pointers_that_fit_as_well_the_teams_order_holds() -> None:
    both = tuple(Pointer(name, "https://a.example", "Als …", ("lokale-teams",)) for name in ("Een", "Twee"))
    one = replace(methods(), pointers=both, most_pointers=1)

    assert [pointer.title for pointer in conversation(publishable(), one).pointers] == ["Een"]


def test_no_place_in_the_texts_is_left_open() -> None:
    shown = repr(talk(content_notice=NOTICE, minutes=20))

    assert ("{" in shown, "}" in shown) == (False, False)


def test_one_guide_is_made_of_one_method() -> None:
    method = methods().methods[0]

    assert guide(publishable(), method, methods().common) == talk().guides[0]
