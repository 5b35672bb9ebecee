import type { App, Context } from '#server/kernel/context.ts';
import { pageNotes } from '#server/kernel/page-notes.ts';
import { systemViewer } from '#server/kernel/viewer.ts';

/** The context in which the product itself acts: the worker, the command line. */
export function systemContext(app: App): Context {
  return {
    ...app,
    viewer: systemViewer,
    lang: 'zh',
    page: pageNotes(),
    requestId: 'SYSTEM',
    address: '',
    host: '',
    size: 'standard',
    flash: null,
    asked: '/',
  };
}
