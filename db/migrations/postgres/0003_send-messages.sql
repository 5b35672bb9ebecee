DROP INDEX "outbox_waiting";--> statement-breakpoint
ALTER TABLE "person" ADD COLUMN "phone_unproven_since" bigint;--> statement-breakpoint
ALTER TABLE "outbox_message" ADD COLUMN "attempts" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "outbox_message" ADD COLUMN "failed_at" bigint;--> statement-breakpoint
CREATE INDEX "outbox_waiting" ON "outbox_message" USING btree ("sent_at","failed_at","send_after");