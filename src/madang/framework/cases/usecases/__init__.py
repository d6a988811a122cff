"""What can be done with a case; one file a verb."""

from madang.framework.cases.usecases.answer_objection import answer_objection
from madang.framework.cases.usecases.answer_supplement import answer_supplement, lapse_supplement
from madang.framework.cases.usecases.close import close, close_settled
from madang.framework.cases.usecases.decide import decide
from madang.framework.cases.usecases.extend_deadline import extend_deadline
from madang.framework.cases.usecases.object_to import object_to
from madang.framework.cases.usecases.open_case import open_case
from madang.framework.cases.usecases.request_supplement import request_supplement
from madang.framework.cases.usecases.take import take
from madang.framework.cases.usecases.transfer import transfer
from madang.framework.cases.usecases.wait import resume, wait
from madang.framework.cases.usecases.withdraw import withdraw

__all__ = [
    "answer_objection",
    "answer_supplement",
    "close",
    "close_settled",
    "decide",
    "extend_deadline",
    "lapse_supplement",
    "object_to",
    "open_case",
    "request_supplement",
    "resume",
    "take",
    "transfer",
    "wait",
    "withdraw",
]
