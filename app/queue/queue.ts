/** Work to be done once. */
export interface NewJob {
  /** The webhook delivery that brought it; a redelivery brings the same one. */
  readonly deliveryId: string
  /** What is asked for, whatever brought it: two deliveries of one comment have one intent. */
  readonly intent: string
  /** Jobs of one key are done one after the other, in the order they were stored. */
  readonly key: string
  /** Anything JSON can hold. */
  readonly payload: unknown
  /** Milliseconds since 1970; only for people who look at the queue. */
  readonly storedAt?: number
}

export interface Job extends NewJob {
  readonly id: string
  /** How often it has been leased and not given back, this time included: 1 at first. */
  readonly attempt: number
}

/** The right to work on a job until the lease ends. Two leases never have the same id and fence. */
export interface Lease {
  readonly id: string
  readonly owner: string
  readonly fence: number
}

export interface LeasedJob extends Job, Lease {}

/** A job that was given up. It no longer holds back its key. */
export interface DeadLetter extends Job {
  readonly error: string
  /** Milliseconds since 1970. */
  readonly buriedAt: number
}

/** A job that is still to be done, or being done. */
export interface UnfinishedJob extends Job {
  /** `leased`: being done, or left behind by a process that died. */
  readonly state: 'waiting' | 'leased'
  /** When a waiting job may run, when a leased one's lease ends; milliseconds since 1970, 0 for at once. */
  readonly due: number
  /** Of a leased job. */
  readonly owner?: string
  /** Why the last attempt failed. */
  readonly error?: string
}

export interface Counts {
  /** To be done, now or after a pause. */
  readonly waiting: number
  /** Being done, or left behind by a process that died. */
  readonly leased: number
  readonly done: number
  readonly dead: number
}

/**
 * Where commands are kept between the webhook and the worker. Every promise resolves once its change is on disk,
 * and the work of an owner that dies is leased again: a job is done at least once, and never by two owners at a time
 * unless one outlives its lease. Times are milliseconds since 1970 and come from the caller.
 *
 * Methods that take a lease answer `false`, and change nothing, when the lease has passed to somebody else.
 */
export interface Queue {
  /** `duplicate`: a job of the same delivery or of the same intent was stored before, whatever became of it. */
  enqueue(job: NewJob): Promise<'stored' | 'duplicate'>
  /** Which of these deliveries brought a job that is not forgotten yet, whatever became of it. */
  known(deliveryIds: readonly string[]): Promise<readonly string[]>
  /**
   * The longest-waiting job that may run at `now`; what a dead owner left behind may come before it. The oldest
   * unfinished job of a key holds back the others of its key, also while it waits for its next attempt.
   */
  lease(request: {
    readonly owner: string
    readonly now: number
    readonly leaseMs: number
  }): Promise<LeasedJob | undefined>
  /** Makes the lease end `leaseMs` after `now`. */
  extend(lease: Lease, time: { readonly now: number; readonly leaseMs: number }): Promise<boolean>
  complete(lease: Lease, end: { readonly now: number }): Promise<boolean>
  /** Failed, and may run again from the time `at`. `isUncounted`: the attempt does not count. */
  retry(
    lease: Lease,
    next: { readonly at: number; readonly error: string; readonly isUncounted?: boolean },
  ): Promise<boolean>
  /** Failed for good. */
  bury(lease: Lease, end: { readonly now: number; readonly error: string }): Promise<boolean>
  /** Not done, by no fault of the job: it may run again at once, and the attempt does not count. */
  giveBack(lease: Lease): Promise<boolean>
  /**
   * Does `work` while no other process does work of that name, where processes on several machines share the queue. A
   * courtesy that saves work, and nothing to rely on: who has waited too long goes ahead all the same.
   * @param work hears whether it had to wait.
   */
  alone<Result>(name: string, work: (hasWaited: boolean) => Promise<Result>): Promise<Result>
  counts(): Promise<Counts>
  /** All, or the first `most`, in the order of their turn. */
  unfinished(most?: number): Promise<readonly UnfinishedJob[]>
  /** The oldest first. */
  deadLetters(): Promise<readonly DeadLetter[]>
  /** Puts a dead letter behind the other jobs of its key, as if it was new. `false`: there is no such dead letter. */
  rerun(id: string): Promise<boolean>
  /**
   * Takes a waiting job or a dead letter out, as if it was done; the same delivery is not stored again. `false`: there
   * is no such job, or somebody is doing it.
   */
  drop(id: string, end: { readonly now: number }): Promise<boolean>
  /** Forgets the jobs completed before that time, and how many they were: from then on the same delivery is stored again. */
  prune(before: number): Promise<number>
  /** Lets what was asked for before finish. */
  close(): Promise<void>
}
