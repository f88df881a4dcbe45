/** Something each of the two models has for every example. */
export interface OfBoth<T> {
  readonly main: T
  readonly pr: T
}
