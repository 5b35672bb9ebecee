ALTER TABLE "photo" ADD COLUMN "post_id" text;--> statement-breakpoint
CREATE INDEX "photo_by_post" ON "photo" USING btree ("post_id","sort");