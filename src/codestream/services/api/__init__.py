"""The API service: HTTP in, documents, messages and jobs out."""
