"""Files: read and written whole, or not at all."""

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path


def write_all(texts: Mapping[Path, str]) -> None:
    """Write several files whole: first all of them beside their places, then moved.

    Raises:
        OSError: if one cannot be written; then none has changed.
    """
    ready: dict[Path, Path] = {}
    try:
        for path, text in texts.items():
            ready[path] = _beside(path, text)
        for path, temporary in ready.items():
            temporary.replace(path)
    finally:
        for temporary in ready.values():
            with contextlib.suppress(OSError):
                temporary.unlink()


def ensure_writable(paths: Iterable[Path]) -> None:
    """Make sure, before the work, that files can be written at these places.

    Raises:
        OSError: in a sentence, for the first place at which none can.
    """
    for path in paths:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "this is a folder", str(path))
        try:
            _beside(path, "").unlink()
        except OSError as error:
            said = error.strerror or "it cannot be written"
            raise OSError(error.errno, said, str(path)) from error


def keep_aside(path: Path) -> Path:
    """Move a file that cannot be read out of the way, and say where it is now."""
    aside = path.with_name(f"{path.name}.corrupt")
    number = 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.name}.corrupt-{number}")
    path.replace(aside)
    return aside


def _beside(path: Path, text: str) -> Path:
    """Write a text to a new file in the same folder, down to the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
        temporary.chmod(mode)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(path)) from error
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary
