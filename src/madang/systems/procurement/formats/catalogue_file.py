"""What a catalogue's file is held to, whatever its format."""

LARGEST = 5 * 1024 * 1024


class NotACatalogue(ValueError):
    """The file is no catalogue that we take; `faults` says why, each (place, code)."""

    def __init__(self, *faults: tuple[str, str]) -> None:
        super().__init__(", ".join(code for _place, code in faults))
        self.faults = faults
