DROP TABLE `letter_voice`;--> statement-breakpoint
DROP INDEX `scheduled_letter_by_time`;--> statement-breakpoint
CREATE INDEX `scheduled_letter_waiting` ON `scheduled_letter` (`publish_at`,`id`) WHERE refusal IS NULL;--> statement-breakpoint
ALTER TABLE `scheduled_letter` DROP COLUMN `photo_ids`;