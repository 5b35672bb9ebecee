CREATE TABLE "governance_case" (
	"post_id" text PRIMARY KEY NOT NULL,
	"appeal_id" text NOT NULL,
	"before_photo_id" text,
	"after_photo_id" text
);
--> statement-breakpoint
CREATE TABLE "selection_badge" (
	"round_id" text NOT NULL,
	"post_id" text NOT NULL,
	"village_code" text NOT NULL,
	"place" integer NOT NULL,
	"at" bigint NOT NULL,
	"lost_at" bigint,
	"lost_why" text,
	"promise_id" text,
	CONSTRAINT "selection_badge_round_id_post_id_pk" PRIMARY KEY("round_id","post_id")
);
--> statement-breakpoint
CREATE TABLE "selection_objection" (
	"id" text PRIMARY KEY NOT NULL,
	"round_id" text NOT NULL,
	"no" integer NOT NULL,
	"post_id" text NOT NULL,
	"line" text NOT NULL,
	"body" text NOT NULL,
	"by_id" text NOT NULL,
	"at" bigint NOT NULL,
	"due_at" bigint,
	"verdict" text,
	"reason" text NOT NULL,
	"done" integer,
	"due" integer,
	"proposed_by_id" text,
	"proposed_at" bigint,
	"sent_back" text NOT NULL,
	"second_by_id" text,
	"decided_at" bigint,
	"version" integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX "governance_case_by_appeal" ON "governance_case" USING btree ("appeal_id");--> statement-breakpoint
CREATE INDEX "selection_badge_by_post" ON "selection_badge" USING btree ("post_id");--> statement-breakpoint
CREATE INDEX "selection_badge_by_village" ON "selection_badge" USING btree ("village_code","at","post_id");--> statement-breakpoint
CREATE UNIQUE INDEX "selection_objection_by_no" ON "selection_objection" USING btree ("round_id","no");--> statement-breakpoint
CREATE INDEX "selection_objection_by_person" ON "selection_objection" USING btree ("by_id","at");--> statement-breakpoint
CREATE INDEX "selection_objection_open" ON "selection_objection" USING btree ("due_at","id") WHERE decided_at IS NULL;