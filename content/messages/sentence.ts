/** A sentence in pieces: words, the figures in it that are read first, and what villagers wrote. */
export type Sentence = readonly (string | { figure: string } | { said: string })[];
