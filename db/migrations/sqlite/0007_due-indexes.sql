DROP INDEX `post_by_holder_grid`;--> statement-breakpoint
DROP INDEX `post_by_holder`;--> statement-breakpoint
DROP INDEX `post_by_due`;--> statement-breakpoint
CREATE INDEX `post_due_by_holder` ON `post` (`holder_id`,`kind`,`next_due_at`,`id`) WHERE next_due_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `post_due_by_grid` ON `post` (`holder_grid_code`,`kind`,`next_due_at`,`id`) WHERE next_due_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `post_due_by_village` ON `post` (`village_code`,`kind`,`next_due_at`,`id`) WHERE next_due_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `post_awaiting` ON `post` (`id`) WHERE state = 'awaiting';--> statement-breakpoint
CREATE INDEX `post_by_holder` ON `post` (`holder_id`,`kind`,`audience`,`created_at`);--> statement-breakpoint
CREATE INDEX `post_by_due` ON `post` (`kind`,`next_due_at`,`id`) WHERE next_due_at IS NOT NULL;--> statement-breakpoint
DROP INDEX `outbox_by_person`;--> statement-breakpoint
CREATE INDEX `outbox_by_person` ON `outbox_message` (`person_id`,`created_at`,`id`);--> statement-breakpoint
DROP INDEX `review_by_objection`;--> statement-breakpoint
CREATE INDEX `review_by_objection` ON `review` (`second_at`,`objected_at`);--> statement-breakpoint
CREATE INDEX `paper_code_by_end` ON `paper_code` (`expires_at`);--> statement-breakpoint
CREATE INDEX `session_by_last_end` ON `session` (`ends_at`);--> statement-breakpoint
CREATE INDEX `sign_in_code_by_end` ON `sign_in_code` (`expires_at`);--> statement-breakpoint
CREATE INDEX `duty_shift_by_end` ON `duty_shift` (`until_at`);--> statement-breakpoint
CREATE INDEX `leave_by_end` ON `leave` (`until_at`);--> statement-breakpoint
CREATE INDEX `village_tally_by_month` ON `village_tally` (`kind`,`month`,`village_code`);--> statement-breakpoint
CREATE INDEX `draft_by_time` ON `draft` (`updated_at`);--> statement-breakpoint
CREATE INDEX `form_key_by_time` ON `form_key` (`at`);--> statement-breakpoint
CREATE INDEX `rate_limit_by_end` ON `rate_limit` (`window_ends_at`);--> statement-breakpoint
CREATE INDEX `tombstone_by_post` ON `tombstone` (`post_id`);