"""Faults of a bank's file in the reader's language. Formats are plain Python and name them in English; the XML library's own
words and a schema's stay as they are, after our own part of the sentence.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from madang.framework.values import Fault

# A page with more faults helps nobody.
MOST = 200
SAID = frozenset(
    {
        gettext_noop("larger than 50 MB"),
        gettext_noop("it declares a document type, which is never read here"),
        gettext_noop("it declares entities"),
        gettext_noop("the character set is not UTF-8"),
        gettext_noop("this is not UTF-8"),
        gettext_noop("not readable"),
        gettext_noop("not well-formed XML"),
        gettext_noop("against the schema"),
        gettext_noop("the file is not a camt.053.001.08"),
        gettext_noop("the file is not a pain.002.001.03 or pain.002.001.10"),
        gettext_noop("there is no statement in the file"),
        gettext_noop("the entries do not lead from the opening to the closing balance"),
        gettext_noop("a balance is no amount of this currency"),
        gettext_noop("the transfers do not add up to the entry"),
        gettext_noop("Id is missing"),
        gettext_noop("Acct is missing"),
        gettext_noop("Id is too long"),
        gettext_noop("Acct is too long"),
        gettext_noop("Amt is no amount of this currency"),
        gettext_noop("Ccy is missing"),
        gettext_noop("CdtDbtInd is neither CRDT nor DBIT"),
        gettext_noop("BookgDt is no day"),
        gettext_noop("AcctSvcrRef is missing, so the entry could be booked twice"),
        gettext_noop("MsgId is missing"),
        gettext_noop("OrgnlMsgId is missing"),
        gettext_noop("the report tells the status of nothing"),
        gettext_noop("OrgnlEndToEndId is missing, so nobody knows which transfer is meant"),
        gettext_noop("TxSts is no status that we know"),
    }
)


def faults_of(*, found: Iterable[tuple[str, str]], code: str) -> tuple[Fault, ...]:
    """The (place, fault) pairs of a format; a file that is faulty throughout names the first of them and how many more."""
    every = list(found)
    named = [Fault(place, _in_words(says), code) for place, says in every[:MOST]]
    if len(every) > MOST:
        says = str(_("There are {count} more faults.")).format(count=len(every) - MOST)
        named.append(Fault("file", says, code))
    return tuple(named)


def _in_words(says: str) -> str:
    if says in SAID:
        return _(says)
    head, colon, detail = says.partition(": ")
    return f"{_(head)}{colon}{detail}" if head in SAID else says
