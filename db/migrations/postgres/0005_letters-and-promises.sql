CREATE TABLE "letter_voice" (
	"post_id" text PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"type" text NOT NULL,
	"bytes" integer NOT NULL,
	"transcript" text NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "scheduled_letter" (
	"id" text PRIMARY KEY NOT NULL,
	"village_code" text NOT NULL,
	"author_id" text NOT NULL,
	"values" jsonb NOT NULL,
	"photo_ids" jsonb NOT NULL,
	"publish_at" bigint NOT NULL,
	"created_at" bigint NOT NULL,
	"refusal" text
);
--> statement-breakpoint
CREATE TABLE "promise" (
	"id" text PRIMARY KEY NOT NULL,
	"post_id" text NOT NULL,
	"village_code" text NOT NULL,
	"no" integer NOT NULL,
	"owner_id" text NOT NULL,
	"maker_id" text NOT NULL,
	"what" text NOT NULL,
	"measure" text NOT NULL,
	"helpers" text NOT NULL,
	"due_on" text,
	"due_at" bigint,
	"state" text NOT NULL,
	"versions" integer NOT NULL,
	"claim" text,
	"claimed_at" bigint,
	"asked" integer NOT NULL,
	"verdict_at" bigint,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "promise_report" (
	"id" text PRIMARY KEY NOT NULL,
	"promise_id" text NOT NULL,
	"kind" text NOT NULL,
	"claim" text,
	"body" text NOT NULL,
	"html" text NOT NULL,
	"by_id" text NOT NULL,
	"from_id" text,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "promise_version" (
	"promise_id" text NOT NULL,
	"no" integer NOT NULL,
	"what" text NOT NULL,
	"measure" text NOT NULL,
	"helpers" text NOT NULL,
	"due_on" text,
	"reason" text NOT NULL,
	"by_id" text NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "promise_version_promise_id_no_pk" PRIMARY KEY("promise_id","no")
);
--> statement-breakpoint
CREATE INDEX "scheduled_letter_by_time" ON "scheduled_letter" USING btree ("publish_at","id");--> statement-breakpoint
CREATE INDEX "scheduled_letter_by_author" ON "scheduled_letter" USING btree ("author_id","publish_at");--> statement-breakpoint
CREATE UNIQUE INDEX "promise_by_post" ON "promise" USING btree ("post_id","no");--> statement-breakpoint
CREATE INDEX "promise_by_owner" ON "promise" USING btree ("owner_id","created_at","id");--> statement-breakpoint
CREATE INDEX "promise_by_maker" ON "promise" USING btree ("maker_id","created_at","id");--> statement-breakpoint
CREATE INDEX "promise_by_village" ON "promise" USING btree ("village_code","created_at","id");--> statement-breakpoint
CREATE INDEX "promise_standing" ON "promise" USING btree ("village_code","due_at","id") WHERE state = 'standing';--> statement-breakpoint
CREATE INDEX "promise_open" ON "promise" USING btree ("due_at","id") WHERE verdict_at IS NULL AND due_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX "promise_report_by_promise" ON "promise_report" USING btree ("promise_id","at","id");