/**
 * What a number counts, where its format says so. The value itself stays as the format means it for calculating:
 * `percent` is a fraction of 1 that people read times 100, so 0.9 is shown as 90 %, and `ns` are shown in the unit that
 * their size deserves.
 */
export type Unit = 'percent' | 'ns' | 'ms' | 's' | 'bytes' | 'requests/s'
