import { afterEach, beforeEach, expect, vi } from 'vitest';

// A test that prints an error has failed, whatever it asserted.
let spy: ReturnType<typeof vi.spyOn>;

beforeEach(() => {
  spy = vi.spyOn(console, 'error');
});

afterEach(() => {
  expect(spy).not.toHaveBeenCalled();
  spy.mockRestore();
});
