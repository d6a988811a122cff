"""What this room makes known at start-up."""


def declare() -> None:
    """The objection to the roll, and what voters are told."""
    from madang.systems.elections.usecases.preparation.messages import register_messages
    from madang.systems.elections.usecases.preparation.object_to_roll import register_procedures

    register_procedures()
    register_messages()
