import type { Environment } from '../../src/config/gitops-config.ts'
import { type Rollout, type Running, readManifest, writeManifest } from '../../src/manifest/manifest.ts'

/** An environment of `serin.yml` that says nothing unusual. */
export function environment(changes: Partial<Environment> = {}): Environment {
  return { name: 'test', file: 'config.yaml', set: {}, keys: {}, ...changes }
}

export const STABLE: Rollout = { kind: 'stable' }
export const PINNED: Rollout = { kind: 'pinned' }
export const canary = (percent: number): Rollout => ({ kind: 'canary', percent })

export function read(text: string, changes: Partial<Environment> = {}): Running | undefined {
  return readManifest({ environment: environment(changes), text }).running
}

export function write(text: string, version: string, rollout: Rollout, changes: Partial<Environment> = {}): string {
  return writeManifest({ environment: environment(changes), text }, { version, rollout })
}
