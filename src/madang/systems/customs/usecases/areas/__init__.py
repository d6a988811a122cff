"""Places where goods lie under the control of customs: licensed or designated, suspended, ended, cleared."""
