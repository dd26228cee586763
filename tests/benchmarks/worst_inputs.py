"""Inputs made to be slow, of about any length: one piece again and again, sentences all alike, figures all together."""

from __future__ import annotations

from collections.abc import Callable

Made = Callable[[int], tuple[str, str]]
"""An old and a new text of about so many characters."""

EDITED = "The wall cost £5m.\n\n"
"""What the new text has in front."""

PIECES = {
    "digits": "7",
    "commas": ",",
    "digits and commas": "1,",
    "quotation marks": '"',
    "opening quotation marks": "“",
    "apostrophes": "'",
    "opening brackets": "(",
    "closing brackets": ")",
    "square brackets": "[",
    "angle brackets": "<",
    "newlines": "\n",
    "line and newline": "a\n",
    "spaces": " ",
    "letters": "a",
    "capitals": "A ",
    "full stops": ".",
    "initials": "A. ",
    "dashes": "-",
    "long dashes": " — ",
    "slashes": "1/",
    "pounds": "£",
    "numbers": "1 ",
    "small numbers": "one ",
    "hundreds": "one hundred and ",
    "millions": "million ",
    "ranges": "5-",
    "scores": "6-3, ",
    "dates": "5 May ",
    "months": "May ",
    "times": "12:00 ",
    "percents": "5% ",
    "money": "$5m (£4m) ",
    "ages": "aged 5, ",
    "units": "5 km ",
    "said": "said ",
    "quoted words": "“a” ",
    "speakers": "“It is,” said Per Lindt. ",
    "hedges": "reportedly ",
    "names": "Per Lindt and ",
    "negations": "not ",
    "ands": "and ",
    "of the": "of the ",
    "colons": "a: ",
    "accents": "e\u0301",
    "turned round": "\u202e",
    "no width": "\u200b",
    "beyond sixteen bits": "\U0001f600",
    "bullets": "- a\n",
    "headings": "Why?\n\n",
    "addresses": "http://a.b/ ",
    "from to": "from 5 to 6 ",
    "up from": "up from 5 ",
    "between": "between 5 and ",
}


def _repeated(piece: str) -> Made:
    def made(size: int) -> tuple[str, str]:
        text = "A" + piece * (size // len(piece)) + "."
        return text, EDITED + text

    return made


def _alike(size: int) -> tuple[str, str]:
    """Sentences that are the same to the letter, in paragraphs of ten."""
    paragraph = "The ferry carried 30 people to the island. " * 10
    text = f"{paragraph.strip()}\n\n" * (size // len(paragraph))
    return text, EDITED + text.replace("30", "31")


def _nearly_alike(size: int) -> tuple[str, str]:
    """Paragraphs that differ in their figure alone, all of which move by one."""
    count = size // 45
    texts = ["\n\n".join(f"The ferry carried {n + more} people to an island." for n in range(count)) for more in (0, 1)]
    return texts[0], texts[1]


def _crowded(size: int) -> tuple[str, str]:
    """One paragraph of figures that are all of one kind."""
    count = size // 11
    texts = ["There were " + ", ".join(f"{n + more} people" for n in range(count)) + "." for more in (10, 11)]
    return texts[0], texts[1]


def _crowded_sentences(size: int) -> tuple[str, str]:
    """One paragraph of sentences with a figure each."""
    count = size // 30
    texts = [" ".join(f"The town lost {n + more} people." for n in range(count)) for more in (10, 11)]
    return texts[0], texts[1]


def _one_sentence(size: int) -> tuple[str, str]:
    """One sentence of words that are all different."""
    words = [f"w{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676 % 26)}" for n in range(size // 5)]
    return " ".join(words) + ".", " ".join(reversed(words)) + "."


INPUTS: dict[str, Made] = {
    **{name: _repeated(piece) for name, piece in PIECES.items()},
    "sentences all alike": _alike,
    "paragraphs that differ in a figure": _nearly_alike,
    "figures in one paragraph": _crowded,
    "sentences in one paragraph": _crowded_sentences,
    "one sentence": _one_sentence,
}
"""By what they are made of."""
