"""What approves each step that two managers take."""

from collections.abc import Callable

from madang.systems.elections.domain.words import Step
from madang.systems.elections.models import Election
from madang.systems.elections.usecases.counting.close import approve_closing
from madang.systems.elections.usecases.counting.publish import approve_publication
from madang.systems.elections.usecases.preparation.announce import approve_announcement
from madang.systems.elections.usecases.preparation.begin import approve_beginning
from madang.systems.elections.usecases.preparation.cancel import approve_beginning_anew, approve_cancelling
from madang.systems.elections.usecases.preparation.freeze_roll import approve_freezing

APPROVE: dict[Step, Callable[..., Election]] = {
    Step.ANNOUNCE: approve_announcement,
    Step.FREEZE_ROLL: approve_freezing,
    Step.BEGIN: approve_beginning,
    Step.CLOSE: approve_closing,
    Step.PUBLISH: approve_publication,
    Step.CANCEL: approve_cancelling,
    Step.ANEW: approve_beginning_anew,
}
