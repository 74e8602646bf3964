"""Pure modules, proved at their edges."""
