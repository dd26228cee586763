-- Stories, their versions, and what was read from them. Nothing in here is ever changed or taken away.
CREATE TABLE stories (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);
CREATE TABLE frames (
    id INTEGER PRIMARY KEY,
    base INTEGER REFERENCES frames,
    codec INTEGER NOT NULL,
    depth INTEGER NOT NULL,
    before INTEGER NOT NULL,
    size INTEGER NOT NULL,
    checksum BLOB NOT NULL,
    packed BLOB NOT NULL
);
CREATE TABLE contents (
    id INTEGER PRIMARY KEY,
    sha256 BLOB NOT NULL,
    frame INTEGER NOT NULL REFERENCES frames,
    start INTEGER NOT NULL,
    size INTEGER NOT NULL
);
CREATE INDEX contents_by_hash ON contents (substr(sha256, 1, 8));
CREATE TABLE entries (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    hash BLOB NOT NULL
);
CREATE TABLE versions (
    entry INTEGER PRIMARY KEY REFERENCES entries,
    story INTEGER NOT NULL REFERENCES stories,
    content INTEGER NOT NULL REFERENCES contents,
    recorded TEXT NOT NULL
);
CREATE INDEX versions_by_story ON versions (story, content);
CREATE TABLE extractions (
    entry INTEGER PRIMARY KEY REFERENCES entries,
    version INTEGER NOT NULL REFERENCES versions,
    recorded TEXT,
    text INTEGER REFERENCES contents,
    extractor TEXT,
    encoding TEXT NOT NULL,
    found TEXT NOT NULL
);
CREATE INDEX extractions_again ON extractions (version) WHERE entry <> version;
CREATE TRIGGER stories_stay BEFORE UPDATE ON stories BEGIN SELECT RAISE(ABORT, 'an archive only grows'); END;
CREATE TRIGGER stories_last BEFORE DELETE ON stories BEGIN SELECT RAISE(ABORT, 'an archive only grows'); END;
CREATE TRIGGER frames_stay BEFORE UPDATE ON frames BEGIN SELECT RAISE(ABORT, 'an archive only grows'); END;
CREATE TRIGGER frames_last BEFORE DELETE ON frames BEGIN SELECT RAISE(ABORT, 'an archive only grows'); END;
CREATE TRIGGER contents_stay BEFORE UPDATE ON contents BEGIN SELECT RAISE(ABORT, 'an archive only grows'); END;
CREATE TRIGGER contents_last BEFORE DELETE ON contents BEGIN SELECT RAISE(ABORT, 'an archive only grows'); END;
CREATE TRIGGER entries_stay BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'an archive only grows'); END;
CREATE TRIGGER entries_last BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'an archive only grows'); END;
CREATE TRIGGER versions_stay BEFORE UPDATE ON versions BEGIN SELECT RAISE(ABORT, 'an archive only grows'); END;
CREATE TRIGGER versions_last BEFORE DELETE ON versions BEGIN SELECT RAISE(ABORT, 'an archive only grows'); END;
CREATE TRIGGER extractions_stay BEFORE UPDATE ON extractions BEGIN SELECT RAISE(ABORT, 'an archive only grows'); END;
CREATE TRIGGER extractions_last BEFORE DELETE ON extractions BEGIN SELECT RAISE(ABORT, 'an archive only grows'); END;
