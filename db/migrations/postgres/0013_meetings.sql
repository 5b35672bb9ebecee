CREATE TABLE "meeting" (
	"id" text PRIMARY KEY NOT NULL,
	"village_code" text NOT NULL,
	"no" integer NOT NULL,
	"kind" text NOT NULL,
	"held_on" text NOT NULL,
	"topic" text NOT NULL,
	"place" text NOT NULL,
	"agenda" jsonb NOT NULL,
	"due" integer NOT NULL,
	"present" integer NOT NULL,
	"remote" integer NOT NULL,
	"body" text NOT NULL,
	"html" text NOT NULL,
	"rendered_by" text NOT NULL,
	"lesson_ids" jsonb NOT NULL,
	"audience" text NOT NULL,
	"recorded_by_id" text NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "party_member" (
	"village_code" text NOT NULL,
	"person_id" text NOT NULL,
	"marked_by_id" text NOT NULL,
	"marked_at" bigint NOT NULL,
	CONSTRAINT "party_member_village_code_person_id_pk" PRIMARY KEY("village_code","person_id")
);
--> statement-breakpoint
CREATE UNIQUE INDEX "meeting_by_no" ON "meeting" USING btree ("village_code","no");--> statement-breakpoint
CREATE INDEX "meeting_by_day" ON "meeting" USING btree ("village_code","held_on","no");--> statement-breakpoint
CREATE INDEX "party_member_by_person" ON "party_member" USING btree ("person_id","village_code");