import { type PublishedDraw, replayDraw } from '#server/rules/draw-replay.ts';

// A button that computes the draw again in this browser, where it can; the words of what it found
// stand in the page.
for (const box of document.querySelectorAll<HTMLElement>('[data-replay]')) {
  const button = box.querySelector<HTMLButtonElement>('button');
  const said = box.querySelector<HTMLElement>('[role="status"]');
  if (!button || !said) continue;
  if (!canCompute()) {
    said.textContent = box.dataset.noCrypto ?? '';
    continue;
  }
  button.hidden = false;
  button.addEventListener('click', () => {
    replay(box.dataset.replay ?? '').then(
      (first) => {
        const differs = (box.dataset.differs ?? '').replace('{step}', String(first));
        said.textContent = first === null ? (box.dataset.agrees ?? '') : differs;
      },
      () => {
        said.textContent = box.dataset.failed ?? '';
      },
    );
  });
}

// Browsers give digests only on https and on this machine, and big integers since 2018.
function canCompute(): boolean {
  return window.crypto?.subtle !== undefined && typeof BigInt === 'function';
}

/** The first step that differs, counted from 1; null when all agree. */
async function replay(address: string): Promise<number | null> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`the data of the draw did not come: ${answer.status}`);
  const draw: PublishedDraw = await answer.json();
  const found = await replayDraw(draw, async (bytes) => {
    // The copy has a buffer of its own, as the browser's types ask for.
    return new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes)));
  });
  return found === null || found.agrees ? null : (found.differing[0] ?? 0) + 1;
}
