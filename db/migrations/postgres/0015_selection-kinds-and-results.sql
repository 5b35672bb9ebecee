CREATE TABLE "reviewer" (
	"id" text PRIMARY KEY NOT NULL,
	"person_id" text NOT NULL,
	"town_code" text NOT NULL,
	"consent_on" text NOT NULL,
	"named_by_id" text NOT NULL,
	"named_at" bigint NOT NULL,
	"ended_at" bigint
);
--> statement-breakpoint
CREATE TABLE "reviewer_kin" (
	"person_id" text NOT NULL,
	"village_code" text NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "reviewer_kin_person_id_village_code_pk" PRIMARY KEY("person_id","village_code")
);
--> statement-breakpoint
CREATE TABLE "selection_reader" (
	"round_id" text NOT NULL,
	"no" integer NOT NULL,
	"person_id" text NOT NULL,
	"town_code" text NOT NULL,
	"token" text NOT NULL,
	CONSTRAINT "selection_reader_round_id_no_pk" PRIMARY KEY("round_id","no")
);
--> statement-breakpoint
CREATE TABLE "selection_result" (
	"round_id" text NOT NULL,
	"version" integer NOT NULL,
	"table" jsonb NOT NULL,
	"words" jsonb NOT NULL,
	"hash" text NOT NULL,
	"reason" text NOT NULL,
	"rule_version" integer NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "selection_result_round_id_version_pk" PRIMARY KEY("round_id","version")
);
--> statement-breakpoint
CREATE TABLE "selection_sheet" (
	"round_id" text NOT NULL,
	"post_id" text NOT NULL,
	"no" integer NOT NULL,
	"points" jsonb NOT NULL,
	"reasons" jsonb NOT NULL,
	"remark" text NOT NULL,
	"assigned_at" bigint NOT NULL,
	"changed_at" bigint,
	"sent_at" bigint,
	"recused_at" bigint,
	CONSTRAINT "selection_sheet_round_id_post_id_no_pk" PRIMARY KEY("round_id","post_id","no")
);
--> statement-breakpoint
DROP INDEX "selection_round_by_month";--> statement-breakpoint
ALTER TABLE "selection_round" ADD COLUMN "kind" text DEFAULT 'letters' NOT NULL;--> statement-breakpoint
ALTER TABLE "selection_round" ADD COLUMN "draw_id" text;--> statement-breakpoint
ALTER TABLE "selection_round" ADD COLUMN "review_until" bigint;--> statement-breakpoint
ALTER TABLE "selection_round" ADD COLUMN "published_at" bigint;--> statement-breakpoint
ALTER TABLE "selection_round" ADD COLUMN "objections_until" bigint;--> statement-breakpoint
ALTER TABLE "selection_round" ADD COLUMN "final_at" bigint;--> statement-breakpoint
CREATE UNIQUE INDEX "reviewer_active" ON "reviewer" USING btree ("person_id") WHERE ended_at IS NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "selection_reader_by_person" ON "selection_reader" USING btree ("person_id","round_id");--> statement-breakpoint
CREATE INDEX "selection_sheet_by_reader" ON "selection_sheet" USING btree ("round_id","no","post_id");--> statement-breakpoint
CREATE INDEX "selection_entry_by_post" ON "selection_entry" USING btree ("post_id");--> statement-breakpoint
CREATE UNIQUE INDEX "selection_round_by_kind" ON "selection_round" USING btree ("month","kind");--> statement-breakpoint
CREATE INDEX "selection_round_open" ON "selection_round" USING btree ("towns_until","id") WHERE published_at IS NULL;--> statement-breakpoint
CREATE INDEX "selection_round_objecting" ON "selection_round" USING btree ("objections_until","id") WHERE published_at IS NOT NULL AND final_at IS NULL;