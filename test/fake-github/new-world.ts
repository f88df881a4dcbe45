import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Faults } from './faults.ts'
import { RateLimits } from './rate-limits.ts'
import type { World } from './world.ts'

/** An empty world in a new temporary folder; the server sets its addresses. */
export function createWorld(): World {
  return {
    directory: mkdtempSync(join(tmpdir(), 'fake-github-')),
    url: '',
    apiUrl: '',
    blobUrl: '',
    accounts: new Map(),
    repositories: new Map(),
    redirects: new Map(),
    teams: [],
    apps: new Map(),
    installations: new Map(),
    tokens: new Map(),
    workflowRuns: [],
    deliveries: [],
    events: [],
    faults: new Faults(),
    rateLimits: new RateLimits(),
    lag: { headMs: 0, mergeableMs: 0, tokenMs: 0, contentsMs: 2 },
    habits: { delayMs: 0, duplicate: false, lost: false },
    background: new Set(),
    clockOffsetMs: 0,
    counter: 1_000,
  }
}
