"""One republic for all tests of this folder."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.conf import settings

from tests.split.republic import Republic, found


@pytest.fixture(scope="session")
def republic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Republic]:
    """Every system apart, with three hundred generated residents."""
    database = settings.DATABASES["default"]
    account = quote(database["USER"]) + (f":{quote(database['PASSWORD'])}" if database["PASSWORD"] else "")
    server = f"postgresql://{account}@{database['HOST']}:{database['PORT']}/postgres"
    founded = found(root=tmp_path_factory.mktemp("republic"), server=server, population=300)
    yield founded
    founded.stop()
