"""What a file of tests stands on is there in each of them, and what one of them did to it is not."""

import pytest

from madang.framework.identity.models import Office
from madang.framework.ops.tests.once_a_file import once_a_file


@once_a_file
def office() -> str:
    """An office, made once."""
    return Office.objects.create(code="once", name="as it was made").code


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["changed by one test", "changed by another"])
def test_each_test_begins_with_what_was_made(office: str, name: str) -> None:
    assert Office.objects.get(code=office).name == "as it was made"
    Office.objects.update(name=name)


def test_a_test_that_does_not_ask_for_the_database_cannot_write_for_the_others(office: str) -> None:
    with pytest.raises(RuntimeError, match="not allowed"):
        Office.objects.filter(code=office).delete()
