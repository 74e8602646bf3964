"""A bad web on this computer's loopback, to judge link checkers by."""
