"""A queue before a door: fair, honest about the wait, and kind to those who are in.

declare_door("tax.filing", title=_("Filing of tax returns"), start="tax:returns")      # in apps.ready
@open_to(RESIDENTS)
@admitted("tax.filing")                                                                # on each view behind the door
"""

from madang.framework.admission.declared import declare_door

__all__ = ["declare_door"]
