"""Forms from the models of the engine, and what inspectors are made of."""
