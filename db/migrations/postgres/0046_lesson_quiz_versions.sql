CREATE TABLE "lesson_quiz_version" (
	"post_id" text NOT NULL,
	"no" integer NOT NULL,
	"quiz" jsonb NOT NULL,
	"replaced_by_id" text NOT NULL,
	"replaced_at" bigint NOT NULL,
	CONSTRAINT "lesson_quiz_version_post_id_no_pk" PRIMARY KEY("post_id","no")
);
