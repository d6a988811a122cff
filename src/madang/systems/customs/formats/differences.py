"""Where two values of the domain differ: what a format has lost."""

from dataclasses import fields, is_dataclass

from madang.framework.values import Fault


def differences(*, before: object, after: object, place: str, code: str) -> tuple[Fault, ...]:
    """A fault with this code for each place such as `declaration.items[0].origin`; `place` names the whole."""
    if before == after:
        return ()
    if is_dataclass(before) and type(before) is type(after):
        pairs = [(f"{place}.{one.name}", getattr(before, one.name), getattr(after, one.name)) for one in fields(before)]
    elif isinstance(before, tuple) and isinstance(after, tuple) and len(before) == len(after):
        pairs = [
            (f"{place}[{index}]", one, other) for index, (one, other) in enumerate(zip(before, after, strict=True))
        ]
    else:
        return (Fault(place, f"It says {_short(before)}; the message would say {_short(after)}.", code),)
    return tuple(
        found for where, one, other in pairs for found in differences(before=one, after=other, place=where, code=code)
    )


def _short(value: object) -> str:
    return repr(value)[:80]
