// Buffers whose bytes have gone elsewhere.

/**
 * Frees the bytes of a view at once: the garbage collector would leave some hundred MiB of them while a file goes through
 * the page. An older browser cannot, and collects them later.
 */
export function free(view) {
  view.buffer.transfer?.(0);
}
