// 用手机的位置: asked for only when the person taps; fills two hidden fields and says so.
for (const box of document.querySelectorAll<HTMLElement>('[data-position]')) {
  const button = box.querySelector<HTMLButtonElement>('[data-locate]');
  const latitude = box.querySelector<HTMLInputElement>('[data-latitude]');
  const longitude = box.querySelector<HTMLInputElement>('[data-longitude]');
  const say = box.querySelector<HTMLElement>('[data-say]');
  if (!button || !latitude || !longitude || !say || !('geolocation' in navigator)) continue;
  box.hidden = false;
  button.hidden = false;
  button.addEventListener('click', () => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        latitude.value = coords.latitude.toFixed(5);
        longitude.value = coords.longitude.toFixed(5);
        say.textContent = say.dataset.done ?? '';
      },
      () => {
        say.textContent = say.dataset.failed ?? '';
      },
      { enableHighAccuracy: true, timeout: 15_000 },
    );
  });
}

export {};
