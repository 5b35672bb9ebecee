DROP INDEX `comment_by_parent`;--> statement-breakpoint
DROP INDEX `comment_by_holder`;--> statement-breakpoint
DROP INDEX `comment_by_holder_grid`;--> statement-breakpoint
CREATE INDEX `comment_by_parent` ON `comment` (`parent_id`,`created_at`) WHERE parent_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `comment_by_holder` ON `comment` (`holder_id`,`first_answered_at`,`first_due_at`,`id`) WHERE holder_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `comment_by_holder_grid` ON `comment` (`holder_grid_code`,`first_answered_at`,`first_due_at`) WHERE holder_grid_code IS NOT NULL;