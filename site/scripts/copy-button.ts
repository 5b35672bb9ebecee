import { copyText } from './copy-text.ts';

// A button that copies what stands in a field elsewhere on the page; shown only where this runs.
for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
  const field = document.getElementById(button.dataset.copy ?? '');
  const label = button.querySelector('span');
  if (!(field instanceof HTMLTextAreaElement) || !label) continue;
  button.hidden = false;
  button.addEventListener('click', () => {
    copyText(field).then((isDone) => {
      if (isDone) label.textContent = button.dataset.copied ?? '';
    });
  });
}
