-- What reviewers decide of changes and facts. A decision is withdrawn by a later one, and never taken away.
CREATE TABLE decisions (
    entry INTEGER PRIMARY KEY REFERENCES entries,
    story INTEGER NOT NULL REFERENCES stories,
    subject TEXT NOT NULL,
    verdict TEXT NOT NULL,
    counterpart TEXT,
    note TEXT,
    evidence TEXT,
    reviewer TEXT NOT NULL,
    decided TEXT NOT NULL,
    withdraws INTEGER REFERENCES decisions
);
CREATE INDEX decisions_by_subject ON decisions (story, subject);
CREATE TRIGGER decisions_stay BEFORE UPDATE ON decisions BEGIN SELECT RAISE(ABORT, 'an archive only grows'); END;
CREATE TRIGGER decisions_last BEFORE DELETE ON decisions BEGIN SELECT RAISE(ABORT, 'an archive only grows'); END;
-- What was found in a paragraph, by its hash and the version of what found it. It may be taken away and found again.
CREATE TABLE analyses (
    paragraph BLOB NOT NULL,
    extractor TEXT NOT NULL,
    found TEXT NOT NULL,
    checksum BLOB NOT NULL,
    PRIMARY KEY (paragraph, extractor)
) WITHOUT ROWID;
