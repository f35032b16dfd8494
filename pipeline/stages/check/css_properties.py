"""The properties that CSS knows, and the few of its past that mails still use.

From the W3C's index of properties (www.w3.org/Style/CSS/all-properties); what is not here is a typing error.
"""

from __future__ import annotations

_NAMES = """
    accent-color align-content align-items align-self all animation animation-delay animation-direction
    animation-duration animation-fill-mode animation-iteration-count animation-name animation-play-state
    animation-timing-function appearance aspect-ratio backdrop-filter backface-visibility background
    background-attachment background-blend-mode background-clip background-color background-image
    background-origin background-position background-position-x background-position-y background-repeat
    background-size behavior block-size border border-block border-block-end border-block-start
    border-bottom border-bottom-color border-bottom-left-radius border-bottom-right-radius
    border-bottom-style border-bottom-width border-collapse border-color border-image border-inline
    border-left border-left-color border-left-style border-left-width border-radius border-right
    border-right-color border-right-style border-right-width border-spacing border-style border-top
    border-top-color border-top-left-radius border-top-right-radius border-top-style border-top-width
    border-width bottom box-shadow box-sizing break-after break-before break-inside caption-side caret-color
    clear clip clip-path color color-adjust color-scheme column-count column-gap column-rule column-span
    column-width columns contain content counter-increment counter-reset cursor direction display
    empty-cells fill filter flex flex-basis flex-direction flex-flow flex-grow flex-shrink flex-wrap float
    font font-display font-family font-feature-settings font-kerning font-size font-size-adjust
    font-smoothing font-stretch font-style font-variant font-variant-numeric font-weight forced-color-adjust
    gap grid grid-area grid-auto-flow grid-column grid-gap grid-row grid-template grid-template-areas
    grid-template-columns grid-template-rows height hyphens image-rendering initial-letter inline-size inset
    isolation justify-content justify-items justify-self left letter-spacing line-break line-height
    line-height-step list-style list-style-image list-style-position list-style-type margin margin-block
    margin-block-end margin-block-start margin-bottom margin-inline margin-inline-end margin-inline-start
    margin-left margin-right margin-top mask max-height max-inline-size max-width min-height min-width
    mix-blend-mode object-fit object-position opacity order orphans outline outline-color outline-offset
    outline-style outline-width overflow overflow-wrap overflow-x overflow-y padding padding-block
    padding-bottom padding-inline padding-left padding-right padding-top page page-break-after
    page-break-before page-break-inside panose-1 perspective pointer-events position print-color-adjust
    quotes resize right rotate row-gap scale scroll-behavior size speak src stroke stroke-width
    supported-color-schemes table-layout text-align text-align-last text-decoration text-decoration-color
    text-decoration-line text-decoration-skip text-decoration-skip-ink text-decoration-style
    text-decoration-thickness text-emphasis text-indent text-justify text-overflow text-rendering
    text-shadow text-size-adjust text-transform text-underline-offset text-underline-position text-wrap top
    touch-action transform transform-origin transition translate unicode-bidi unicode-range user-select
    vertical-align visibility white-space widows width will-change word-break word-spacing word-wrap
    writing-mode z-index zoom
"""
PROPERTIES = frozenset(_NAMES.split())
