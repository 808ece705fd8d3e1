import { TIDY } from "../tidy-name";

/**
 * Lets the server thread empty Node's stack of asynchronous ids before it ends what runs here: Node does so after an
 * uncaught exception that somebody handles.
 */
export function installTidy(): void {
  const node = process as unknown as { _fatalException?: (error: unknown) => boolean };
  const tidy = () => node._fatalException?.({});
  Object.defineProperty(globalThis, TIDY, { value: tidy, enumerable: false });
}
