"""An invented register of any size, with the history of its making."""
