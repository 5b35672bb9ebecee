DROP INDEX `villager_by_village`;--> statement-breakpoint
CREATE INDEX `villager_by_village` ON `villager` (`village_code`,`name`,`id`);