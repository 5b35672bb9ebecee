/** Listeners to the tags of committed writes. */
export function touchedListeners() {
  const listeners = new Set<(tags: string[]) => void>();
  return {
    add(listener: (tags: string[]) => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    tell(tags: string[]) {
      if (tags.length > 0) for (const listener of listeners) listener(tags);
    },
  };
}
