"""Turn a register into what leaves the product: files, workbooks, pictures; no web, no database."""
