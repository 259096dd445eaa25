"""Answer questions about a register and the law; pure functions of their arguments."""
