"""The active country's questions that verifiers ask."""

from functools import lru_cache

from madang.framework.law import load_pack, pack
from madang.systems.mobile_id.domain.asking import Question, read_questions


def questions() -> dict[str, Question]:
    """By code."""
    return _read(pack().code)


@lru_cache(maxsize=8)
def _read(country: str) -> dict[str, Question]:
    return read_questions(data=load_pack(country).data("mobile_id/questions"))
