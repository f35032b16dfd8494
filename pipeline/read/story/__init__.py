"""A story's files -> a story, and everything an editor has to mend in them.

parsed = parse_story(files, kernelementen=slugs)          ParsedStory(story, findings, lines)
consent_findings(parsed.story, on=day, channel=channel)   what keeps it from being shown there, then
"""

from pipeline.read.story.consent import consent_findings
from pipeline.read.story.parse import double_slugs, parse_story

__all__ = ["consent_findings", "double_slugs", "parse_story"]
