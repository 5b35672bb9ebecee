/** What this process was built from. */
export interface Build {
  hash: string;
  commit: string | null;
}

let build: Build = { hash: 'development', commit: null };

/** Says once, at the start, which build this is. */
export function setBuild(made: Build): void {
  build = made;
}

/** The build that is running. */
export function theBuild(): Build {
  return build;
}
