"""CodeStream On-Prem: the self-hosted backend for discussing and reviewing code inside the IDE."""

__version__ = "0.1.0"
API_VERSION = "12.1.0"
"""What `X-CS-API-Version` says: the generation of the API that the stock IDE extensions look at."""
