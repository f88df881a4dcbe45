/** What goes wrong. `apply-then-*` does the work first: GitHub also fails after acting. */
export type FaultEffect =
  | { readonly status: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> }
  | { readonly delayMs: number }
  | { readonly effect: 'apply-then-502' | 'apply-then-drop' | 'drop' }
  | LimitEffect

export interface LimitEffect {
  readonly limit: 'primary' | 'secondary'
  readonly status?: 403 | 429
  /** Seconds; GitHub may leave it out. */
  readonly retryAfter?: number
  readonly resetInSeconds?: number
}

export type Fault = FaultEffect & {
  readonly method?: string
  /** Below the API root (`/repos/…`), or the whole path for git and downloads; a string has to be equal. */
  readonly path: RegExp | string
  /** How many requests it hits; once by default. */
  readonly times?: number
}

export class Faults {
  #active: { readonly fault: Fault; left: number }[] = []
  /** Asked about each request that no fault was added for. */
  byChance: ((method: string, path: string) => FaultEffect | undefined) | undefined

  add(fault: Fault): void {
    this.#active.push({ fault, left: fault.times ?? 1 })
  }

  clear(): void {
    this.#active = []
    this.byChance = undefined
  }

  /** The fault that hits this request, used up by one. */
  take(method: string, path: string): FaultEffect | undefined {
    const hit = this.#active.find(({ fault, left }) => left > 0 && matches(fault, method, path))
    if (!hit) return this.byChance?.(method, path)
    hit.left -= 1
    return hit.fault
  }
}

function matches(fault: Fault, method: string, path: string): boolean {
  if (fault.method !== undefined && fault.method.toUpperCase() !== method) return false
  return typeof fault.path === 'string' ? fault.path === path : fault.path.test(path)
}
