"""Check: one run over all entries, from what they say to what a person is told."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from guide.references import verdicts
from guide.references.entries import Entry
from guide.references.services import Services
from guide.references.verdicts import Finding, Result
from guide.upkeep.tasks import Group, Task, TaskList

STOPPED = Result("unverified", "The run was stopped before it was asked for.")
GROUPS: tuple[tuple[tuple[Finding, ...], str, str], ...] = (
    (
        ("retracted",),
        "Retracted",
        "Take each statement that rests on it out, or rest it on another source.",
    ),
    (
        ("doi-not-found", "pmid-not-found"),
        "Numbers that do not exist",
        "Look the work up by its title; put the right number in, or take it out.",
    ),
    (
        ("mismatch", "id-mismatch"),
        "Not the work that we name",
        "Open both and compare; correct the entry or its number.",
    ),
    (
        ("concern",),
        "Under an expression of concern",
        "Read the notice, and say so in the limits of the entry.",
    ),
    (
        ("corrected",),
        "Corrected since",
        "Read the correction; change what we say if it bears on it.",
    ),
)


@dataclass
class Run:
    """What has been found so far, by key, in the order of the file."""

    results: dict[str, Result]

    @property
    def incomplete(self) -> bool:
        """Whether some entries could not be asked for."""
        return any(it is STOPPED for it in self.results.values())


async def check(
    entries: Mapping[str, Entry],
    services: Services,
    run: Run,
    progress: Callable[[int, int], None],
) -> None:
    """Fill in the results of all entries; what is done stays if this is stopped."""
    run.results |= dict.fromkeys(entries, STOPPED)
    pubmed = await services.pubmed(it.pmid for it in entries.values())
    for nth, (key, entry) in enumerate(entries.items(), 1):
        run.results[key] = verdicts.judge(entry, await services.ask(entry, pubmed))
        progress(nth, len(entries))


def to_tasks(
    results: Mapping[str, Result], entries: Mapping[str, Entry], day: str
) -> TaskList:
    """Return what a person has to look at, the weightiest first."""
    groups = [
        Group(title, advice, tuple(_tasks(results, entries, findings)))
        for findings, title, advice in GROUPS
    ]
    offered = [
        _task(key, it, entries[key])
        for key, it in results.items()
        if it.finding == "unverified" and it.proposal
    ]
    advice = "Compare; accept with make accept-reference KEY=… if it is the same work."
    groups.append(Group("Numbers on offer", advice, tuple(offered)))
    return TaskList("references", day, tuple(groups))


def _tasks(
    results: Mapping[str, Result],
    entries: Mapping[str, Entry],
    findings: tuple[Finding, ...],
) -> Iterable[Task]:
    for key, it in results.items():
        if it.finding in findings:
            yield _task(key, it, entries[key])


def _task(key: str, result: Result, entry: Entry) -> Task:
    offered = ", ".join(
        f"{name} {it}" for name, it in result.proposal.items() if name != "says"
    )
    says = result.proposal.get("says", "")
    said = (
        f"{result.details} On offer: {offered} ({says})." if offered else result.details
    )
    doi = result.proposal.get("doi") or entry.doi
    link = f"https://doi.org/{doi}" if doi and " " not in doi else ""
    return Task(key, said, link)
