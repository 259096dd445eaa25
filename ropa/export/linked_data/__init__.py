"""The register as linked data: what it says, as statements in published vocabularies."""
