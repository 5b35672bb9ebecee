ALTER TABLE "letter_voice" DISABLE ROW LEVEL SECURITY;--> statement-breakpoint
DROP TABLE "letter_voice" CASCADE;--> statement-breakpoint
DROP INDEX "scheduled_letter_by_time";--> statement-breakpoint
CREATE INDEX "scheduled_letter_waiting" ON "scheduled_letter" USING btree ("publish_at","id") WHERE refusal IS NULL;--> statement-breakpoint
ALTER TABLE "scheduled_letter" DROP COLUMN "photo_ids";