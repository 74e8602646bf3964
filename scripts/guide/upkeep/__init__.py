"""Upkeep programs' hands: what they share to read the network and write files."""
