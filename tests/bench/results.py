"""RESULTS.md in chapters, each written anew by what measures it."""
import re


def _title(chapter):
    return chapter.split("\n", 1)[0]


def with_chapter(text, chapter):
    """`text` with the chapter of the same title replaced, or with the chapter at its end."""
    parts = re.split(r"(?m)^(?=## )", text)
    kept = [chapter if _title(part) == _title(chapter) else part for part in parts]
    if chapter not in kept:
        kept.append(chapter)
    return "\n".join(part.strip("\n") + "\n" for part in kept if part.strip())


def chapters_of(text, titles):
    """The chapters of these titles, as they stand."""
    return [part for part in re.split(r"(?m)^(?=## )", text) if _title(part) in titles]
