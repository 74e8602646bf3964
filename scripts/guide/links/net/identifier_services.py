"""Identifier services: asking those that keep the truth about some addresses."""

import os
from collections import Counter
from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import quote, urlsplit

from guide.library import identifiers
from guide.library.identifiers import Record, Registry
from guide.links import registries
from guide.links.net import retry_after
from guide.links.net.client import Answer, Client, Limits
from guide.links.net.retry_after import LONGEST_WAIT
from guide.links.record import LinkJudgement

DOI_URL = "https://doi.org"
EUTILS_URL = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"
CTGOV_URL = "https://clinicaltrials.gov/api/v2"
NCBI_PAUSE = 0.34  # at most three requests a second
BATCH = 100
TRIES = 3
RECORDS = Limits(read=4 * 1024 * 1024, unpacked=16 * 1024 * 1024)
MISSES = 2
WEARY = LinkJudgement("unchecked", "The registry that knows it asked us to come back.")
NOT_ASKED = LinkJudgement("unchecked", "The registry that knows it does not answer.")
SILENT = LinkJudgement("unchecked", "The registry that knows it gave no answer.")
# A registry that turns us away says nothing about a link, however often.
UNANSWERED = (WEARY, NOT_ASKED, SILENT)


def base(name: str, usual: str) -> str:
    """A service's address: the environment's, or the usual one."""
    return os.environ.get(name, "").strip() or usual


class IdentifierServices:
    """Asks registries; knows which of them are silent or weary in this run."""

    def __init__(self, client: Client, contact: str) -> None:
        """Ask through this client; NCBI is told the contact, an e-mail address."""
        self._client = client
        self._contact = contact
        self._misses: Counter[Registry] = Counter()
        self._weary: set[Registry] = set()

    async def ask(self, records: list[Record]) -> Mapping[Record, LinkJudgement]:
        """Ask about records, all of the same registry."""
        registry = records[0].registry
        if registry in ("pubmed", "pmc"):
            return await self._summaries(registry, records)
        return {record: await self._one(record) for record in records}

    async def _one(self, record: Record) -> LinkJudgement:
        """Ask about a DOI or a trial."""
        name, registry = record.identifier, record.registry
        if registry == "doi":
            url = identifiers.handle_url(base("DOI_URL", DOI_URL), name)
        else:
            url = identifiers.trial_url(base("CTGOV_URL", CTGOV_URL), name)
        asked = gone = 0
        for _ in range(TRIES):
            answer = await self._get(registry, url)
            if answer.failure == "silent":
                break
            asked += 1
            gone += answer.status == HTTPStatus.NOT_FOUND
            if registry == "doi":
                found = registries.judge_handle(answer.status, answer.body, name)
            else:
                found = registries.judge_trial(answer.status, answer.body, name)
            sure = answer.status != HTTPStatus.NOT_FOUND or gone > 1
            if found and (registry == "doi" or sure):
                return found
        if not asked and registry not in self._weary:
            return NOT_ASKED
        return self._unknown(registry)

    async def _summaries(
        self, registry: Registry, records: list[Record]
    ) -> dict[Record, LinkJudgement]:
        """Ask E-utilities about many records at once."""
        contact = f"&email={quote(self._contact)}" if self._contact else ""
        found: dict[Record, LinkJudgement] = {}
        for start in range(0, len(records), BATCH):
            batch = records[start : start + BATCH]
            ids = [record.identifier for record in batch]
            url = identifiers.summary_url(
                base("EUTILS_URL", EUTILS_URL), registry, ids, f"&tool=guide{contact}"
            )
            for _ in range(TRIES):
                answer = await self._get(registry, url)
                if answer.failure == "silent":
                    break
                judged = {
                    record: registries.judge_summary(
                        answer.body, record.identifier, registry
                    )
                    for record in batch
                }
                found |= {record: said for record, said in judged.items() if said}
                if all(judged.values()):
                    break
        unknown = self._unknown(registry)
        return {record: found.get(record, unknown) for record in records}

    def _unknown(self, registry: Registry) -> LinkJudgement:
        """What can be said of a record without an answer about it."""
        return WEARY if registry in self._weary else SILENT

    async def _get(self, registry: Registry, url: str) -> Answer:
        """Ask a registry, unless it is silent or has sent us away for long."""

        def refusal() -> Answer | None:
            if registry in self._weary or self._misses[registry] >= MISSES:
                return Answer(url, failure="silent", detail="It does not answer.")
            return None

        async with self._client.browse() as browsing:
            answer = await browsing.get(url, RECORDS, refusal)
        if answer.failure == "silent":
            return answer
        self._misses[registry] = self._misses[registry] + 1 if answer.failure else 0
        wait = retry_after.seconds(answer)
        if wait > LONGEST_WAIT:
            self._weary.add(registry)
        elif wait:
            self._client.limit.hold(urlsplit(url).hostname or "", wait)
        return answer
