ALTER TABLE "motion_step" ADD COLUMN "reason" text;--> statement-breakpoint
ALTER TABLE "motion_step" ADD COLUMN "decided_option" integer;--> statement-breakpoint
ALTER TABLE "resolution_report" ADD COLUMN "done_on" text;