/** The accessibility statement (无障碍声明). */
export const access: typeof import('../zh/access.ts').access = {
  title: 'Accessibility statement',
  lead: 'It should work with poor sight, with unsteady hands, on a slow line and on an old phone. Where it does not, please tell us.',
  sections: [
    {
      id: 'done',
      title: 'What works',
      items: [
        'Four text sizes: 17, 20, 22 and 30 pixels. With the text of the phone itself doubled, nothing has to be scrolled sideways.',
        'Buttons are at least 60 pixels high in the easy reading version, and 44 otherwise.',
        'Text stands out from its ground by at least 4.5 to 1, in light and dark. There is always a word beside a colour.',
        'Every step can be walked with the keyboard alone; screen readers are told the name of every field and what is wrong with it.',
        'Everything can be done without scripts. There are no puzzles to solve, no pages that move on by themselves, and no advertising.',
        'If you stop half way, what you have written is kept.',
        'Without a phone: a call, a visit of the grid officer or a paper receipt count just the same.',
      ],
    },
    {
      id: 'missing',
      title: 'What does not work yet',
      items: [
        'Photos sent by villagers have no description; a screen reader only hears “Photo 1”.',
        'Pages cannot be read aloud by the site itself; the reading function of your phone works.',
        'The English version translates the interface; what people write stays in Chinese.',
        'Nobody outside has assessed the site, and it holds no accessibility mark.',
      ],
    },
    {
      id: 'how',
      title: 'How it is checked',
      items: [
        'We follow WCAG 2.2, levels A and AA, and the national specification for websites fit for older people (Barrier-Free Environment Law, article 32).',
        'Pages are checked with axe in light, dark and easy reading, and on a screen of 320 pixels and with doubled text for anything that would scroll sideways.',
        'The oldest browsers it is made for are Chrome 86 and iOS 13.4.',
      ],
    },
    {
      id: 'tell',
      title: 'If something does not work',
      items: [
        'Call the information officer of your village; the number stands at the foot of the village’s pages. They can also do it for you.',
        'Say which page it was and what phone you use, so that we can look.',
      ],
    },
  ],
};
