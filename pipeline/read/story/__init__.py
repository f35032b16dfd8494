"""A story's files -> a story, and everything an editor has to mend in them.

parsed = parse_story(files, kernelementen=slugs)          ParsedStory(story, findings, lines)
consent_findings(parsed.story, on=day, channel=channel)   what keeps it from being shown there, then
parse_acceptance(files.agreement)                         what somebody looked at and found right
"""

from pipeline.read.story.acceptance import acceptance_findings, dump_acceptance, parse_acceptance
from pipeline.read.story.consent import consent_findings
from pipeline.read.story.media import picture_finding
from pipeline.read.story.new import new_story, slug_for
from pipeline.read.story.parse import double_slugs, parse_story, story_words

__all__ = [
    "acceptance_findings",
    "consent_findings",
    "double_slugs",
    "dump_acceptance",
    "new_story",
    "parse_acceptance",
    "parse_story",
    "picture_finding",
    "slug_for",
    "story_words",
]
