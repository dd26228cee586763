-- A version's record lies compressed behind its bytes or its text, where these are new. Of a version whose text is its
-- bytes in UTF-8, and which says nothing of itself, there is no extraction. Hashes are told apart by four bytes first.
ALTER TABLE versions ADD COLUMN behind INTEGER;
DROP INDEX contents_by_hash;
CREATE INDEX contents_by_hash ON contents (substr(sha256, 1, 4));
-- What was found in the paragraphs of a story, by the program that found it. It may be taken away and found again.
DROP TABLE analyses;
CREATE TABLE analyses (
    story INTEGER NOT NULL REFERENCES stories,
    number INTEGER NOT NULL,
    extractor TEXT NOT NULL,
    size INTEGER NOT NULL,
    checksum BLOB NOT NULL,
    packed BLOB NOT NULL,
    PRIMARY KEY (story, number)
) WITHOUT ROWID;
-- What stood under a decision, so that it can be read when the text is no longer read so.
ALTER TABLE decisions ADD COLUMN about TEXT;
