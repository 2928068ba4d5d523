/** What a promise gives, or `undefined` if it takes longer than that. */
export async function within<Value>(
  maximumMs: number,
  promise: Promise<Value>,
): Promise<Value | undefined> {
  // A timer cannot wait for ever.
  if (maximumMs === Infinity) {
    return promise;
  }
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, maximumMs, undefined);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
