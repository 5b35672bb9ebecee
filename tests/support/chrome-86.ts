/** What browsers older than Chrome 87 do not know in a sheet: they drop the rule, or all of it. */
export const newerStyles =
  /@layer|@container|@property|:has\(|:is\(|:where\(|\binset\s*:|aspect-ratio|(?:width|height)\s*[<>]=?|^\s*&|color-mix|light-dark\(|\d[dsl]v[hw]\b|:user-(?:in)?valid|subgrid/m;

/** What they do not know in a script: it would not run, or end half-way. */
export const newerScript =
  /\.at\(|structuredClone|Object\.hasOwn|\.findLast|\.toSorted|\.toReversed|\.replaceChildren|showModal|randomUUID|AbortSignal\.(?:timeout|any)|Promise\.(?:any|withResolvers)|\bstatic\s*\{|#\w+ in |^await |\?\?=|\|\|=|&&=/m;
