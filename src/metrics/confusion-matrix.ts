/** How often each class was taken for each other one. */
export interface ConfusionMatrix {
  readonly file: string
  /** Where in the file it stands, dotted; empty when it is the whole file. */
  readonly name: string
  /** The classes, in the order of rows and columns; as many as there are rows. */
  readonly labels: readonly string[]
  /** Square: `counts[truth][prediction]`. Normalised matrices hold fractions. */
  readonly counts: readonly (readonly number[])[]
}
