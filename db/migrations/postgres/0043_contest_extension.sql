CREATE TABLE "contest_extension" (
	"contest_id" text NOT NULL,
	"no" integer NOT NULL,
	"stage" text NOT NULL,
	"before" text NOT NULL,
	"through" text NOT NULL,
	"reason" text NOT NULL,
	"by_id" text NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "contest_extension_contest_id_no_pk" PRIMARY KEY("contest_id","no")
);
--> statement-breakpoint
DROP INDEX "resolution_by_successor";--> statement-breakpoint
CREATE INDEX "resolution_by_successor" ON "resolution" USING btree ("successor_id","state","no");