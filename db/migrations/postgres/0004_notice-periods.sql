ALTER TABLE "post" ADD COLUMN "period_starts_at" bigint;--> statement-breakpoint
ALTER TABLE "post" ADD COLUMN "group_codes" jsonb;