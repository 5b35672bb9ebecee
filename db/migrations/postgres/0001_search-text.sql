-- Words are cut and folded before they come here; no parser or dictionary touches them.
CREATE TABLE "search_text" (
	"row_no" integer PRIMARY KEY NOT NULL,
	"words" "tsvector" NOT NULL
);
--> statement-breakpoint
CREATE INDEX "search_text_by_words" ON "search_text" USING gin ("words");
