"""What a person would call the fact that a figure states. Shared by the stages like the model."""

from storyver.naming.labels import best_named, name_fact, say
from storyver.naming.stated import LONGEST, with_remark
from storyver.naming.things import is_generic
from storyver.naming.unique import make_unique

__all__ = ["LONGEST", "best_named", "is_generic", "make_unique", "name_fact", "say", "with_remark"]
