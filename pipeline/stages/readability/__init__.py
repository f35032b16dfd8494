"""Readability: an honest signal whether a story reads as plain Dutch, and where not. Never a block."""

from pipeline.stages.readability.advice import readability

__all__ = ["readability"]
