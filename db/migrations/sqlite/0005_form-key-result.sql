PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_form_key` (
	`actor_id` text NOT NULL,
	`action` text NOT NULL,
	`key` text NOT NULL,
	`result` text,
	`at` integer NOT NULL,
	PRIMARY KEY(`actor_id`, `action`, `key`)
);
--> statement-breakpoint
INSERT INTO `__new_form_key`("actor_id", "action", "key", "result", "at") SELECT "actor_id", "action", "key", "result", "at" FROM `form_key`;--> statement-breakpoint
DROP TABLE `form_key`;--> statement-breakpoint
ALTER TABLE `__new_form_key` RENAME TO `form_key`;--> statement-breakpoint
PRAGMA foreign_keys=ON;