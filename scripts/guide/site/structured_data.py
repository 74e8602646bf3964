"""What a search engine may know of a page, in the words of schema.org."""

from collections.abc import Iterable, Mapping
from typing import Any

from guide.library.bibtex import Work

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
CONDITION = {
    "@type": "MedicalCondition",
    "name": "Stiff-person syndrome",
    "alternateName": ["SPS", "Stiff-man syndrome", "Moersch-Woltman syndrome"],
}
PAPERS = {"article", "inbook", "inproceedings"}


def page(
    meta: Mapping[str, Any], address: str, site: str, home: str, works: Iterable[Work]
) -> dict[str, Any]:
    """Return a page as a MedicalWebPage.

    Args:
        meta: its front matter.
        address: its canonical address.
        site: the name of the guide.
        home: the address of the guide.
        works: the works that it cites.
    """
    about: list[dict[str, Any]] = [CONDITION]
    if meta["kind"] == "treatment":
        about.append({"@type": "MedicalTherapy", "name": meta["title"]})
    described: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "@id": address,
        "url": address,
        "name": meta["title"],
        "description": meta["description"],
        "inLanguage": "en",
        "isAccessibleForFree": True,
        "license": LICENCE,
        "lastReviewed": str(meta["reviewed"]),
        "audience": {"@type": "PeopleAudience", "audienceType": "Patient"},
        "about": about,
        "isPartOf": {"@type": "WebSite", "name": site, "url": home},
        "citation": [_cited(work) for work in works],
    }
    if signed := meta.get("clinician"):
        described["reviewedBy"] = {
            "@type": "Person",
            "name": signed["name"],
            "jobTitle": signed["role"],
        }
    return described


def _cited(work: Work) -> dict[str, Any]:
    """Return a source: a paper with its DOI, or another work with its address."""
    kind = "ScholarlyArticle" if work.type in PAPERS else "CreativeWork"
    cited: dict[str, Any] = {"@type": kind, "name": work.get("title")}
    if doi := work.get("doi"):
        cited["sameAs"] = f"https://doi.org/{doi}"
    elif url := work.get("url") or work.get("seen"):
        cited["url"] = url
    return cited
