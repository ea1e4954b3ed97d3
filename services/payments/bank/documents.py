"""A bank's message as a tree: only documents of the kinds and versions that are read, and no XML that acts."""

from __future__ import annotations

import re

from lxml import etree

from contracts.in_words import InWords

ROOTS = {
    "pain.002": "CstmrPmtStsRpt",
    "camt.053": "BkToCstmrStmt",
    "camt.054": "BkToCstmrDbtCdtNtfctn",
    "pacs.004": "PmtRtr",
}
"""The kinds of message that say what became of a payment, each with the element that holds it."""

VERSIONS = {
    "pain.002": range(3, 16),
    "camt.053": range(2, 15),
    "camt.054": range(2, 15),
    "pacs.004": range(2, 15),
}
"""The versions whose parts that we read have the same names and meaning; an entry's status has two forms."""

_NAMESPACE = re.compile(r"urn:iso:std:iso:20022:tech:xsd:((?:pain|camt|pacs)\.[0-9]{3})\.001\.([0-9]{2})")


class MessageUnreadable(InWords):
    """A bank's message is not what it claims to be; the sentence never says what is in it."""


def document(kind: str, body: bytes) -> etree._Element:
    """The element that holds the message, all names without their namespace. Raises `MessageUnreadable`."""
    root = parsed(body)
    namespace = etree.QName(root).namespace or ""
    name = _NAMESPACE.fullmatch(namespace)
    if name is None or etree.QName(root).localname != "Document":
        raise MessageUnreadable("The message is not a document of ISO 20022.")
    if name[1] not in ROOTS or int(name[2]) not in VERSIONS[name[1]]:
        raise MessageUnreadable("The message is of a kind or version that is not read here.")
    if not f"{name[1]}.001.{name[2]}".startswith(kind):
        raise MessageUnreadable("The message is announced as one kind and is of another.")
    _without_namespace(root, namespace)
    content = root.find(ROOTS[name[1]])
    if content is None:
        raise MessageUnreadable("The message does not hold what its kind says.")
    return content


def parsed(body: bytes) -> etree._Element:
    """The root of a text of XML that declares and fetches nothing. Raises `MessageUnreadable`."""
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        raise MessageUnreadable("The message declares entities or a document type, and is not opened.")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    try:
        return etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise MessageUnreadable("The message is not XML that can be read.") from None


def _without_namespace(root: etree._Element, namespace: str) -> None:
    """Give every element its bare name. An element of another namespace may stand in supplementary data alone."""
    for element in root.iter():
        name = etree.QName(element)
        if name.namespace == namespace:
            element.tag = name.localname
        elif not any(etree.QName(above).localname == "SplmtryData" for above in element.iterancestors()):
            raise MessageUnreadable("A part of the message is of another namespace than the message.")


def place_of(element: etree._Element) -> str:
    """Where an element stands in its message."""
    return element.getroottree().getpath(element)


def words_at(kind: str, body: bytes, place: str) -> str:
    """What the message says at a place; all of it where the place is not found, or the message cannot be read."""
    try:
        found = document(kind, body).getroottree().findall(place.removeprefix("/Document/")) if place else []
    except MessageUnreadable:
        found = []
    if not found:
        return body.decode("utf-8", "replace")
    etree.cleanup_namespaces(found[0])
    return etree.tostring(found[0], encoding="unicode", with_tail=False, pretty_print=True).strip()


def text_of(element: etree._Element, path: str) -> str | None:
    """The text at a path, without blanks around it; None if there is none."""
    text = element.findtext(path)
    return (text.strip() or None) if text else None
