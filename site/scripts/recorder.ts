// Where the browser can record, a button fills the field for the file; without it a file is chosen.
for (const box of document.querySelectorAll<HTMLElement>('[data-recorder]')) {
  const field = document.getElementById(box.dataset.recorder ?? '');
  const canRecord = 'MediaRecorder' in window && navigator.mediaDevices && 'DataTransfer' in window;
  if (field instanceof HTMLInputElement && canRecord) offer(box, field);
}

function offer(box: HTMLElement, field: HTMLInputElement): void {
  const { record = '', stop = '', recorded = '', noMicrophone = '' } = box.dataset;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'btn';
  button.textContent = record;
  const said = document.createElement('span');
  said.className = 'meta';
  said.setAttribute('role', 'status');
  const row = document.createElement('p');
  row.className = 'acts';
  row.append(button, said);
  field.before(row);

  let running: MediaRecorder | null = null;
  const done = (pieces: Blob[], type: string, seconds: number) => {
    const files = new DataTransfer();
    files.items.add(new File(pieces, 'recording', { type }));
    field.files = files.files;
    button.textContent = record;
    said.textContent = recorded.replace('{time}', clock(seconds));
    running = null;
  };
  button.addEventListener('click', async () => {
    if (running) return running.stop();
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => null);
    if (!stream) {
      said.textContent = noMicrophone;
      return;
    }
    running = listen(stream, (seconds) => (said.textContent = clock(seconds)), done);
    button.textContent = stop;
  });
}

function listen(
  stream: MediaStream,
  tell: (seconds: number) => void,
  done: (pieces: Blob[], type: string, seconds: number) => void,
): MediaRecorder {
  // A voice needs no more; what every telephone plays comes first.
  const mimeType = ['audio/mp4', 'audio/webm;codecs=opus'].find(MediaRecorder.isTypeSupported);
  const recorder = new MediaRecorder(stream, {
    audioBitsPerSecond: 32_000,
    ...(mimeType && { mimeType }),
  });
  const pieces: Blob[] = [];
  let seconds = 0;
  const timer = setInterval(() => {
    seconds += 1;
    tell(seconds);
  }, 1000);
  recorder.addEventListener('dataavailable', ({ data }) => pieces.push(data));
  recorder.addEventListener('stop', () => {
    clearInterval(timer);
    for (const track of stream.getTracks()) track.stop();
    done(pieces, recorder.mimeType, seconds);
  });
  recorder.start();
  return recorder;
}

function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

export {};
