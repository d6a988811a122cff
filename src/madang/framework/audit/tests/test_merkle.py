"""Merkle trees against the test vectors of Certificate Transparency (RFC 6962's reference implementation)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.framework.audit import merkle

# github.com/google/certificate-transparency, merkletree tests: eight leaves and the head over the first n of them.
LEAVES = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
HEADS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


@pytest.mark.parametrize("size", range(1, 9))
def test_tree_heads_are_those_of_certificate_transparency(size: int) -> None:
    assert merkle.root(leaves=LEAVES[:size]).hex() == HEADS[size - 1]


def test_the_empty_tree_is_the_hash_of_nothing() -> None:
    assert merkle.root(leaves=[]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=40), st.integers(min_value=0))
def test_every_leaf_is_proved_by_its_path_and_no_other_leaf_is(leaves: list[bytes], number: int) -> None:
    place = number % len(leaves)
    path = merkle.inclusion_path(leaves=leaves, place=place)
    head = merkle.root(leaves=leaves)
    assert merkle.root_from_path(leaf=leaves[place], place=place, size=len(leaves), path=path) == head
    assert merkle.root_from_path(leaf=leaves[place] + b"x", place=place, size=len(leaves), path=path) != head
    assert merkle.root_from_path(leaf=leaves[place], place=place, size=len(leaves), path=[*path, head]) != head
