"""In an environment of the peers: build the standard's ZIP, validate a package, merge with ocdsmerge. Prints one JSON object.

python _open_contracting_peer.py validate FILE ZIP EXTENSION...    libcoveocds (AGPL, so a process of its own)
python _open_contracting_peer.py merge SCHEMA FILE         ocdsmerge: compiled and versioned releases of a release package
"""

import json
import sys
import time
from collections import defaultdict
from pathlib import Path


def validate(path: str, standard: str, *zips: str) -> dict[str, object]:
    """What libcoveocds finds."""
    import tempfile

    from libcoveocds.api import ocds_json_output
    from libcoveocds.config import LibCoveOCDSConfig

    package = json.loads(Path(path).read_text())
    _answer_from(standard, zips, package["extensions"])
    config = LibCoveOCDSConfig()
    config.config.update(standard_zip=f"file://{standard}", context="api")
    with tempfile.TemporaryDirectory() as place:
        found = ocds_json_output(place, path, None, json_data=package, lib_cove_ocds_config=config)
    return {name: value for name, value in found.items() if "error" in name or "additional" in name or "check" in name}


def _answer_from(standard: str, zips: tuple[str, ...], extensions: list[str]) -> None:
    """Let be found in the ZIPs what would be fetched: the extensions and the schemas. libcoveocds extends that of releases
    alone, so that of versioned ones is answered as the standard's own generator extends it.
    """
    import zipfile
    from types import SimpleNamespace

    import requests
    from ocdsextensionregistry import ProfileBuilder, util
    from ocdsextensionregistry.versioned_release_schema import get_versioned_release_schema

    def get_extension(address: str, **_options: object) -> SimpleNamespace:
        held = next((one for one in map(Path, zips) if one.stem in address), None)
        if held is None:
            raise requests.ConnectionError(address)
        return SimpleNamespace(raise_for_status=lambda: None, status_code=200, content=held.read_bytes())

    util.session.get = get_extension
    builder = ProfileBuilder("1__1__5", extensions, standard_base_url=f"file://{standard}")
    versioned = json.dumps(get_versioned_release_schema(builder.patched_release_schema(), "1__1__5"))

    def get(address: str, **_options: object) -> SimpleNamespace:
        name = address.rpartition("/")[2]
        with zipfile.ZipFile(standard) as held:
            text = versioned if name.startswith("versioned-") else held.read(f"standard-1__1__5/schema/{name}")
        return SimpleNamespace(raise_for_status=lambda: None, json=lambda **options: json.loads(text, **options))

    requests.get = get


def merge(schema: str, path: str) -> dict[str, object]:
    """CPU seconds of ocdsmerge for each kind, the best of five, and what it made."""
    from ocdsmerge import Merger

    merger = Merger(json.loads(Path(schema).read_text()))
    by_ocid: dict[str, list[dict[str, object]]] = defaultdict(list)
    for one in json.loads(Path(path).read_text())["releases"]:
        by_ocid[one["ocid"]].append(one)
    spent = []
    for _again in range(5):
        copies = json.loads(json.dumps(list(by_ocid.values())))
        began = time.process_time()
        made = [(merger.create_compiled_release(each), merger.create_versioned_release(each)) for each in copies]
        spent.append(time.process_time() - began)
    return {"records": len(made), "seconds": min(spent), "made": made}


if __name__ == "__main__":
    sys.stdout.write(json.dumps({"validate": validate, "merge": merge}[sys.argv[1]](*sys.argv[2:])))
