"""Dutch text: its dates, its sentences, its letters and the titles of its sites."""

from pipeline.text.dutch.dates import (
    MONTHS,
    WEEKDAYS,
    format_day,
    format_month,
    format_when,
    parse_date,
    short_month,
)
from pipeline.text.dutch.letters import clean_text, nbsp_dates, repair_mojibake, typographic
from pipeline.text.dutch.prose import drop_cut_off, sentences, strip_tail, whole_sentences, words

__all__ = [
    "MONTHS",
    "WEEKDAYS",
    "clean_text",
    "drop_cut_off",
    "format_day",
    "format_month",
    "format_when",
    "nbsp_dates",
    "parse_date",
    "repair_mojibake",
    "sentences",
    "short_month",
    "strip_tail",
    "typographic",
    "whole_sentences",
    "words",
]
