"""What elections keeps."""

from madang.systems.elections.models.ballot_words import BallotWords
from madang.systems.elections.models.board import (
    Ballot,
    Board,
    BoardData,
    BoardEvent,
    OverrideList,
    SeenCiphertext,
)
from madang.systems.elections.models.election import Election, JointStep, Question
from madang.systems.elections.models.observer import Incident, IncidentReply, Observer
from madang.systems.elections.models.paper import PaperCount, PaperStock, Station
from madang.systems.elections.models.postal import PostalVoter
from madang.systems.elections.models.roll import Credential, PollingRecord, Voter
from madang.systems.elections.models.tally import ShuffleToCheck, TallyPart
from madang.systems.elections.models.trustee import Trustee

__all__ = [
    "Ballot",
    "BallotWords",
    "Board",
    "BoardData",
    "BoardEvent",
    "Credential",
    "Election",
    "Incident",
    "IncidentReply",
    "JointStep",
    "Observer",
    "OverrideList",
    "PaperCount",
    "PaperStock",
    "PollingRecord",
    "PostalVoter",
    "Question",
    "SeenCiphertext",
    "ShuffleToCheck",
    "Station",
    "TallyPart",
    "Trustee",
    "Voter",
]
