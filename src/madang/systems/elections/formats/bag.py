"""A bag by RFC 8493 (BagIt 1.0) in a ZIP file: how records are handed to an archive that checks every byte."""

import hashlib
import zipfile
from collections.abc import Iterable, Mapping
from typing import IO

DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def write_bag(
    *, file: IO[bytes], name: str, payload: Mapping[str, Iterable[bytes]], info: Mapping[str, str]
) -> dict[str, str]:
    """Write the bag `name` into `file`; SHA-256 of each part of the payload by its name. `info` are the lines of bag-info.txt,
    to which Payload-Oxum is added (section 2.2.2).
    """
    digests, size = {}, 0
    with zipfile.ZipFile(file, "w", compression=zipfile.ZIP_DEFLATED) as bag:
        for part, pieces in payload.items():
            found = hashlib.sha256()
            with bag.open(f"{name}/data/{part}", "w") as target:
                for piece in pieces:
                    target.write(piece)
                    found.update(piece)
                    size += len(piece)
            digests[part] = found.hexdigest()
        listed = "".join(f"{digest}  data/{part}\n" for part, digest in digests.items())
        lines = {**info, "Payload-Oxum": f"{size}.{len(digests)}"}
        said = "".join(f"{label}: {' '.join(value.split())}\n" for label, value in lines.items())
        tags = {"bagit.txt": DECLARATION, "manifest-sha256.txt": listed, "bag-info.txt": said}
        for tag, text in tags.items():
            bag.writestr(f"{name}/{tag}", text)
        sums = "".join(f"{hashlib.sha256(text.encode()).hexdigest()}  {tag}\n" for tag, text in tags.items())
        bag.writestr(f"{name}/tagmanifest-sha256.txt", sums)
    return digests
