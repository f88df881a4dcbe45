import { helmValues } from './helm-values.ts'
import { kserve } from './kserve.ts'
import type { Layout } from './layout.ts'

/** Every layout, the most specific first. */
export const layouts: readonly Layout[] = [kserve, helmValues]
