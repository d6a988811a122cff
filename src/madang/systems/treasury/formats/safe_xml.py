"""XML from outside: no entities, no document type, no network, and not larger than a bank's file is."""

from lxml import etree

LARGEST = 50 * 1024 * 1024
Element = etree._Element


class XmlRefused(ValueError):
    """The file is not XML that we read; the text says why."""


def read(*, data: bytes) -> Element:
    """The root element. Raises XmlRefused."""
    if len(data) > LARGEST:
        raise XmlRefused("larger than 50 MB")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as fault:
        raise XmlRefused(f"not well-formed XML: {fault.msg}") from None
    except ValueError as fault:
        raise XmlRefused(str(fault)) from None
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise XmlRefused("it declares a document type, which bank files never do")
    return root
