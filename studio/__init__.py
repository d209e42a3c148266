"""The desktop studio: wires the engine to the widgets; nothing imports it but `main`."""
