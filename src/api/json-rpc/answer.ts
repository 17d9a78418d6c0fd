/** An answer that is followed by notifications: nobody hears of a change before whoever asked for it does. */

export interface Notification {
  method: string;
  params: unknown;
}

/** What a method returns to have notifications sent after its answer, in their order. */
export class Answer {
  readonly result: unknown;
  readonly notifications: readonly Notification[];

  constructor(result: unknown, notifications: readonly Notification[]) {
    this.result = result;
    this.notifications = notifications;
  }
}
