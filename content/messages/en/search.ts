/** Searching posts. */
export const search: typeof import('../zh/search.ts').search = {
  title: 'Search',
  field: 'What are you looking for?',
  hint: 'A word, a place, a number or a slip code, in traditional or simplified characters.',
  go: 'Search',
  inVillage: (name) => `Only in ${name}`,
  everywhere: 'Search everywhere',
  order: 'Order',
  newest: 'Newest first',
  best: 'Best match first',
  nothing: (query) => `Nothing found for “${query}”.`,
  nothingHint: 'Try a shorter word, or a number.',
  found: 'Found',
};
