"""Whether the scripts that Python has loaded are still the ones in the folder."""

from pathlib import Path


def newest(folder: Path) -> float:
    """Return the time of the latest change of a script below a folder (seconds)."""
    return max(path.stat().st_mtime for path in folder.rglob("*.py"))


def fault(folder: Path) -> str:
    """Return in a sentence why a script cannot be loaded, or ""."""
    for path in sorted(folder.rglob("*.py")):
        try:
            compile(path.read_bytes(), path, "exec")
        except SyntaxError as error:
            return f"{path}:{error.lineno}: {error.msg}. Repair it; it is then loaded."
    return ""
