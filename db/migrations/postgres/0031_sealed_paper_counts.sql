CREATE TABLE "vote_paper_count" (
	"vote_id" text NOT NULL,
	"teller_id" text NOT NULL,
	"sealed" text NOT NULL,
	CONSTRAINT "vote_paper_count_vote_id_teller_id_pk" PRIMARY KEY("vote_id","teller_id")
);
