/** A second of silence with the name of a place beside it, as a WAV file. */
export function aWav(): Buffer {
  const format = Buffer.alloc(24);
  format.write('fmt ', 'latin1');
  format.writeUInt32LE(16, 4);
  format.writeUInt16LE(1, 8);
  format.writeUInt16LE(1, 10);
  format.writeUInt32LE(8000, 12);
  format.writeUInt32LE(8000, 16);
  format.writeUInt16LE(1, 20);
  format.writeUInt16LE(8, 22);
  const body = Buffer.concat([
    format,
    chunk('LIST', Buffer.from('INFOIPLC石梯村 30.97N')),
    chunk('data', Buffer.alloc(8000, 128)),
  ]);
  const head = Buffer.from('RIFF\0\0\0\0WAVE', 'latin1');
  head.writeUInt32LE(body.length + 4, 4);
  return Buffer.concat([head, body]);
}

/** An MPEG-4 file with one track of this kind and a position in its free text. */
export function anMp4(kind = 'soun'): Buffer {
  const handler = Buffer.alloc(25);
  handler.write(kind, 8, 'latin1');
  const place = box('udta', box('\u00a9xyz', Buffer.from('+30.97+104.28/')));
  const track = box('trak', box('mdia', box('hdlr', handler)));
  return Buffer.concat([
    box('ftyp', Buffer.from('M4A \0\0\0\0')),
    box('moov', Buffer.concat([box('mvhd', Buffer.alloc(100)), track, place])),
    box('mdat', Buffer.alloc(64, 7)),
  ]);
}

/** Two frames of MPEG layer III between a tag of names before and one behind. */
export function anMp3(): Buffer {
  const frame = Buffer.alloc(417);
  frame.writeUInt32BE(0xfffb9000);
  const names = Buffer.concat([
    Buffer.from('ID3\x04\0\0\0\0\0\x10', 'latin1'),
    Buffer.from('TXXX石梯村......'),
  ]);
  return Buffer.concat([names.subarray(0, 26), frame, frame, Buffer.from('TAG石梯村'.padEnd(120))]);
}

/** An Opus stream with a place in its comments. */
export function anOpus(): Buffer {
  const comment = Buffer.from('LOCATION=30.97N');
  const tags = Buffer.concat([
    Buffer.from('OpusTags'),
    number(0),
    number(1),
    number(comment.length),
    comment,
  ]);
  const head = Buffer.concat([
    Buffer.from('OpusHead'),
    Buffer.from([1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
  ]);
  return Buffer.concat([page(head, 0), page(tags, 1), page(Buffer.alloc(100, 5), 2)]);
}

/** A live WebM recording with one track of this kind (2 is sound) and a tag that names a place. */
export function aWebm(kind = 2): Buffer {
  const track = element('ae', element('83', Buffer.from([kind])));
  return Buffer.concat([
    element('1a45dfa3', element('4282', Buffer.from('webm'))),
    Buffer.from('18538067' + '01ffffffffffffff', 'hex'),
    element('1654ae6b', track),
    element('1254c367', Buffer.from('LOCATION 30.97N')),
    Buffer.from('1f43b675' + '01ffffffffffffff', 'hex'),
    element('a3', Buffer.alloc(50, 9)),
  ]);
}

function chunk(name: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(name, 'latin1');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
}

function box(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
}

function page(body: Buffer, no: number): Buffer {
  const head = Buffer.alloc(28);
  head.write('OggS', 'latin1');
  head.writeUInt32LE(77, 14);
  head.writeUInt32LE(no, 18);
  head[26] = 1;
  head[27] = body.length;
  return Buffer.concat([head, body]);
}

function element(id: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(id, 'hex'), Buffer.from([0x80 + body.length]), body]);
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
