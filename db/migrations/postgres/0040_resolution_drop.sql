ALTER TABLE "resolution" ADD COLUMN "successor_id" text;--> statement-breakpoint
ALTER TABLE "resolution" ADD COLUMN "drop_reason" text;--> statement-breakpoint
ALTER TABLE "resolution" ADD COLUMN "drop_asked_by_id" text;--> statement-breakpoint
ALTER TABLE "resolution" ADD COLUMN "drop_asked_at" bigint;--> statement-breakpoint
ALTER TABLE "resolution" ADD COLUMN "dropped_by_id" text;--> statement-breakpoint
ALTER TABLE "resolution" ADD COLUMN "dropped_at" bigint;--> statement-breakpoint
CREATE INDEX "resolution_by_due" ON "resolution" USING btree ("state","due_on","id");--> statement-breakpoint
CREATE INDEX "resolution_by_successor" ON "resolution" USING btree ("successor_id");