/**
 * POSIX paths resolved by their text, symbolic links left out of account.
 */

/** Appends the steps of a path to the segments it starts from; `..` takes one away where there is one. */
export function walkSegments(from: readonly string[], steps: readonly string[]): string[] {
  const segments = [...from];
  for (const step of steps) {
    if (step === '..') segments.pop();
    else if (step !== '' && step !== '.') segments.push(step);
  }
  return segments;
}

/** The absolute path of `path` seen from `cwd`. An absolute path keeps its trailing slash, a relative one loses it. */
export function resolvePosixPath(cwd: string, path: string): string {
  const steps = path.split('/');
  if (!path.startsWith('/')) {
    const base = cwd.replace(/^\/+|\/$/g, '');
    return `/${walkSegments(base === '' ? [] : base.split('/'), steps).join('/')}`;
  }
  const segments = walkSegments([], steps);
  return segments.length > 0 && path.endsWith('/') ? `/${segments.join('/')}/` : `/${segments.join('/')}`;
}
