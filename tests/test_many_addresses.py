"""Sources with thousands of addresses are read in a time that grows with them."""

from time import process_time

from guide.links.repairs import find


def test_thousands_of_addresses_are_found_in_one_reading() -> None:
    """The time grows with the text, not with the text times the addresses."""
    addresses = [f"http://a.org/page-{n}/some_name?x={n}&y=2" for n in range(5000)]
    text = "\n\n".join(f"Before [name]({one}) and `code`." for one in addresses)
    began = process_time()
    assert len(find(text, "a.md", addresses)) == len(addresses)
    assert process_time() - began < 5
