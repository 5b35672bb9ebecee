ALTER TABLE "disclosure" ADD COLUMN "names_through" text;--> statement-breakpoint
ALTER TABLE "disclosure_step" ADD COLUMN "round" integer NOT NULL;--> statement-breakpoint
CREATE INDEX "disclosure_with_names" ON "disclosure" USING btree ("names_through") WHERE names_through IS NOT NULL;