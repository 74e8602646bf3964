"""Registries: what their answers mean."""

import pytest
from guide.links.record import LinkJudgement
from guide.links.registries import judge_handle, judge_summary, judge_trial

OK = LinkJudgement("ok", "")


@pytest.mark.parametrize(
    ("status", "body", "judgement"),
    [
        (200, b'{"responseCode": 1}', OK),
        (404, b'{"responseCode": 100}', LinkJudgement("dead", "The DOI 10.1/x was never registered.")),  # noqa: E501 -- a long pattern or address
        (200, b'{"responseCode": 200}', LinkJudgement("flaky", "The Handle system answers 200 for the DOI 10.1/x.")),  # noqa: E501 -- a long pattern or address
        (499, b'{"responseCode": 2}', LinkJudgement("flaky", "The Handle system answers 2 for the DOI 10.1/x.")),  # noqa: E501 -- a long pattern or address
        (500, b'{"responseCode": 2}', None),
        (404, b"{}", None),
        (404, b"<html>", None),
        (200, b"[1]", None),
        (200, b"[" * 100_000, None),
    ],
)  # fmt: skip
def test_the_handle_system_knows_a_doi(
    status: int, body: bytes, judgement: LinkJudgement | None
) -> None:
    """1 lives, 100 never existed, all else proves nothing."""
    assert judge_handle(status, body, "10.1/x") == judgement


@pytest.mark.parametrize(
    ("body", "registry", "judgement"),
    [
        (b'{"result": {"5": {"title": "x"}}}', "pubmed", OK),
        (b'{"result": {"5": {"error": "x"}}}', "pubmed", LinkJudgement("dead", "PubMed has no record 5.")),  # noqa: E501 -- a long pattern or address
        (b'{"result": {"5": {"error": "x"}}}', "pmc", LinkJudgement("dead", "PubMed Central has no record 5.")),  # noqa: E501 -- a long pattern or address
        (b'{"result": {"6": {}}}', "pubmed", None),
        (b'{"result": {"5": "x"}}', "pubmed", None),
        (b'{"result": []}', "pubmed", None),
        (b"no", "pubmed", None),
    ],
)  # fmt: skip
def test_e_utilities_know_a_record(
    body: bytes, registry: str, judgement: LinkJudgement | None
) -> None:
    """An error in its place says that there is none."""
    assert judge_summary(body, "5", registry) == judgement  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("status", "body", "judgement"),
    [
        (200, b'{"protocolSection": {}}', OK),
        (404, b"", LinkJudgement("dead", "ClinicalTrials.gov has no study NCT1.")),
        (200, b"{}", None),
        (200, b"<html>", None),
        (201, b'{"a": 1}', None),
        (503, b'{"a": 1}', None),
    ],
)
def test_clinicaltrials_gov_knows_a_study(
    status: int, body: bytes, judgement: LinkJudgement | None
) -> None:
    """200 with JSON, or 404."""
    assert judge_trial(status, body, "NCT1") == judgement
