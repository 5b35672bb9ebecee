CREATE TABLE "consensus_version" (
	"consensus_id" text NOT NULL,
	"no" integer NOT NULL,
	"form" text NOT NULL,
	"held_on" text NOT NULL,
	"place" text NOT NULL,
	"present" integer NOT NULL,
	"outcome" text NOT NULL,
	"body" text NOT NULL,
	"dissent" text NOT NULL,
	"next" text NOT NULL,
	"reason" text NOT NULL,
	"replaced_by_id" text NOT NULL,
	"replaced_at" bigint NOT NULL,
	CONSTRAINT "consensus_version_consensus_id_no_pk" PRIMARY KEY("consensus_id","no")
);
--> statement-breakpoint
ALTER TABLE "drive_idea" ADD COLUMN "entered_by_id" text;