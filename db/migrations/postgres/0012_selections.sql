CREATE TABLE "selection_entry" (
	"round_id" text NOT NULL,
	"post_id" text NOT NULL,
	"village_code" text NOT NULL,
	"town_code" text NOT NULL,
	"by_id" text NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "selection_entry_round_id_post_id_pk" PRIMARY KEY("round_id","post_id")
);
--> statement-breakpoint
CREATE TABLE "selection_recommendation" (
	"round_id" text NOT NULL,
	"post_id" text NOT NULL,
	"town_code" text NOT NULL,
	"reason" text NOT NULL,
	"by_id" text NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "selection_recommendation_round_id_post_id_pk" PRIMARY KEY("round_id","post_id")
);
--> statement-breakpoint
CREATE TABLE "selection_round" (
	"id" text PRIMARY KEY NOT NULL,
	"month" text NOT NULL,
	"entries_until" bigint NOT NULL,
	"towns_until" bigint NOT NULL,
	"rule_version" integer NOT NULL,
	"opened_by_id" text NOT NULL,
	"opened_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "selection_entry_by_village" ON "selection_entry" USING btree ("round_id","village_code");--> statement-breakpoint
CREATE INDEX "selection_entry_by_town" ON "selection_entry" USING btree ("round_id","town_code","post_id");--> statement-breakpoint
CREATE UNIQUE INDEX "selection_round_by_month" ON "selection_round" USING btree ("month");