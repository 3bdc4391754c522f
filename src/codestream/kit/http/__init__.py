"""HTTP without a domain word: requests, responses, the route table, the filter of declared parameters."""
