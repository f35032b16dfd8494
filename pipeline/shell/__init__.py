"""Moves bytes and decides nothing."""
