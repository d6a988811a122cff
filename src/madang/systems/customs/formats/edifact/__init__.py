"""UN/EDIFACT: syntax, structure of messages, CUSDEC, CUSRES, CUSCAR, CONTRL."""
