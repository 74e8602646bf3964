"""Upkeep: what the programs that keep the guide true share."""
