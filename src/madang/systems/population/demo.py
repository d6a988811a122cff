"""The population of the demonstration: generated from the country's pack, marked as generated."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from madang.framework.law import Pack, load_pack
from madang.framework.values import Progress
from madang.systems.population.models import Person
from madang.systems.population.usecases.count_figures import count_figures
from madang.systems.population.usecases.generate.load import SOURCE, load_generated, write_register
from madang.systems.population.usecases.generate.named import named_people
from madang.systems.population.usecases.generate.plan import plan_of
from madang.systems.population.usecases.open_demo_cases import open_demo_cases


def load_demo(*, country: str, population: int, now: datetime, progress: Progress) -> int:
    """Writes the pack's named people and `population` generated ones, and opens some reports; answers how many persons
    the register holds then.

    Safe to run again: a register that holds generated people is left as it is.
    """
    pack: Pack = load_pack(country)
    if Person.objects.filter(source=SOURCE).exists():
        open_demo_cases(now=now)
        return Person.objects.count()
    plan = plan_of(pack=pack, today=timezone.localdate(now), seed=f"madang:{country}")
    # One transaction: a load that is cut off leaves nothing, and is made again from its beginning.
    with transaction.atomic():
        load_generated(plan=plan, population=population, now=now, progress=progress)
        write_register(register=named_people(pack=pack, plan=plan), plan=plan, serials_from=0, now=now)
        count_figures(now=now)
    open_demo_cases(now=now)
    return Person.objects.count()
