"""The nouns of the trade, frozen and complete; standard library only.

A role suffix tells where a noun stands on its way: `PublicationData` came from a reader's bytes,
`Publication` is in the store; `EditionPlan` is the editor's file, `Edition` is what is shown.
All datetimes are aware. Dutch stands where editors or readers see a value.

A noun is made when it is first asked for: making all of them takes longer than reading a feed, and the
processes that read feeds need a handful.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.model.agreement import (
        Acceptance,
        AgreedPart,
        acceptance_gaps,
        agreed_digest,
        agreed_parts,
        changed_parts,
    )
    from pipeline.model.anonymity import Found, Identifying
    from pipeline.model.editions import (
        Candidate,
        CandidateLine,
        Chosen,
        ChosenSection,
        Edition,
        EditionPlan,
        Evidence,
        Item,
        Omission,
        PlannedItem,
        Provenance,
        Relevance,
        Rendered,
        Section,
        Selection,
        StoryBlock,
        StoryImage,
        StoryPage,
        TermHit,
        Waiver,
    )
    from pipeline.model.findings import Finding, LinkAnswer
    from pipeline.model.measures import LabelledTitle, Measured, Measures, Miss
    from pipeline.model.publishable import PublishableStory
    from pipeline.model.runs import Approval, Run
    from pipeline.model.settings import (
        CollectLimits,
        Config,
        EmailLimits,
        HelpLine,
        Kernelement,
        Newsletter,
        RelevanceRules,
        ScheduleRules,
        SectionRule,
        StoryRules,
        TermGroup,
    )
    from pipeline.model.sources import (
        SUMMARY_WORDS,
        Copy,
        Document,
        Endpoint,
        EndpointState,
        Fetched,
        FetchRequest,
        FieldMap,
        LookUp,
        Offer,
        Parsed,
        Publication,
        PublicationData,
        ReadContext,
        Rest,
        RestReason,
        RobotsFile,
        Selectors,
        Sighting,
        Source,
        Visit,
        VisitRecord,
        Wanted,
        WantedRole,
    )
    from pipeline.model.stories import (
        BODY_KEY,
        Consent,
        ConsentGap,
        FileProblem,
        NameReview,
        ParsedStory,
        Story,
        StoryFiles,
        StoryWords,
        consent_gaps,
    )
    from pipeline.model.times import ORDINALS, WEEKDAYS, Month, MonthlyRule, Window
    from pipeline.model.withdrawals import Withdrawal, Withdrawals, mark
    from pipeline.model.words import (
        Channel,
        ChildAge,
        ConsentStatus,
        Kind,
        Origin,
        PublicationType,
        Reason,
        Severity,
        Status,
        StoryForm,
        Teller,
        Tone,
    )

_NAMES = {
    "agreement": "Acceptance AgreedPart acceptance_gaps agreed_digest agreed_parts changed_parts",
    "anonymity": "Found Identifying",
    "editions": (
        "Candidate CandidateLine Chosen ChosenSection Edition EditionPlan Evidence Item Omission "
        "PlannedItem Provenance Relevance Rendered Section Selection StoryBlock StoryImage "
        "StoryPage TermHit Waiver"
    ),
    "findings": "Finding LinkAnswer",
    "measures": "LabelledTitle Measured Measures Miss",
    "publishable": "PublishableStory",
    "runs": "Approval Run",
    "settings": (
        "CollectLimits Config EmailLimits HelpLine Kernelement Newsletter RelevanceRules "
        "ScheduleRules SectionRule StoryRules TermGroup"
    ),
    "sources": (
        "Copy Document Endpoint EndpointState FetchRequest Fetched FieldMap LookUp Offer Parsed "
        "Publication PublicationData ReadContext Rest RestReason RobotsFile SUMMARY_WORDS Selectors "
        "Sighting Source Visit VisitRecord Wanted WantedRole"
    ),
    "stories": (
        "BODY_KEY Consent ConsentGap FileProblem NameReview ParsedStory Story StoryFiles StoryWords "
        "consent_gaps"
    ),
    "times": "Month MonthlyRule ORDINALS WEEKDAYS Window",
    "withdrawals": "Withdrawal Withdrawals mark",
    "words": (
        "Channel ChildAge ConsentStatus Kind Origin PublicationType Reason Severity Status "
        "StoryForm Teller Tone"
    ),
}
_HOMES = {name: home for home, names in _NAMES.items() for name in names.split()}

__all__ = [
    "BODY_KEY",
    "ORDINALS",
    "SUMMARY_WORDS",
    "WEEKDAYS",
    "Acceptance",
    "AgreedPart",
    "Approval",
    "Candidate",
    "CandidateLine",
    "Channel",
    "ChildAge",
    "Chosen",
    "ChosenSection",
    "CollectLimits",
    "Config",
    "Consent",
    "ConsentGap",
    "ConsentStatus",
    "Copy",
    "Document",
    "Edition",
    "EditionPlan",
    "EmailLimits",
    "Endpoint",
    "EndpointState",
    "Evidence",
    "FetchRequest",
    "Fetched",
    "FieldMap",
    "FileProblem",
    "Finding",
    "Found",
    "HelpLine",
    "Identifying",
    "Item",
    "Kernelement",
    "Kind",
    "LabelledTitle",
    "LinkAnswer",
    "LookUp",
    "Measured",
    "Measures",
    "Miss",
    "Month",
    "MonthlyRule",
    "NameReview",
    "Newsletter",
    "Offer",
    "Omission",
    "Origin",
    "Parsed",
    "ParsedStory",
    "PlannedItem",
    "Provenance",
    "Publication",
    "PublicationData",
    "PublicationType",
    "PublishableStory",
    "ReadContext",
    "Reason",
    "Relevance",
    "RelevanceRules",
    "Rendered",
    "Rest",
    "RestReason",
    "RobotsFile",
    "Run",
    "ScheduleRules",
    "Section",
    "SectionRule",
    "Selection",
    "Selectors",
    "Severity",
    "Sighting",
    "Source",
    "Status",
    "Story",
    "StoryBlock",
    "StoryFiles",
    "StoryForm",
    "StoryImage",
    "StoryPage",
    "StoryRules",
    "StoryWords",
    "Teller",
    "TermGroup",
    "TermHit",
    "Tone",
    "Visit",
    "VisitRecord",
    "Waiver",
    "Wanted",
    "WantedRole",
    "Window",
    "Withdrawal",
    "Withdrawals",
    "acceptance_gaps",
    "agreed_digest",
    "agreed_parts",
    "changed_parts",
    "consent_gaps",
    "mark",
]


if not TYPE_CHECKING:  # The type checker knows the nouns by their imports above, and refuses any other name.

    def __getattr__(name: str) -> Any:
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        noun = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
        globals()[name] = noun
        return noun
