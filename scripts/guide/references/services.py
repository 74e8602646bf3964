"""Services: asking the registries of record what they know of an identifier.

One request at a time to a host, at the rate that each asks for; what is silent twice is
left alone for the rest of the run.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from guide.library import identifiers
from guide.links.net import client as network
from guide.links.net import retry_after
from guide.links.net.client import Client, Limits
from guide.links.net.identifier_services import CTGOV_URL, DOI_URL, EUTILS_URL, base
from guide.links.net.retry_after import LONGEST_WAIT
from guide.references import matching, new_records, records
from guide.references.entries import Entry
from guide.references.memory import Memory
from guide.references.new_records import NewRecord
from guide.references.records import Record
from guide.references.verdicts import MOST_DIGITS, Answer, Asked

CROSSREF_URL = "https://api.crossref.org"
EUROPEPMC_URL = "https://www.ebi.ac.uk/europepmc/webservices/rest"
CSL = "application/vnd.citationstyles.csl+json"
LIMITS = Limits(read=8 * 1024 * 1024, unpacked=32 * 1024 * 1024)
BATCH = 100
CANDIDATES = 5
UNLISTED = ("manual", "misc", "online", "unpublished")  # no registry lists these
MOST_NEW = 500
TRIES = 3
MISSES = 2
HOPS = 5
REGISTERED, NEVER = 1, 100  # responseCode of the Handle API
JSON = "application/json"


class SilentError(Exception):
    """A service that gave no answer to believe; the sentence says which and why."""


@dataclass
class Services:
    """The services of record, asked through one client.

    Attributes:
        contact: an e-mail address, told to those who ask for one.
        memory: what was told in the last days.
        failures: why services were silent, each sentence once.
    """

    client: Client
    contact: str
    memory: Memory
    failures: dict[str, None] = field(default_factory=dict)
    _misses: Counter[str] = field(default_factory=Counter)

    async def ask(self, entry: Entry, pubmed: Mapping[str, Answer]) -> Asked:
        """Return all that the services say of an entry.

        Args:
            entry: it.
            pubmed: what PubMed said of all numbers, which are asked for together.
        """
        asked = Asked(
            doi=await self._remembered(
                f"doi:{entry.doi.lower()}", self._doi, entry.doi
            ),
            pmid=pubmed.get(entry.pmid, Answer()),
            trial=await self._remembered(
                f"trial:{entry.trial}", self._trial, entry.trial
            ),
        )
        lost = asked.doi.state == "none" or asked.pmid.state == "none"
        listed = entry.type not in UNLISTED
        if entry.title and listed and (lost or not entry.has_identifier):
            found = await self._candidates(entry)
            asked = replace(asked, candidates=found or (), searched=found is not None)
        return asked

    async def _remembered(
        self, name: str, ask: Callable[[str], Any], identifier: str
    ) -> Answer:
        """Return what is remembered of an identifier, or ask for it."""
        if not identifier:
            return Answer()
        if known := self.memory.get(name):
            return known
        try:
            answer: Answer = await ask(identifier)
        except SilentError as error:
            return Answer("silent", why=str(error))
        self.memory.keep(name, answer)
        return answer

    async def _doi(self, doi: str) -> Answer:
        """Ask the Handle system whether a DOI exists, then who knows what it is."""
        if not identifiers.DOI.fullmatch(doi):
            return Answer("none")
        url = identifiers.handle_url(base("DOI_URL", DOI_URL), doi)
        said = await self._json("The Handle system", url, (HTTPStatus.NOT_FOUND,))
        code = said.get("responseCode") if isinstance(said, dict) else None
        if code == NEVER:
            return Answer("none")
        if code != REGISTERED:
            raise SilentError("The Handle system gave an answer that says nothing.")
        try:
            return Answer("known", await self._described(doi))
        except SilentError:
            if record := await self._europe(f'DOI:"{doi}"', doi=doi):
                return Answer("known", record)
            raise

    async def _described(self, doi: str) -> Record | None:
        """Return what Crossref knows of a DOI, or else its own registry."""
        if message := await self.message(doi):
            return records.crossref(message)
        url = f"{base('DOI_URL', DOI_URL).rstrip('/')}/{quote(doi, safe='/')}"
        unknown = (
            HTTPStatus.NOT_FOUND,
            HTTPStatus.NOT_ACCEPTABLE,
            HTTPStatus.NO_CONTENT,
        )
        item = await self._json("doi.org", url, unknown, CSL)
        return (
            records.csl(item) if isinstance(item, dict) and item.get("title") else None
        )

    async def message(self, doi: str) -> Any:  # noqa: ANN401  # JSON
        """Return what Crossref says of a DOI, None if it does not know it.

        Raises:
            SilentError: it does not answer.
        """
        root = base("CROSSREF_URL", CROSSREF_URL).rstrip("/")
        mail = f"?mailto={quote(self.contact)}" if self.contact else ""
        url = f"{root}/works/{quote(doi, safe='')}{mail}"
        said = await self._json("Crossref", url, (HTTPStatus.NOT_FOUND,))
        return said.get("message") if isinstance(said, dict) else None

    async def summary(self, pmid: str) -> Any:  # noqa: ANN401  # JSON
        """Return PubMed's summary of a number, None if there is no such record.

        Raises:
            SilentError: it does not answer.
        """
        url = identifiers.summary_url(
            base("EUTILS_URL", EUTILS_URL), "pubmed", [pmid], "&tool=guide"
        )
        said = await self._json("PubMed", url, ())
        item = (said.get("result") or {}).get(pmid) if isinstance(said, dict) else None
        return None if not item or item.get("error") else item

    async def _trial(self, number: str) -> Answer:
        root = base("CTGOV_URL", CTGOV_URL).rstrip("/")
        root += "" if urlsplit(root).path else "/api/v2"
        url = f"{root}/studies/{number}?format=json"
        said = await self._json("ClinicalTrials.gov", url, (HTTPStatus.NOT_FOUND,))
        if isinstance(said, dict) and said.get("protocolSection"):
            return Answer("known", records.trial(said))
        return Answer("none")

    async def pubmed(self, numbers: Iterable[str]) -> dict[str, Answer]:
        """Return what PubMed says of numbers: which exist, what became of them."""
        found: dict[str, Answer] = {}
        wanted = []
        for number in dict.fromkeys(it for it in numbers if it):
            if known := self.memory.get(f"pmid:{number}"):
                found[number] = known
            elif len(number) > MOST_DIGITS:
                found[number] = Answer("none")
            else:
                wanted.append(number)
        for start in range(0, len(wanted), BATCH):
            batch = wanted[start : start + BATCH]
            try:
                found |= await self._batch(batch)
            except SilentError as error:
                for number in batch:
                    record = await self._europe(
                        f"EXT_ID:{number} AND SRC:MED", pmid=number
                    )
                    state = Answer("known", record) if record else None
                    found[number] = state or Answer("silent", why=str(error))
            for number in batch:
                self.memory.keep(f"pmid:{number}", found[number])
        return found

    async def entered(self, query: str, since: date, until: date) -> list[NewRecord]:
        """Return what PubMed took in between two days, by the day of entry.

        Raises:
            SilentError: it does not answer, or its answer says nothing.
        """
        root = base("EUTILS_URL", EUTILS_URL)
        url = identifiers.summary_url(root, "pubmed", [], self._who())
        days = f"&datetype=crdt&mindate={since:%Y/%m/%d}&maxdate={until:%Y/%m/%d}"
        search = url.replace("/esummary.fcgi", "/esearch.fcgi").replace("&id=", "")
        said = await self._json(
            "PubMed", f"{search}{days}&retmax={MOST_NEW}&term={quote(query)}", ()
        )
        told = said.get("esearchresult") if isinstance(said, dict) else None
        if not isinstance(told, dict) or not isinstance(told.get("idlist"), list):
            raise SilentError("PubMed gave an answer that says nothing.")
        found: list[NewRecord] = []
        numbers = [str(it) for it in told["idlist"]]
        for start in range(0, len(numbers), BATCH):
            xml = await self._fetched(numbers[start : start + BATCH])
            try:
                found += new_records.articles(xml)
            except ValueError as error:
                raise SilentError(f"PubMed's answer cannot be read: {error}") from error
        return found

    async def updated(self, query: str, since: date, _until: date) -> list[NewRecord]:
        """Return the trials whose record has changed since a day.

        Raises:
            SilentError: the register does not answer, or its answer says nothing.
        """
        root = base("CTGOV_URL", CTGOV_URL).rstrip("/")
        root += "" if urlsplit(root).path else "/api/v2"
        changed = quote(f"AREA[LastUpdatePostDate]RANGE[{since.isoformat()},MAX]")
        url = f"{root}/studies?query.cond={quote(query)}&filter.advanced={changed}"
        said = await self._json("ClinicalTrials.gov", f"{url}&pageSize=100", ())
        if not isinstance(said, dict) or "studies" not in said:
            raise SilentError("ClinicalTrials.gov gave an answer that says nothing.")
        return new_records.trials(said)

    def _who(self) -> str:
        email = f"&email={quote(self.contact)}" if self.contact else ""
        return f"&tool=guide{email}"

    async def _fetched(self, numbers: list[str]) -> bytes:
        """Return the whole records of PubMed numbers as XML."""
        url = identifiers.summary_url(
            base("EUTILS_URL", EUTILS_URL), "pubmed", numbers, self._who()
        )
        url = url.replace("/esummary.fcgi", "/efetch.fcgi")
        url = url.replace("retmode=json", "retmode=xml")
        return await self._get("PubMed", url, (), "application/xml")

    async def _batch(self, numbers: list[str]) -> dict[str, Answer]:
        root = base("EUTILS_URL", EUTILS_URL)
        url = identifiers.summary_url(root, "pubmed", numbers, self._who())
        said = await self._json("PubMed", url, ())
        result = said.get("result") if isinstance(said, dict) else None
        if not isinstance(result, dict) or not any(it in result for it in numbers):
            raise SilentError("PubMed gave an answer that says nothing.")
        whole = await self._whole(numbers)
        found = {}
        for number in numbers:
            if number not in result:
                found[number] = Answer("silent", why="PubMed did not answer for it.")
                continue
            short, long = records.summary(result, number), whole.get(number)
            if short is None:
                found[number] = Answer("none")
            else:
                found[number] = Answer("known", _joined(short, long))
        return found

    async def _whole(self, numbers: list[str]) -> dict[str, Record]:
        """Return the whole records, which tell of retractions and corrections."""
        answer = await self._fetched(numbers)
        try:
            return records.articles(answer)
        except ValueError as error:
            raise SilentError(
                f"PubMed gave an answer that says nothing: {error}"
            ) from error

    async def _europe(
        self, query: str, *, doi: str = "", pmid: str = ""
    ) -> Record | None:
        """Return what Europe PMC knows of a work, None if it tells nothing."""
        root = base("EUROPEPMC_URL", EUROPEPMC_URL).rstrip("/")
        url = f"{root}/search?query={quote(query)}&format=json&resultType=core"
        try:
            said = await self._json("Europe PMC", url, (HTTPStatus.NOT_FOUND,))
        except SilentError:
            return None
        listed = records.europe_pmc(said) if isinstance(said, dict) else ()
        same = (
            it for it in listed if doi.lower() in it.doi.lower() and pmid in it.pmid
        )
        return next(same, None)

    async def _candidates(self, entry: Entry) -> list[Record] | None:
        """Return works whose title is like an entry's, None if nobody answers."""
        words = quote(f"{entry.title} {entry.family}".strip())
        mail = f"&mailto={quote(self.contact)}" if self.contact else ""
        root = base("CROSSREF_URL", CROSSREF_URL).rstrip("/")
        url = f"{root}/works?query.bibliographic={words}&rows={CANDIDATES}{mail}"
        try:
            said = await self._json("Crossref", url, (HTTPStatus.NOT_FOUND,))
        except SilentError:
            return None
        message = said.get("message") if isinstance(said, dict) else None
        items = message.get("items") if isinstance(message, dict) else None
        found = [records.crossref(it) for it in items or () if isinstance(it, dict)]
        return sorted(found, key=lambda it: -matching.likeness(entry.title, it.titles))

    async def _json(
        self, service: str, url: str, fine: tuple[int, ...], accept: str = JSON
    ) -> Any:  # noqa: ANN401  # JSON
        """Return a JSON answer; None for a status that is fine and has none."""
        body = await self._get(service, url, fine, accept)
        try:
            return json.loads(body)
        except ValueError:
            if body.strip() and fine and not body.lstrip().startswith((b"<", b"{")):
                return None  # "Resource not found." in plain words
            raise SilentError(f"{service} gave an answer that is not JSON.") from None

    async def _get(
        self, service: str, url: str, fine: tuple[int, ...], accept: str
    ) -> bytes:
        """Return the body of an answer with a status of 200 or one that is fine.

        Raises:
            SilentError: there is none after some tries; the service is then left alone.
        """
        if self._misses[service] >= MISSES:
            raise SilentError(f"{service} does not answer.")
        why = "gave no answer"
        for _ in range(TRIES):
            answer = await self._follow(url, accept)
            if answer.status in (HTTPStatus.OK, *fine) and answer.whole:
                self._misses[service] = 0
                return answer.body or b"null"
            why = answer.detail or answer.failure or f"answers {answer.status}"
            wait = retry_after.seconds(answer)
            if wait > LONGEST_WAIT:
                self._misses[service] = MISSES
                break
            if wait:
                self.client.limit.hold(urlsplit(url).hostname or "", wait)
            elif answer.status and answer.status < HTTPStatus.INTERNAL_SERVER_ERROR:
                break  # it will not say anything else
        self._misses[service] += 1
        sentence = f"{service} could not be asked ({why.rstrip('.')})."
        self.failures[sentence] = None
        raise SilentError(sentence)

    async def _follow(self, url: str, accept: str) -> network.Answer:
        """Ask for an address, and for those that it leads to."""
        async with self.client.browse() as browsing:
            for _ in range(HOPS):
                answer = await browsing.get(url, LIMITS, accept=accept)
                to = answer.headers.get("location", "")
                if answer.status not in range(300, 400) or not to:
                    return answer
                url = urljoin(url, to)
        return answer


def _joined(short: Record, long: Record | None) -> Record:
    """Return a record of PubMed with all that its two forms say."""
    if long is None:
        return short
    return replace(
        short,
        titles=tuple(dict.fromkeys((*short.titles, *long.titles))),
        families=tuple(dict.fromkeys((*long.families, *short.families))),
        groups=tuple(dict.fromkeys((*short.groups, *long.groups))),
        years=tuple(dict.fromkeys((*short.years, *long.years))),
        doi=short.doi or long.doi,
        changes=short.changes | long.changes,
    )
