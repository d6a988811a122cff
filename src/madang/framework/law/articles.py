"""Articles of law in the reader's language.

A citation is written once, in English: `Income Tax Act arts. 19 (1) 12, 45 (2); Local Tax Act art. 92`. The pack says in
`articles.yaml` what its acts are called and how a language writes articles; what it does not know is shown as it was written.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from madang.framework.law.active import pack

PART = re.compile(r"^(?:(?P<act>.+?) )?(?P<many>arts|art)\. (?P<refs>.+)$")
ITEM = r"(?: (?:no\. )?(?P<i>\d+)(?: (?P<l>[a-z]+)(?: (?P<s>\d+)\))?)?)?"
REF = re.compile(r"^(?:(?P<n>\d+(?:\.\d+)*)(?:-(?P<m>\d+))?)?(?: ?\((?P<p>\d+)\))?" + ITEM + "$")
OWN_NAME = re.compile(r"^[^()]+ \(([^()]+)\)$")


class _Unknown(Exception):
    """Something that the pack has no words for."""


def spoken_articles(*, cite: str, language: str) -> str:
    """The citation as `language` writes it, by the active country's `articles.yaml`; unchanged where that does not know it."""
    known = pack().data("articles") or {}
    form = (known.get("forms") or {}).get(language)
    if form is None:
        return cite
    try:
        return str(form["between"]).join(_part(part, known["acts"], form, language) for part in cite.split("; "))
    except _Unknown:
        return cite


def _part(part: str, acts: Mapping[str, Any], form: Mapping[str, str], language: str) -> str:
    found = PART.match(part)
    if found is None:
        raise _Unknown
    refs = found["refs"].split(", ")
    first = REF.match(refs[0])
    if found["many"] == "arts" and len(refs) == 1 and first and first["m"]:
        # Of a single one the plural says that it is a span: arts. 20-22, but arts. 20-3, 47-2.
        begin, end = (form["article"].format(n=first[name]) for name in ("n", "m"))
        written = form["span"].format(first=begin, last=end)
    else:
        written = str(form["between"]).join("".join(_ref(ref, form)) for ref in refs)
    return f"{_act(found['act'] or '', acts, form, language)} {written}"


def _act(name: str, acts: Mapping[str, Any], form: Mapping[str, Any], language: str) -> str:
    if name in acts:
        return str(acts[name][language])
    own = OWN_NAME.match(name)
    if own is not None:
        return own[1]
    for rank, word in form["ranks"].items():
        if name == rank:
            return f"{form['same']} {word}"
        whole = name.removesuffix(f" {rank}").removesuffix(",")
        if whole != name and whole in acts:
            return f"{acts[whole][language]} {word}"
    raise _Unknown


def _ref(text: str, form: Mapping[str, Any]) -> Iterator[str]:
    found = REF.match(text)
    if found is None or not text:
        raise _Unknown
    if found["n"]:
        yield form["numbered" if found["m"] else "article"].format(n=found["n"], m=found["m"])
    for name, letter in (("paragraph", "p"), ("item", "i")):
        if found[letter]:
            yield form[name].format(**{letter: found[letter]})
    if found["l"]:
        if found["l"] not in form["letters"]:
            raise _Unknown
        yield form["letter"].format(l=form["letters"][found["l"]]) + (f"{found['s']})" if found["s"] else "")
