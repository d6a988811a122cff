"""A republic of a given size in a process of its own: loads it, then measures what the parent asks for.

`_grown.py POPULATION` with DATABASE_URL naming an empty database. Speaks JSON lines: first how loading went, then
for each line read (`page 20`, `search 20`, `front 20`, `certificate 5`) the milliseconds of that many goes.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from typing import Any


def _say(value: Any) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


def _load(population: int) -> dict[str, Any]:
    from django.core.management import call_command

    from madang.framework.identity.demo import load_demo as load_accounts
    from madang.framework.law import pack
    from madang.framework.values import clock
    from madang.systems.population.demo import load_demo

    call_command("migrate", verbosity=0)
    load_accounts(country=pack().code, population=population, now=clock.now())
    began = time.perf_counter()
    persons = load_demo(
        country=pack().code,
        population=population,
        now=clock.now(),
        progress=lambda what, done, whole: sys.stderr.write(f"  {what}: {done:,} of {whole:,}\n"),
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"persons": persons, "seconds": round(time.perf_counter() - began, 1), "peak_mb": peak}


def _works() -> dict[str, Callable[[], Any]]:
    from django.test import RequestFactory

    from madang.framework.identity.actor import Actor, ActorKind, Duty
    from madang.framework.law import pack
    from madang.framework.values import Party, clock
    from madang.systems.population.models import Person
    from madang.systems.population.usecases.issue_certificate import issue_certificate
    from madang.systems.population.usecases.look import search_people
    from madang.systems.population.usecases.permissions import READER, REGISTRAR
    from madang.systems.population.web.front import front
    from madang.systems.population.web.people import person

    key = pack().data("demo")["residents"][0]["person"]
    hana = Person.objects.get(key=key)
    office = next(one["code"] for one in pack().data("offices") if REGISTRAR in one.get("duties", ()))
    duties = tuple(Duty(str(office), "", code) for code in (REGISTRAR, READER))
    account = iter(range(1, 10**9))

    def actor() -> Actor:
        # Another account each time: the rate limit of one official is not what is measured.
        return Actor(kind=ActorKind.OFFICIAL, account_id=next(account), name="bench", duties=duties)

    def asked(view: Callable[..., Any], *arguments: str) -> Callable[[], Any]:
        def work() -> Any:
            request = RequestFactory().get("/population/")
            request.actor = actor()  # type: ignore[attr-defined]
            answer = view(request, *arguments)
            if answer.status_code != 200:
                raise RuntimeError(f"{view.__name__} answered {answer.status_code}.")
            return answer

        return work

    return {
        "page": asked(person, key),
        "front": asked(front),
        "search": lambda: search_people(
            number="", name=hana.name, birth_on=hana.birth_on, actor=actor(), now=clock.now()
        ),
        "certificate": lambda: issue_certificate(
            kind="population.abstract",
            party=Party.person(key),
            answers={"former_addresses": "all"},
            language=pack().languages[0],
            actor=actor(),
            now=clock.now(),
        ),
    }


def main() -> None:
    """Loads, then measures until the parent closes the pipe."""
    import django

    django.setup()
    _say(_load(int(sys.argv[1])))
    works = _works()
    for line in sys.stdin:
        name, goes = line.split()
        taken = []
        for _go in range(int(goes)):
            began = time.perf_counter()
            works[name]()
            taken.append((time.perf_counter() - began) * 1000)
        _say(taken)


if __name__ == "__main__":
    main()
