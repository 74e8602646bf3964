"""The hands of the link check: client, rate limit, crawler, identifier services.

Reads the network and judges nothing.
"""
