CREATE TABLE "survey_text" (
	"survey_id" text NOT NULL,
	"question_no" integer NOT NULL,
	"no" integer NOT NULL,
	"body" text NOT NULL,
	"published_by_id" text,
	"published_at" bigint,
	CONSTRAINT "survey_text_survey_id_question_no_no_pk" PRIMARY KEY("survey_id","question_no","no")
);
--> statement-breakpoint
ALTER TABLE "contest" ADD COLUMN "decided_by_id" text;--> statement-breakpoint
ALTER TABLE "contest" ADD COLUMN "decision" text;--> statement-breakpoint
ALTER TABLE "contest" ADD COLUMN "draw_id" text;--> statement-breakpoint
ALTER TABLE "contest_juror" ADD COLUMN "seat" integer;--> statement-breakpoint
ALTER TABLE "contest_nominee" ADD COLUMN "photo_id" text;--> statement-breakpoint
ALTER TABLE "contest_sheet" ADD COLUMN "is_kin" boolean;--> statement-breakpoint
ALTER TABLE "survey" ADD COLUMN "outcome" text;--> statement-breakpoint
ALTER TABLE "survey" ADD COLUMN "outcome_html" text;--> statement-breakpoint
ALTER TABLE "survey" ADD COLUMN "outcome_by_id" text;--> statement-breakpoint
ALTER TABLE "survey" ADD COLUMN "outcome_at" bigint;--> statement-breakpoint
ALTER TABLE "survey_answerer" ADD COLUMN "entered_by_id" text;