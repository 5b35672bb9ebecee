DROP INDEX "lesson_by_contest";--> statement-breakpoint
ALTER TABLE "recording" ADD COLUMN "caption" text;--> statement-breakpoint
ALTER TABLE "lesson" DROP COLUMN "contest";