"""Where files are kept: a folder, or a bucket of an object store that the environment names."""

from madang.site.settings.secrets import given

BUCKET = {
    "MADANG_S3_URL": "the bucket's address with its name as the path, such as https://objects.example.org/madang",
    "MADANG_S3_REGION": "the region that requests are signed for, such as kr-central-1",
    "MADANG_S3_KEY": "the id of the access key",
    "MADANG_S3_SECRET": "the secret of the access key",
}
AUTHORITY = "MADANG_S3_AUTHORITY"


def bucket() -> dict[str, str]:
    """The values of the Bucket that the environment names; empty where it names none."""
    if not any(given(name) for name in BUCKET):
        return {}
    values = {name.removeprefix("MADANG_S3_").lower(): given(name) for name in BUCKET}
    return values | {"authority": given(AUTHORITY)}


def bucket_faults() -> list[str]:
    """What is wrong with the bucket's settings; nothing where there are none."""
    if not bucket():
        return []
    found = [
        f"{name} is missing: {meaning} (or {name}_FILE, a file with it)"
        for name, meaning in BUCKET.items()
        if not given(name)
    ]
    url = given("MADANG_S3_URL")
    if url and not url.startswith("https://"):
        found.append("MADANG_S3_URL does not begin with https://: whoever is on the way could read the signed requests")
    if given("MADANG_STORAGE_FOLDER"):
        found.append(
            "MADANG_STORAGE_FOLDER and MADANG_S3_URL are both set: files are kept in one place; unset the other"
        )
    return found
