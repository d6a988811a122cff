"""What this room makes known at start-up."""


def declare() -> None:
    """The objection to the roll, the application to vote by post, the sealed record, and what voters are told."""
    from madang.systems.elections.usecases.counting.seal_records import register_record
    from madang.systems.elections.usecases.preparation.messages import register_messages
    from madang.systems.elections.usecases.preparation.object_to_roll import register_procedures
    from madang.systems.elections.usecases.voting.apply_by_post import register_postal_procedure

    register_procedures()
    register_postal_procedure()
    register_record()
    register_messages()
