"""Bytes and texts in, nouns out; no module here touches disk or network."""
