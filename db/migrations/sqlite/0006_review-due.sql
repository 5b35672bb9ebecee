CREATE INDEX `review_by_due` ON `review` (`decided_at`,`due_at`,`id`);--> statement-breakpoint
CREATE INDEX `review_by_objection` ON `review` (`objected_at`);