import { copyText } from './copy-text.ts';

// A button that copies the text, where the browser lets it; without it the text is copied by hand.
for (const field of document.querySelectorAll<HTMLTextAreaElement>('textarea[data-copy]')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'btn btn--main';
  button.textContent = field.dataset.copy ?? '';
  const said = document.createElement('p');
  said.setAttribute('role', 'status');
  button.addEventListener('click', () => {
    copyText(field).then((isDone) => {
      said.textContent = isDone ? (field.dataset.copied ?? '') : '';
    });
  });
  field.after(button, said);
}
