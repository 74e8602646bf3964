"""Registrars: asking the open services that keep the truth about some addresses."""

import os
from collections.abc import Mapping
from urllib.parse import quote

from guide import registries
from guide.registries import Record, Registry
from guide.verdicts import Judgement

from upkeep.client import Answer, Client, Limits

DOI_URL = "https://doi.org"
EUTILS_URL = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"
CTGOV_URL = "https://clinicaltrials.gov/api/v2"
NCBI_PAUSE = 0.34  # at most three requests a second
BATCH = 100
TRIES = 3
RECORDS = Limits(read=4 * 1024 * 1024, unpacked=16 * 1024 * 1024)
SILENT = Judgement("flaky", "The registry that knows it does not answer.")


def base(name: str, usual: str) -> str:
    """A service's address: the environment's, or the usual one."""
    return os.environ.get(name, "").strip() or usual


async def ask(
    client: Client, records: list[Record], contact: str
) -> Mapping[Record, Judgement]:
    """Ask about records of one registry.

    Args:
        client: the way to the network.
        records: all of the same registry.
        contact: an e-mail address for NCBI, or "".
    """
    registry = records[0].registry
    if registry in ("pubmed", "pmc"):
        return await _summaries(client, registry, records, contact)
    return {record: await _one(client, record) for record in records}


async def _one(client: Client, record: Record) -> Judgement:
    """Ask about a DOI or a trial."""
    name = record.identifier
    if record.registry == "doi":
        url = registries.handle_url(base("DOI_URL", DOI_URL), name)
    else:
        url = registries.trial_url(base("CTGOV_URL", CTGOV_URL), name)
    for _ in range(TRIES):
        answer = await _get(client, url)
        if answer.failure:
            continue
        if record.registry == "doi":
            found = registries.judge_handle(answer.status, answer.body, name)
        else:
            found = registries.judge_trial(answer.status, answer.body, name)
        if found:
            return found
    return SILENT


async def _summaries(
    client: Client, registry: Registry, records: list[Record], contact: str
) -> dict[Record, Judgement]:
    """Ask E-utilities about many records at once."""
    who = f"&tool=guide&email={quote(contact)}" if contact else "&tool=guide"
    found: dict[Record, Judgement] = {}
    for start in range(0, len(records), BATCH):
        batch = records[start : start + BATCH]
        ids = [record.identifier for record in batch]
        url = registries.summary_url(base("EUTILS_URL", EUTILS_URL), registry, ids, who)
        for _ in range(TRIES):
            answer = await _get(client, url)
            judged = {
                record: registries.judge_summary(
                    answer.body, record.identifier, registry
                )
                for record in batch
            }
            found |= {record: verdict for record, verdict in judged.items() if verdict}
            if all(judged.values()):
                break
    return {record: found.get(record, SILENT) for record in records}


async def _get(client: Client, url: str) -> Answer:
    async with client.visit() as visit:
        return await visit.get(url, RECORDS)
