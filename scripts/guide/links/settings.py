"""Settings: what a maintainer decided about links, in links.toml."""

import tomllib
from dataclasses import dataclass
from datetime import date

from guide.links.addresses import closest

KEYS = ("canaries", "exception")
EXCEPTION_KEYS = ("url", "reason", "until")


@dataclass(frozen=True)
class Exempt:
    """An address, or with "*" at its end all that begin so, left alone until a date."""

    url: str
    reason: str
    until: date

    def covers(self, url: str) -> bool:
        """True if the exception is about this address."""
        if self.url.endswith("*"):
            return url.startswith(self.url[:-1])
        return url == self.url


@dataclass(frozen=True)
class Settings:
    """The whole of links.toml; `canaries` is None if it names none."""

    exempt: tuple[Exempt, ...] = ()
    canaries: tuple[str, ...] | None = None

    def exemption(self, url: str, today: date) -> Exempt | None:
        """The exception that holds for an address today, None if there is none."""
        return next(
            (e for e in self.exempt if e.covers(url) and today <= e.until), None
        )


def parse(text: str, file: str) -> Settings:
    """Read links.toml.

    Raises:
        ValueError: a sentence with file, place and remedy.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{file}: this is not TOML: {error}.") from error
    _known(data, KEYS, file)
    canaries = data.get("canaries")
    if canaries is not None and not _texts(canaries):
        raise ValueError(
            f'{file}: canaries must be a list of addresses: ["https://..."].'
        )
    exceptions = data.get("exception", [])
    if not isinstance(exceptions, list):
        raise ValueError(f"{file}: write [[exception]] with two brackets.")  # noqa: TRY004 -- what is wrong is the text of the file
    return Settings(
        tuple(
            _exempt(item, f"{file}: exception {n}")
            for n, item in enumerate(exceptions, 1)
        ),
        None if canaries is None else tuple(canaries),
    )


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _exempt(item: object, place: str) -> Exempt:
    if not isinstance(item, dict):
        raise ValueError(f"{place} must be a table with url, reason and until.")  # noqa: TRY004 -- what is wrong is the text of the file
    _known(item, EXCEPTION_KEYS, place)
    for key in ("url", "reason"):
        if not isinstance(item.get(key), str) or not item[key].strip():
            raise ValueError(f'{place} lacks its {key}: {key} = "...".')
    until = item.get("until")
    if not isinstance(until, date):
        raise ValueError(f"{place} lacks its end: until = 2027-01-31 (without quotes).")  # noqa: TRY004 -- what is wrong is the text of the file
    return Exempt(
        item["url"], item["reason"].strip(), date(until.year, until.month, until.day)
    )


def _known(table: dict[str, object], keys: tuple[str, ...], place: str) -> None:
    for key in table:
        if key not in keys:
            near = closest(key, keys)
            hint = f" Did you mean {near!r}?" if near else ""
            raise ValueError(f"{place}: the key {key!r} is unknown.{hint}")
