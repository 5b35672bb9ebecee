ALTER TABLE "comment" ADD COLUMN "first_holder_id" text;--> statement-breakpoint
CREATE INDEX "comment_open_question" ON "comment" USING btree ("id") WHERE kind = 'ask' AND first_answered_at IS NULL;