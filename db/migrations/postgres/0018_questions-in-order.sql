DROP INDEX "comment_by_holder";--> statement-breakpoint
CREATE INDEX "comment_by_holder" ON "comment" USING btree ("holder_id","first_answered_at","first_due_at","id");