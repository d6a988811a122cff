"""What elections keeps."""

from madang.systems.elections.models.board import Ballot, Board, BoardData, BoardEvent, SeenCiphertext
from madang.systems.elections.models.election import Election, JointStep, Question
from madang.systems.elections.models.paper import PaperCount
from madang.systems.elections.models.roll import Credential, PollingRecord, Voter
from madang.systems.elections.models.trustee import Trustee

__all__ = [
    "Ballot",
    "Board",
    "BoardData",
    "BoardEvent",
    "Credential",
    "Election",
    "JointStep",
    "PaperCount",
    "PollingRecord",
    "Question",
    "SeenCiphertext",
    "Trustee",
    "Voter",
]
