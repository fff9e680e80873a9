"""Socket Lab is a program: start it with `python -m socket_lab`."""
