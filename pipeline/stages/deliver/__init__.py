"""Delivery, decided: what goes out to whom, what a relay's answer means, and when to try again.

letter     the approved message, cut once into pieces and filled for each reader
marks      the marks in envelopes and mailto links, which say whose they are to nobody but us
replies    what an answer means for the reader, and for the run
tries      when the next try is, and when it was enough
wire       a message as SMTP wants it
relay_log  which messages a relay took, by its own log
"""

from pipeline.stages.deliver.letter import Letter, LetterFacts, Pieces, Reader, cut_letter
from pipeline.stages.deliver.marks import envelope, mark_of, month_number, month_of_number, token_of
from pipeline.stages.deliver.relay_log import RelayLog, read_relay_log
from pipeline.stages.deliver.replies import Alarm, Verdict, Watch, judge
from pipeline.stages.deliver.tries import next_try, settle
from pipeline.stages.deliver.wire import on_wire

__all__ = [
    "Alarm",
    "Letter",
    "LetterFacts",
    "Pieces",
    "Reader",
    "RelayLog",
    "Verdict",
    "Watch",
    "cut_letter",
    "envelope",
    "judge",
    "mark_of",
    "month_number",
    "month_of_number",
    "next_try",
    "on_wire",
    "read_relay_log",
    "settle",
    "token_of",
]
