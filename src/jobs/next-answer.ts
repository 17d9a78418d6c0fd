/** Waits for what a worker thread has to say. */
import type { Worker } from 'node:worker_threads';

/** Said while the work goes on. */
interface Progress {
  kind: 'progress';
}

/** The next thing that a worker tells beside progress. Rejects when the worker dies. */
export function nextAnswer<Answer extends { kind: string }>(
  worker: Worker,
  onProgress: (progress: Extract<Answer, Progress>) => void,
): Promise<Exclude<Answer, Progress>> {
  return new Promise((resolve, reject) => {
    const listen = (answer: Answer): void => {
      if (isProgress(answer)) {
        onProgress(answer);
      } else {
        forget();
        resolve(answer as Exclude<Answer, Progress>);
      }
    };
    const fail = (cause: unknown): void => {
      forget();
      reject(cause instanceof Error ? cause : new Error(`A worker ended with ${String(cause)}.`));
    };
    const forget = (): void => {
      worker.off('message', listen).off('error', fail).off('exit', fail);
    };
    worker.on('message', listen).on('error', fail).on('exit', fail);
  });
}

function isProgress<Answer extends { kind: string }>(answer: Answer): answer is Extract<Answer, Progress> {
  return answer.kind === 'progress';
}
