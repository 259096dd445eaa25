"""Turn what arrives from outside (text, cells, files already read) into values; no I/O."""
