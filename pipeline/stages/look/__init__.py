"""Looks at a draft as readers will see it: which states there are, and what of the answers is wrong.

    STATES ─ scene(html) ─> a browser ─> shots ─> look_findings, judge_findings, contact_sheet
                                             └─> compare, with another month

Pure: transforms are text to text, and the browser is somebody else's. What is no real engine is called a
simulation, everywhere.
"""

from pipeline.stages.look.difference import compare
from pipeline.stages.look.findings import PROBES, Judged, judge_findings, look_findings, remarks
from pipeline.stages.look.pages import PAGES, judged_page, page_scenes
from pipeline.stages.look.probe_script import PROBE
from pipeline.stages.look.sheet import (
    NOT_ASKED,
    contact_sheet,
    difference_file,
    no_pictures,
    other_file,
    picture_file,
)
from pipeline.stages.look.states import MAIL_RULES_OFF, REAL, STATES, State
from pipeline.stages.look.transforms import shown_as

__all__ = [
    "MAIL_RULES_OFF",
    "NOT_ASKED",
    "PAGES",
    "PROBE",
    "PROBES",
    "REAL",
    "STATES",
    "Judged",
    "State",
    "compare",
    "contact_sheet",
    "difference_file",
    "judge_findings",
    "judged_page",
    "look_findings",
    "no_pictures",
    "other_file",
    "page_scenes",
    "picture_file",
    "remarks",
    "shown_as",
]
