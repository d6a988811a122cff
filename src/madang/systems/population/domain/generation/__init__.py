"""A made-up population with the age structure of a country: the same every time, in chunks, computed column-wise.

Everything is drawn from `noise`, a function of a person's place alone, so that neither the order of chunks nor the
size of the whole changes anyone. Local ids count from 0 within a chunk; the loader gives them the database's keys.
"""

from madang.systems.population.domain.generation.plan import Plan, Register
from madang.systems.population.domain.generation.register import CHUNK, generate_chunk

__all__ = ["CHUNK", "Plan", "Register", "generate_chunk"]
