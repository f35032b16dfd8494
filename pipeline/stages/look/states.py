"""The one table of states in which a mail is looked at, in the order of the contact sheet."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model.looks import Scene
from pipeline.stages.look.transforms import (
    Transform,
    as_it_is,
    ganga_like,
    gmail_like,
    inverted,
    spaced,
    without_dark,
    without_style,
    word_like,
)

REAL = "Chromium (echte engine)"
# False for mail: it has no landmarks of its own, the program around it has.
MAIL_RULES_OFF = ("region", "landmark-one-main")


@dataclass(frozen=True, slots=True)
class State:
    """One way to look: `name` is that of its picture, `title` and `kind` are what editors read.

    `imitates` is "" for a real engine, else what is simulated, as in "Gmail op het web".
    """

    name: str
    title: str
    width: int
    imitates: str = ""
    transform: Transform = as_it_is
    is_dark: bool = False
    is_forced: bool = False
    is_print: bool = False
    is_darkened: bool = False
    without_images: bool = False
    is_judged: bool = False

    @property
    def is_real(self) -> bool:
        return not self.imitates

    @property
    def kind(self) -> str:
        return f"nabootsing van {self.imitates}" if self.imitates else REAL

    def scene(self, html: str, *, is_judged: bool = True) -> Scene:
        """What a browser has to do to show `html` in this state."""
        return Scene(
            name=self.name,
            html=self.transform(html),
            width=self.width,
            is_dark=self.is_dark,
            is_forced=self.is_forced,
            is_print=self.is_print,
            is_darkened=self.is_darkened,
            without_images=self.without_images,
            is_judged=self.is_judged and is_judged,
            rules_off=MAIL_RULES_OFF,
        )


STATES: tuple[State, ...] = (
    State("375", "Telefoon", 375, is_judged=True),
    State("donker-375", "Telefoon, donker", 375, is_dark=True, is_judged=True),
    State("600", "Leesvenster", 600),
    State("donker-600", "Leesvenster, donker", 600, is_dark=True),
    State("320", "Kleine telefoon", 320),
    State("1200", "Groot scherm", 1200),
    State("ruime-letters", "Kleine telefoon, ruime letters", 320, transform=spaced),
    State("hoog-contrast", "Hoog contrast", 600, is_forced=True),
    State("hoog-contrast-donker", "Hoog contrast, donker", 600, is_forced=True, is_dark=True),
    State("geen-plaatjes", "Zonder plaatjes", 600, without_images=True),
    State("afdruk", "Afgedrukt", 720, is_print=True),
    State(
        "geen-opmaakblok", "Zonder opmaakblok", 600, "een mailprogramma dat <style> weggooit", without_style
    ),
    State("gmail", "Gmail", 1200, "Gmail op het web", gmail_like),
    State("gmail-app", "Gmail-app", 375, "de Gmail-app met een ander account", ganga_like),
    State("word", "Outlook", 800, "Outlook dat Word gebruikt", word_like),
    State(
        "zelf-donker",
        "Zelf donker gemaakt",
        375,
        "een app die zelf donker maakt",
        without_dark,
        is_darkened=True,
    ),
    State("omgekeerd", "Omgekeerde kleuren", 375, "een app die alle kleuren omkeert", inverted),
)
