"""What others would take for the search: the same texts, questions and judgments for all.

Each peer ranks documents, given as id and text, and gets what it is known for: German stemming and
stop words where it has them, otherwise its own way of reading text.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Mapping, Sequence

import bm25s
import numpy as np
import Stemmer
import tantivy
from rapidfuzz import fuzz, process

from language.words import content_words, fold, stem

Documents = Mapping[str, str]
Rank = Callable[[str, int], list[str]]  # a question and how many ids to give, best first


def plain_rapidfuzz(documents: Documents) -> Rank:
    """`token_set_ratio` of the question and the whole text."""
    texts = {one: " ".join(re.findall(r"\w+", text.lower())) for one, text in documents.items()}

    def rank(question: str, most: int) -> list[str]:
        asked = " ".join(re.findall(r"\w+", question.lower()))
        found = process.extract(asked, texts, scorer=fuzz.token_set_ratio, limit=most)
        return [one for _, _, one in found]

    return rank


def sqlite_trigram(documents: Documents) -> Rank:
    """SQLite's FTS5 with its trigram tokenizer, ranked by its bm25."""
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE page USING fts5(id UNINDEXED, text, tokenize='trigram')")
    base.executemany(
        "INSERT INTO page VALUES (?, ?)", [(one, fold(text)) for one, text in documents.items()]
    )

    def rank(question: str, most: int) -> list[str]:
        text = fold(question)
        grams = dict.fromkeys(
            word[at : at + 3] for word in re.findall(r"\w+", text) for at in range(len(word) - 2)
        )
        if not grams:
            return []
        asked = " OR ".join(f'"{gram}"' for gram in grams)
        sql = "SELECT id FROM page WHERE page MATCH ? ORDER BY bm25(page) LIMIT ?"
        return [one for (one,) in base.execute(sql, (asked, most))]

    return rank


def bm25s_snowball(documents: Documents) -> Rank:
    """bm25s with Snowball German and our stop words."""
    stemmer = Stemmer.Stemmer("german")

    def tokens(text: str) -> list[str]:
        return [str(one) for one in stemmer.stemWords(content_words(text))]

    ids = list(documents)
    index = bm25s.BM25()
    index.index([tokens(text) for text in documents.values()], show_progress=False)

    def rank(question: str, most: int) -> list[str]:
        asked = tokens(question)
        if not asked:
            return []
        scores = index.get_scores(asked)
        best = np.argsort(-scores, kind="stable")[:most]
        return [ids[at] for at in best if scores[at] > 0]

    return rank


def tantivy_german(documents: Documents) -> Rank:
    """Tantivy over stemmed words, its own BM25."""
    schema = tantivy.SchemaBuilder()
    schema.add_text_field("id", stored=True, tokenizer_name="raw")
    schema.add_text_field("text", tokenizer_name="whitespace")
    index = tantivy.Index(schema.build())
    writer = index.writer(heap_size=50_000_000, num_threads=1)

    def stems(text: str) -> list[str]:
        return [stem(word) for word in content_words(text)]

    for one, text in documents.items():
        writer.add_document(tantivy.Document(id=one, text=" ".join(stems(text))))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def rank(question: str, most: int) -> list[str]:
        asked = " ".join(re.sub(r"\W", "", word) for word in stems(question)).strip()
        if not asked:
            return []
        found = searcher.search(index.parse_query(asked, ["text"]), most).hits
        return [str(searcher.doc(place)["id"][0]) for _, place in found]

    return rank


PEERS: Sequence[tuple[str, Callable[[Documents], Rank]]] = (
    ("rapidfuzz token_set_ratio", plain_rapidfuzz),
    ("SQLite FTS5 trigram", sqlite_trigram),
    ("bm25s, Snowball", bm25s_snowball),
    ("tantivy, Snowball", tantivy_german),
)
