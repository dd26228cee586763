"""Texts for the property tests, from the well-behaved to the hostile."""

from __future__ import annotations

from hypothesis import strategies as st

PIECES = [
    *(
        "1",
        "12",
        "3,400",
        "2.5",
        "0",
        "1990",
        "2024",
        "05",
        "1/2",
        "½",
        "٣",
        "-",
        "–",
        "−",
        "/",
        ":",
        ".",
        ",",
        " ",
        "(",
        ")",
        "'",
        '"',
    ),
    *(
        "$",
        "£",
        "€",
        "US$",
        "USD",
        "%",
        "°C",
        "C",
        "km",
        "m",
        "bn",
        "million",
        "dozen",
        "hundred",
        "and",
        "a",
        "half",
        "one",
        "two",
    ),
    *(
        "twenty",
        "third",
        "thirds",
        "year",
        "old",
        "aged",
        "between",
        "from",
        "to",
        "by",
        "up",
        "rose",
        "fell",
        "about",
        "at",
        "least",
    ),
    *(
        "May",
        "March",
        "people",
        "per",
        "per cent",
        "times",
        "no",
        "none of the",
        "under",
        "over",
        "s",
        "th",
        "st",
        "x",
        "A",
        "pounds",
    ),
    *(
        "pence",
        "ft",
        "in",
        "stone",
        "times as",
        "out of",
        "won",
        "No.",
        "Channel",
        "Smith",
        "call",
        "\n",
        "\u00a0",
        "²",
        "€1m",
        "two-",
    ),
]
WORDS = st.lists(st.sampled_from(PIECES), max_size=30).flatmap(
    lambda pieces: st.sampled_from(["", " "]).map(lambda joint: joint.join(pieces))
)
NUMBERS = st.one_of(WORDS, st.text(max_size=80))
"""Texts in which much may be taken for a number."""
DAYS = st.one_of(
    st.none(), st.sampled_from(["2024", "2024-02", "2024-02-29", "2024-03-31T10:00Z", "0001-01-01", "9999-12-31", "x"])
)

PATTERNS = (
    "The ferry carried {} passengers to the island.",
    "At least {} people were hurt in the storm, police said.",
    "The council will spend £{}m on the sea wall.",
    "Bread prices rose by {}% in the valley.",
    "The pipeline is {}km long and crosses two rivers.",
    "The choir has {} singers and {} dancers.",
    "Ada Holm, {}, won the race in Norrby.",
    "Norrby lost {}-0 to Eskel.",
    "The trial begins on {} May.",
    "The town paid {}m euros ($30m) for the land.",
    "“We counted {} seals,” said the warden, Per Lindt.",
)
PLAIN = ("The harbour is quiet at night.", "Nobody answered the door.", "The mayor did not come to the fair.")
VALUES = ("2", "3", "7", "12", "14", "30", "31", "1,340", "4.5")
SENTENCES = st.one_of(
    st.sampled_from(PLAIN),
    st.builds(
        lambda pattern, one, other: pattern.format(one, other),
        st.sampled_from(PATTERNS),
        st.sampled_from(VALUES),
        st.sampled_from(VALUES),
    ),
)
ARTICLES = st.lists(SENTENCES, min_size=1, max_size=7).map("\n\n".join)
"""Articles of short paragraphs, so that two of them often have something in common."""


@st.composite
def edited(draw: st.DrawFn) -> list[str]:
    """Versions of one page: from each to the next a few sentences get other values, go, come back or change places."""
    page = draw(st.lists(st.tuples(st.sampled_from(PATTERNS), st.booleans()), min_size=3, max_size=6, unique_by=str))
    texts = []
    for _ in range(draw(st.integers(2, 5))):
        told = [pattern for pattern, often in page if often or draw(st.booleans())]
        told = draw(st.permutations(told)) if draw(st.booleans()) else told
        values = [draw(st.sampled_from(VALUES[:4])) for _ in range(2 * len(told))]
        title = PATTERNS[0].format(draw(st.sampled_from(VALUES[:4]))) + "\n" if draw(st.booleans()) else PLAIN[0]
        lines = [title, *(line.format(*values[2 * at : 2 * at + 2]) for at, line in enumerate(told)), *PLAIN[1:]]
        texts.append("\n\n".join(lines))
    return texts


EDITED = edited()
"""Stories of two to five versions."""

STRANGE = (
    *(
        "\u202e",
        "\u2066",
        "\u200f",
        "\u061c",
        "\u05d0\u05d1",
        "\u0663\u0664",
        "\u06f1",
    ),  # right to left, and its digits
    *("\u0301", "\u0301" * 9, "e\u0323\u0301", "\u20dd", "\u0e33", "\u1100\u1161"),  # what joins the sign in front
    *("\u200b", "\u200d", "\ufeff", "\u2060", "\u00ad", "\ufe0f"),  # no width
    *("\U0001d7d9", "\U0001f600", "\U0001f468\u200d\U0001f469", "\U000e0041", "\U0010ffff"),  # beyond sixteen bits
    *(
        "\u2028",
        "\x85",
        "\x0b",
        "\x0c",
        "\r",
        "\t",
        "\x1b[31m",
        "\x7f",
        "\ufffd",
        "\ufffe",
        "\ue000",
    ),  # not to be printed
    *("\u00b2", "\u2460", "\u2167", "\u4e09", "\u0bf0", "\uff15", "\u215b", "\u09f4", "\u2044"),  # numbers of a kind
    *("\u0130", "\u0131", "\ufb01", "\u1e9e", "\u01c5", "\u0345"),  # another length in another case
    *('"', "'", "\u201c", "\u2019", "(", "[", "{", "\u2014", "...", "?!", "\u00a3", "\u20bf"),
)
"""What text has in it that comes from elsewhere, was cut apart, or means harm."""


@st.composite
def strewn(draw: st.DrawFn) -> str:
    """An article with strange characters put in at any place."""
    text = draw(ARTICLES)
    for at, piece in draw(st.lists(st.tuples(st.integers(0, 400), st.sampled_from(STRANGE)), max_size=8)):
        place = at % (len(text) + 1)
        text = text[:place] + piece + text[place:]
    return text


HOSTILE = st.one_of(strewn(), st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60))
"""Any text that is Unicode; most of them would be articles."""
