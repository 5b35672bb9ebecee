// Beginnings of an answer become buttons that put themselves into the field; the gaps stay open.
for (const box of document.querySelectorAll<HTMLElement>('[data-starts]')) {
  const field = document.getElementById(box.dataset.starts ?? '');
  if (!(field instanceof HTMLTextAreaElement)) continue;
  for (const line of box.querySelectorAll<HTMLElement>('[data-start]')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'btn btn--quiet btn--start';
    button.textContent = line.textContent;
    button.addEventListener('click', () => putInto(field, button.textContent ?? ''));
    line.replaceWith(button);
  }
}

function putInto(field: HTMLTextAreaElement, start: string): void {
  const before = field.value === '' ? '' : `${field.value}\n`;
  field.value = before + start;
  const gap = field.value.indexOf('{ }', before.length);
  field.focus();
  if (gap >= 0) field.setSelectionRange(gap, gap + '{ }'.length);
}

export {};
