ALTER TABLE "appeal" ADD COLUMN "is_manned" boolean NOT NULL;--> statement-breakpoint
ALTER TABLE "appeal" ADD COLUMN "classified_at" bigint;--> statement-breakpoint
ALTER TABLE "appeal" ADD COLUMN "contested_at" bigint;