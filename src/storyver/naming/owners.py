"""Whose figure it is: the subject of its clause, or what was found to be meant."""

from __future__ import annotations

from storyver.naming.clauses import Around, Run, first_verb
from storyver.naming.phrases import phrase
from storyver.naming.stated import SUBJECT, Stated, is_name
from storyver.naming.tokens import Sort, Token, tokens_of, word_list
from storyver.wording import irregular_forms


def owner_of(fact: Stated, around: Around) -> str | None:
    """The subject of the clause: its own words, or what was found to be meant."""
    verb = first_verb(around.left)
    given = fact.subject if fact.subject and usable(fact.subject) else None
    strange = around.pronoun in word_list("personal") and given is not None and given not in fact.text
    if given and is_name(given) and not strange and not _receives(given, around.left, verb):
        return given
    if around.pronoun in word_list("personal"):
        return None
    if verb:
        return phrase(around.left[:verb], most=SUBJECT) or given
    if around.relative:
        return noun_before(around.before) or given
    told = around.pronoun in word_list("impersonal") and not given
    if " ".join(one.folded for one in around.before) in word_list("heads"):
        return given
    if (around.pronoun is None or told) and around.before and (verb == 0 or not around.left or told):
        stop = first_verb(around.before)
        front = phrase(around.before[:stop], most=SUBJECT) if stop != 0 and (stop or not told) else ""
        return front if front and not is_passive(tokens_of(front)[0]) else given
    return given


def _receives(name: str, left: Run, verb: int | None) -> bool:
    """Whether the name stands between verb and figure: "has sent Ukraine $1bn" is no sum of Ukraine's."""
    return bool(verb) and left[-1].sort is Sort.CONTENT and name.endswith(left[-1].text) and len(left) - 1 > (verb or 0)


def usable(subject: str) -> bool:
    """Whether what was found to be the subject can stand in a label."""
    run = tokens_of(subject)
    plain = all(one.sort in (Sort.CONTENT, Sort.FUNCTION) and not one.breaks for one in run[1:])
    plain = plain and not any(one.folded in word_list("pronouns") and not one.text.isupper() for one in run)
    joined = run and run[-1].text[-1:].islower() and "-" in run[-1].text and run[-1].text[0].isupper()
    return 0 < len(run) <= SUBJECT and plain and run[0].sort is Sort.CONTENT and not joined


def is_passive(one: Token) -> bool:
    """Whether a verb may be a participle, that is said of what stands in front of it."""
    listed = word_list("participles") | irregular_forms()
    return one.folded.endswith(("ed", "ing")) or one.folded in listed


def noun_before(run: Run) -> str:
    """The noun phrase with which some words end, without "aged", "who is" and "under"; "of" stays inside a name."""
    kept = list(run)
    while kept and (kept[-1].sort is not Sort.CONTENT or kept[-1].folded == "age"):
        kept.pop()
    begin = len(kept)
    while begin and (kept[begin - 1].sort is Sort.CONTENT or _ties(kept, begin - 1)):
        begin -= 1
    return " ".join(one.text for one in kept[begin:][-SUBJECT:])


def _ties(run: Run, place: int) -> bool:
    """Whether a word is the "of" in "Department of Transportation"."""
    named = 0 < place < len(run) - 1 and run[place - 1].text[0].isupper() and run[place + 1].text[0].isupper()
    return named and run[place].folded in {"of", "for", "and", "the"}
