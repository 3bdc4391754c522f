"""`codestream up`: starts every service of one machine, watches them, stops them."""
