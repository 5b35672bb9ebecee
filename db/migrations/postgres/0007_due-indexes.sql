DROP INDEX "post_by_holder_grid";--> statement-breakpoint
DROP INDEX "outbox_by_person";--> statement-breakpoint
DROP INDEX "post_by_holder";--> statement-breakpoint
DROP INDEX "post_by_due";--> statement-breakpoint
DROP INDEX "review_by_objection";--> statement-breakpoint
CREATE INDEX "paper_code_by_end" ON "paper_code" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "session_by_last_end" ON "session" USING btree ("ends_at");--> statement-breakpoint
CREATE INDEX "sign_in_code_by_end" ON "sign_in_code" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "duty_shift_by_end" ON "duty_shift" USING btree ("until_at");--> statement-breakpoint
CREATE INDEX "leave_by_end" ON "leave" USING btree ("until_at");--> statement-breakpoint
CREATE INDEX "village_tally_by_month" ON "village_tally" USING btree ("kind","month","village_code");--> statement-breakpoint
CREATE INDEX "draft_by_time" ON "draft" USING btree ("updated_at");--> statement-breakpoint
CREATE INDEX "form_key_by_time" ON "form_key" USING btree ("at");--> statement-breakpoint
CREATE INDEX "rate_limit_by_end" ON "rate_limit" USING btree ("window_ends_at");--> statement-breakpoint
CREATE INDEX "post_due_by_holder" ON "post" USING btree ("holder_id","kind","next_due_at","id") WHERE next_due_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX "post_due_by_grid" ON "post" USING btree ("holder_grid_code","kind","next_due_at","id") WHERE next_due_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX "post_due_by_village" ON "post" USING btree ("village_code","kind","next_due_at","id") WHERE next_due_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX "post_awaiting" ON "post" USING btree ("id") WHERE state = 'awaiting';--> statement-breakpoint
CREATE INDEX "tombstone_by_post" ON "tombstone" USING btree ("post_id");--> statement-breakpoint
CREATE INDEX "outbox_by_person" ON "outbox_message" USING btree ("person_id","created_at","id");--> statement-breakpoint
CREATE INDEX "post_by_holder" ON "post" USING btree ("holder_id","kind","audience","created_at");--> statement-breakpoint
CREATE INDEX "post_by_due" ON "post" USING btree ("kind","next_due_at","id") WHERE next_due_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX "review_by_objection" ON "review" USING btree ("second_at","objected_at");