"""Registries: what the open services that keep the truth about an address mean."""

import json
from http import HTTPStatus
from typing import Any

from guide.library.identifiers import Registry
from guide.links.record import LinkJudgement

REGISTERED, NEVER_REGISTERED = 1, 100  # the Handle system's responseCode


def judge_handle(status: int, body: bytes, doi: str) -> LinkJudgement | None:
    """What the Handle system says of a DOI; None if it says nothing usable."""
    code = _object(body).get("responseCode")
    if code == REGISTERED:
        return LinkJudgement("ok", "")
    if code == NEVER_REGISTERED:
        return LinkJudgement("dead", f"The DOI {doi} was never registered.")
    if code is None or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return None
    return LinkJudgement(
        "flaky", f"The Handle system answers {code} for the DOI {doi}."
    )


def judge_summary(
    body: bytes, identifier: str, registry: Registry
) -> LinkJudgement | None:
    """What E-utilities say of one record; None if they say nothing usable."""
    result = _object(body).get("result")
    item = result.get(identifier) if isinstance(result, dict) else None
    if not isinstance(item, dict):
        return None
    if "error" in item:
        name = {"pubmed": "PubMed", "pmc": "PubMed Central"}[registry]
        return LinkJudgement("dead", f"{name} has no record {identifier}.")
    return LinkJudgement("ok", "")


def judge_trial(status: int, body: bytes, identifier: str) -> LinkJudgement | None:
    """What ClinicalTrials.gov says of a study; None if it says nothing usable."""
    if status == HTTPStatus.NOT_FOUND:
        return LinkJudgement("dead", f"ClinicalTrials.gov has no study {identifier}.")
    if status == HTTPStatus.OK and _object(body):
        return LinkJudgement("ok", "")
    return None


def _object(body: bytes) -> dict[str, Any]:
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}
