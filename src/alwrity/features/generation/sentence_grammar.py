"""The grammar (GBNF, as llama.cpp reads it) that holds a small model to one plain sentence.

No digits, lists, quotes, brackets or line breaks: what a model of 135 million parameters writes with
those is made up. A sentence ends at its full stop, and the model with it.
"""

_RULES = r"""
rest ::= (separator word)* "."
separator ::= " " | ", "
word ::= letter+ (("-" | "'") letter+)*
opener ::= upper lower* (("-" | "'") lower+)*
lower ::= [a-zà-öø-ÿ]
upper ::= [A-ZÀ-ÖØ-Þ]
letter ::= lower | upper
"""

CONTINUED = "root ::= separator word rest" + _RULES
"""The rest of a sentence whose beginning is already written."""

NEXT = 'root ::= " " opener rest' + _RULES
"""A sentence behind another one, with the space between them."""

FIRST = "root ::= opener rest" + _RULES
"""A sentence with nothing before it."""
