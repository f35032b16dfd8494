-- A pipeline.db as revision 0002 kept it; it stands for every file made then, so it never changes.
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0002');
CREATE TABLE editions (
	month VARCHAR NOT NULL, 
	cut_off VARCHAR NOT NULL, 
	approved_at VARCHAR NOT NULL, 
	"by" VARCHAR NOT NULL, 
	hashes VARCHAR NOT NULL, 
	PRIMARY KEY (month)
);
INSERT INTO "editions" VALUES('2026-11','2026-11-05T08:00:00.000000+00:00','2026-11-06T08:00:00.000000+00:00','redactie','{"newsletter.html": "aa"}');
CREATE TABLE endpoints (
	source VARCHAR NOT NULL, 
	url VARCHAR NOT NULL, 
	etag VARCHAR NOT NULL, 
	last_modified VARCHAR NOT NULL, 
	body_hash VARCHAR NOT NULL, 
	status VARCHAR, 
	reason VARCHAR NOT NULL, 
	moved_to VARCHAR NOT NULL, 
	checked_at VARCHAR, 
	ok_at VARCHAR, 
	last_new_at VARCHAR, 
	failures INTEGER NOT NULL, 
	not_before VARCHAR, 
	PRIMARY KEY (source, url)
);
INSERT INTO "endpoints" VALUES('wijkteam','https://wijkteam.example/feed','"v1"','','d00d','ok','','','2026-11-05T08:00:00.000000+00:00','2026-11-05T08:00:00.000000+00:00','2026-11-03T08:00:00.000000+00:00',0,NULL);
CREATE TABLE links (
	url VARCHAR NOT NULL, 
	status_code INTEGER NOT NULL, 
	moved_to VARCHAR NOT NULL, 
	asked_at VARCHAR NOT NULL, 
	PRIMARY KEY (url)
);
INSERT INTO "links" VALUES('https://wijkteam.example/oud',200,'','2026-11-05T08:00:00.000000+00:00');
CREATE TABLE publications (
	"key" VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	endpoint VARCHAR NOT NULL, 
	type VARCHAR NOT NULL, 
	first_seen VARCHAR NOT NULL, 
	changed_at VARCHAR NOT NULL, 
	content_hash VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	url VARCHAR, 
	guid VARCHAR NOT NULL, 
	found_type VARCHAR, 
	summary VARCHAR NOT NULL, 
	summary_from VARCHAR NOT NULL, 
	published VARCHAR, 
	published_from VARCHAR NOT NULL, 
	updated VARCHAR, 
	event_start VARCHAR, 
	event_end VARCHAR, 
	all_day BOOLEAN NOT NULL, 
	location VARCHAR NOT NULL, 
	duration VARCHAR NOT NULL, 
	credit VARCHAR NOT NULL, 
	flags VARCHAR NOT NULL, copy_of VARCHAR, 
	PRIMARY KEY ("key")
);
INSERT INTO "publications" VALUES('https://wijkteam.example/nieuws/leersessie','wijkteam','https://wijkteam.example/feed','nieuws','2026-11-03T08:00:00.000000+00:00','2026-11-04T08:00:00.000000+00:00','c0ffee','Leersessie over ‘samen beslissen’','https://wijkteam.example/nieuws/leersessie','wijkteam-17','nieuws','Wat leerden de deelnemers?','description','2026-11-02T08:00:00.000000+00:00','pubDate','2026-11-04T08:00:00.000000+00:00',NULL,NULL,0,'','','','["no-summary"]',NULL);
INSERT INTO "publications" VALUES('agenda:a-1','agenda','https://agenda.example/agenda.ics','bijeenkomst','2026-11-05T08:00:00.000000+00:00','2026-11-05T08:00:00.000000+00:00','beef','Intervisie in de wijk',NULL,'a-1',NULL,'','',NULL,'',NULL,'2026-12-10T12:30:00.000000+00:00','2026-12-10T15:00:00.000000+00:00',0,'Utrecht','','','["no-link", "no-date"]',NULL);
CREATE TABLE runs (
	job VARCHAR NOT NULL, 
	due_at VARCHAR NOT NULL, 
	started_at VARCHAR NOT NULL, 
	ended_at VARCHAR, 
	outcome VARCHAR NOT NULL, 
	PRIMARY KEY (job, due_at)
);
INSERT INTO "runs" VALUES('collect','2026-11-05T08:00:00.000000+00:00','2026-11-05T08:00:00.000000+00:00','2026-11-05T08:01:00.000000+00:00','ok');
CREATE TABLE spent (
	kind VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	month VARCHAR NOT NULL, 
	position INTEGER NOT NULL, 
	PRIMARY KEY (kind, "key", month), 
	FOREIGN KEY(month) REFERENCES editions (month)
);
INSERT INTO "spent" VALUES('item','https://wijkteam.example/nieuws/leersessie','2026-11',0);
INSERT INTO "spent" VALUES('story','had-eerder-moeten-vragen','2026-11',0);
CREATE TABLE visits (
	source VARCHAR NOT NULL, 
	endpoint VARCHAR NOT NULL, 
	status VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	new INTEGER NOT NULL, 
	updated INTEGER NOT NULL, 
	seen INTEGER NOT NULL, 
	seconds FLOAT NOT NULL, 
	moved_to VARCHAR NOT NULL, 
	PRIMARY KEY (source, endpoint)
);
INSERT INTO "visits" VALUES('wijkteam','https://wijkteam.example/feed','ok','',1,0,10,0.4,'');
CREATE INDEX ix_publications_source_guid ON publications (source, guid);
CREATE INDEX ix_publications_first_seen ON publications (first_seen);
CREATE INDEX ix_publications_copy_of ON publications (copy_of);
COMMIT;
