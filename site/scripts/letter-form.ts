// A letter keeps itself while one writes, and a line says whether it is a promise yet.
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-letter]')) {
  const said = form.querySelector<HTMLElement>('[data-autosaved]');
  const seconds = Number(form.dataset.autosave);
  let kept = wordsOf(form);
  let underway: AbortController | null = null;

  const keep = async () => {
    const words = wordsOf(form);
    if (words === kept || underway) return;
    underway = new AbortController();
    const isKept = await send(form.action, words, underway.signal);
    underway = null;
    if (isKept) kept = words;
    if (said) said.textContent = (isKept ? form.dataset.saved : form.dataset.unsaved) ?? '';
  };
  const timer = setInterval(keep, seconds * 1000);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') keep();
  });
  // What the button sends is the newest; nothing older may come after it.
  form.addEventListener('submit', () => {
    clearInterval(timer);
    underway?.abort();
    kept = wordsOf(form);
  });
  form.addEventListener('input', ({ target }) => {
    if (target instanceof Element) weigh(target.closest('[data-line]'));
  });
}

for (const box of document.querySelectorAll<HTMLElement>('[data-marks]')) {
  const field = document.getElementById(box.dataset.marks ?? '');
  if (!(field instanceof HTMLTextAreaElement)) continue;
  const bar = document.createElement('div');
  bar.className = 'marks';
  bar.setAttribute('role', 'group');
  bar.setAttribute('aria-label', box.dataset.label ?? '');
  const add = (label = '', mark: (chosen: string) => string) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'btn btn--quiet';
    button.textContent = label;
    button.addEventListener('click', () => put(field, mark));
    bar.append(button);
  };
  const { bold, list, paragraph, words = '' } = box.dataset;
  add(bold, (chosen) => `**${chosen || words}**`);
  add(list, (chosen) => `\n\n${(chosen || words).replace(/^(?=.)/gm, '- ')}\n\n`);
  add(paragraph, (chosen) => `${chosen}\n\n`);
  field.before(bar);
}

/** Everything of a form but its files, as it would be sent. */
function wordsOf(form: HTMLFormElement): string {
  const words = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    // A tick to leave a photo out waits for the button.
    if (typeof value === 'string' && name !== 'drop') words.append(name, value);
  }
  words.append('go', 'auto');
  return words.toString();
}

async function send(address: string, words: string, signal: AbortSignal): Promise<boolean> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const request = { method: 'POST', body: words, headers, signal, redirect: 'manual' as const };
  const answer = await fetch(address, request).catch(() => null);
  return answer?.status === 204;
}

/** Says under a line that it is an intention, until it has a measure and a day. */
function weigh(line: Element | null): void {
  const hint = line?.querySelector<HTMLElement>('[data-intention]');
  if (!line || !hint) return;
  const isEmpty = (name: string) =>
    line.querySelector<HTMLInputElement>(`[name=${name}]`)?.value.trim() === '';
  hint.hidden = isEmpty('what') || !(isEmpty('measure') || isEmpty('dueOn'));
}

/** Puts a mark around what is chosen, or where the hand is; the gaps between paragraphs stay one line. */
function put(field: HTMLTextAreaElement, mark: (chosen: string) => string): void {
  const { selectionStart: start, selectionEnd: end, value } = field;
  const chosen = value.slice(start, end);
  const before = value.slice(0, start);
  const marked = mark(chosen);
  const isAtGap = before === '' || before.endsWith('\n\n');
  const put = isAtGap ? marked.replace(/^\n+/, '') : marked;
  field.value = before + put + value.slice(end).replace(/^\n+/, put.endsWith('\n') ? '' : '$&');
  const at = before.length + put.length;
  field.focus();
  field.setSelectionRange(at, at);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

export {};
