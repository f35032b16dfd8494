"""The conversation: a story's questions laid along the team's methods, so that a room can begin.

    guide(story, method, common)      one setting
    conversation(story, methods)      all three, with agreements, what to do when it hurts, and where to go on

Takes a PublishableStory only: a guide tells enough of a story to need its teller's consent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.model import PublishableStory, Story
from pipeline.model.guides import (
    AskedPhase,
    CommonGround,
    Conversation,
    Guide,
    GuideStep,
    Method,
    Methods,
    MethodStep,
    Phase,
    PhaseRule,
    Pointer,
    Telling,
)
from pipeline.text.dutch import typographic


def conversation(publishable: PublishableStory, methods: Methods) -> Conversation:
    """Returns all a team needs to talk about this story."""
    story, common = publishable.story, methods.common
    asked = order_questions(story.questions, common.phases)
    return Conversation(
        guides=tuple(guide(publishable, method, common) for method in methods.methods),
        phases=tuple(AskedPhase(rule.phase, rule.name, asked[rule.phase]) for rule in common.phases),
        agreements=common.agreements,
        touched=common.touched,
        notice=_notice(story, common),
        pointers=_pointers(story, methods.pointers, methods.most_pointers),
    )


def guide(publishable: PublishableStory, method: Method, common: CommonGround) -> Guide:
    """Returns the guide for one setting; its minutes are those of the method."""
    story = publishable.story
    asked = order_questions(story.questions, common.phases)
    return Guide(
        setting=method.setting,
        name=method.name,
        in_short=method.in_short,
        minutes=f"{_range(method.least, method.most, ' tot ')} minuten",
        for_whom=method.for_whom,
        prepare=tuple(text.replace("{duur}", _duration(story)) for text in method.prepare),
        steps=tuple(_step(step, story, asked, common) for step in method.steps),
        leader=(common.tones[story.tone], common.tellers[story.teller], *method.leader),
    )


def order_questions(questions: Sequence[str], rules: Sequence[PhaseRule]) -> Mapping[Phase, tuple[str, ...]]:
    """Returns the questions by phase, from what moved you, to what you recognise, to what you will do.

    A question belongs to the first phase one of whose cues it holds. Without a cue its place decides: the
    first of a story asks what moved, the last what will change, and the others what you recognise. A phase
    that is left without gets the team's own question.
    """
    placed: dict[Phase, list[str]] = {rule.phase: [] for rule in rules}
    for number, question in enumerate(questions):
        placed[_phase_of(question, number, len(questions), rules)].append(typographic(question))
    return {rule.phase: tuple(placed[rule.phase]) or (rule.question,) for rule in rules}


def _phase_of(question: str, number: int, count: int, rules: Sequence[PhaseRule]) -> Phase:
    for rule in rules:
        if any(re.search(rf"\b{re.escape(cue)}\b", question, re.IGNORECASE) for cue in rule.cues):
            return rule.phase
    if number == 0:
        return Phase.GERAAKT
    return Phase.ANDERS if number == count - 1 else Phase.HERKENNEN


def _step(
    step: MethodStep, story: Story, asked: Mapping[Phase, tuple[str, ...]], common: CommonGround
) -> GuideStep:
    questions = asked[step.phase] if step.phase else ()
    if step.most_questions:
        questions = questions[: step.most_questions]
    return GuideStep(
        name=step.name,
        minutes=f"{_range(step.least, step.most, '–')} min",
        text=_step_text(step, story, common),
        say=step.say,
        questions=questions,
    )


def _step_text(step: MethodStep, story: Story, common: CommonGround) -> str:
    parts = [step.text]
    if step.telling is Telling.SAMEN:
        parts.append(common.forms[story.form])
        if story.minutes > step.most:
            parts.append(common.too_long.replace("{duur}", _duration(story)))
    return " ".join(part for part in parts if part)


def _notice(story: Story, common: CommonGround) -> str:
    return (
        common.notice.replace("{melding}", typographic(story.content_notice)) if story.content_notice else ""
    )


def _pointers(story: Story, pointers: Sequence[Pointer], most: int) -> tuple[Pointer, ...]:
    """The best fitting first; those for any story keep the last place, so that there is always one."""
    fitting = [pointer for pointer in pointers if _fit(story, pointer)]
    # sorted() is stable: what fits as well stays in the order the team gave it.
    fitting.sort(key=lambda pointer: -_fit(story, pointer))
    always = [pointer for pointer in pointers if not pointer.kernelementen and not pointer.tones]
    return (*fitting[: max(0, most - len(always))], *always)[:most]


def _fit(story: Story, pointer: Pointer) -> int:
    """Two points for each kernelement that is shared, one for the tone."""
    shared = len(set(story.kernelementen) & set(pointer.kernelementen))
    return 2 * shared + (story.tone in pointer.tones)


def _duration(story: Story) -> str:
    return "1 minuut" if story.minutes == 1 else f"{story.minutes} minuten"


def _range(least: int, most: int, word: str) -> str:
    return f"{least}" if least == most else f"{least}{word}{most}"
