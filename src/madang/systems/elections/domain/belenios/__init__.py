"""Ballots that everybody can check: elections by the specification of Belenios 2.0 (version 1), in both of its finite fields.

Whoever prepares an election takes `credentials`, `trustees` and `election`; whoever votes `ballots`; whoever counts `tally`;
whoever doubts `archive` and `verify`. What goes over the border is the specification's JSON, as a string. Written from the
published specification; docs/adr/0050 says what was decided.
"""
