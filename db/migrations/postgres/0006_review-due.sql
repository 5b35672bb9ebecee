CREATE INDEX "review_by_due" ON "review" USING btree ("decided_at","due_at","id");--> statement-breakpoint
CREATE INDEX "review_by_objection" ON "review" USING btree ("objected_at");