DROP INDEX `outbox_waiting`;--> statement-breakpoint
ALTER TABLE `outbox_message` ADD `attempts` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `outbox_message` ADD `failed_at` integer;--> statement-breakpoint
CREATE INDEX `outbox_waiting` ON `outbox_message` (`sent_at`,`failed_at`,`send_after`);--> statement-breakpoint
ALTER TABLE `person` ADD `phone_unproven_since` integer;