"""The codes of findings that no rule on mails gives: choosing, composing, stories, consent, reading.

Known so that a waiver with a typing error can be told from one that is no longer needed. A test compares this
list with the tables in docs/reference.md.
"""

from __future__ import annotations

_NAMES = """
    card-missing consent-changed consent-child-not-asked consent-expired consent-no-reference
    consent-not-accepted consent-not-given consent-not-read-back consent-not-yet consent-out-of-scope
    consent-unsigned-for-child consent-withdrawn edition-empty edition-unreadable help-line-missing
    help-line-stale identifying-age identifying-birth-date identifying-bsn identifying-club
    identifying-date identifying-email identifying-employer identifying-file-name
    identifying-file-number identifying-handle identifying-iban identifying-illness
    identifying-institution identifying-name identifying-number-plate identifying-phone
    identifying-place identifying-postcode identifying-safelink identifying-school identifying-street
    introduction-missing item-also-dropped item-title-missing kernelement-unknown names-not-checked
    reading-abbreviation reading-hard reading-jargon reading-passive reading-sentence-long review-stale
    section-missing section-unknown stories-not-ready stories-stock-low story-body-missing
    story-captions-missing story-fictional story-file-missing story-header-missing
    story-image-alt-missing story-image-credit-missing story-image-missing story-image-too-large
    story-image-unreadable story-key-double story-key-missing story-key-unknown story-media-missing
    story-minutes-invalid story-missing story-month-double story-named-in-preview story-not-markdown
    story-not-publishable story-not-utf8 story-path-unsafe story-poster-missing story-questions-count
    story-repeated story-slug-double story-slug-invalid story-too-large story-transcript-missing
    story-unreadable story-value-invalid story-yaml-broken summary-long summary-missing summary-short
    waiver-unknown waiver-unused withdrawn-key-missing
"""
OTHER_CODES = frozenset(_NAMES.split())
