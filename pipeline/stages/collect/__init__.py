"""Reconciles what was read with what is stored: what is new, what changed, what is a copy.

    identities, resemblances, relatives  ->  what to look up in the store  ->  Known
    collect(found, source, endpoint, known, owners, now)                   ->  Collected(new, changed)

identity     by what a publication is known again     known      what of the store a visit meets
reconcile    new, changed, or the same                copies     one thing at two sites

Identity is the canonical address. A changed guid is not a new publication; a changed text is an update of
the one we have. Dates only move back: systems that stamp a whole archive anew must not turn years-old
letters into news.
"""

from pipeline.stages.collect.identity import key_of, owners_of
from pipeline.stages.collect.known import Known, identities, relatives, resemblances
from pipeline.stages.collect.reconcile import Collected, collect, complete, content_hash

__all__ = [
    "Collected",
    "Known",
    "collect",
    "complete",
    "content_hash",
    "identities",
    "key_of",
    "owners_of",
    "relatives",
    "resemblances",
]
