/** Words of 微党课. */
export const lessons = {
  kind: {
    name: 'Short lesson',
    shared: (place: string, title: string) => `A short lesson from ${place}: ${title}`,
  },
  shelf: {
    title: 'Short lessons',
    intro:
      'A few minutes each, about things one can use. Words come first and cost little; pictures and films load when you tap. Nobody counts who reads or for how long, and nobody is ranked.',
    /** Part 3 */
    issue: (n: number) => `Part ${n}`,
    made: 'New from the villages',
    nothing: 'The village has given no lesson yet.',
  },
  page: {
    transcript: 'What is said',
    quiz: 'Think it over',
    answer: 'See the answer',
    right: (option: string) => `Answer: ${option}`,
    notKept: 'Your answers are for you alone; nothing is kept.',
    sources: 'Where it comes from',
    written: (month: string) => `Written ${month}`,
    words: (size: string) => `Words: ${size}`,
    keep: (size: string) => `Keep it on the phone, to read without a network (${size})`,
  },
};
