CREATE TABLE "meeting_attendance" (
	"meeting_id" text NOT NULL,
	"person_id" text NOT NULL,
	"how" text NOT NULL,
	CONSTRAINT "meeting_attendance_meeting_id_person_id_pk" PRIMARY KEY("meeting_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "meeting_version" (
	"meeting_id" text NOT NULL,
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
	"reason" text NOT NULL,
	"replaced_by_id" text NOT NULL,
	"replaced_at" bigint NOT NULL,
	CONSTRAINT "meeting_version_meeting_id_no_pk" PRIMARY KEY("meeting_id","no")
);
--> statement-breakpoint
ALTER TABLE "lesson" ADD COLUMN "place_code" text;--> statement-breakpoint
ALTER TABLE "meeting" ADD COLUMN "changed_at" bigint;--> statement-breakpoint
CREATE INDEX "meeting_attendance_by_person" ON "meeting_attendance" USING btree ("person_id","meeting_id");--> statement-breakpoint
CREATE INDEX "lesson_by_series" ON "lesson" USING btree ("village_code","series","number","post_id");--> statement-breakpoint
CREATE INDEX "lesson_by_place" ON "lesson" USING btree ("place_code","created_at","post_id") WHERE place_code IS NOT NULL;--> statement-breakpoint
CREATE INDEX "lesson_placed" ON "lesson" USING btree ("created_at","post_id") WHERE place_code IS NOT NULL;