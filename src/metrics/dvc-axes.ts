/** Which columns of a plot's file are drawn, as a `dvc.yaml` says. */
export interface PlotAxes {
  /** As it is written there, or from the repository's root: see who gives it. */
  readonly file: string
  /** Absent: the rows are counted. */
  readonly x: string | undefined
  readonly y: readonly string[]
}

/**
 * The axes under a stage's `plots` (`- file: { x: …, y: … }`) or under the top-level `plots`, where `x` and `y` may also be
 * mappings of files to columns (DVC 3). A plot without `y` has none.
 */
export function axesIn(plots: unknown): readonly PlotAxes[] {
  const items: readonly unknown[] = Array.isArray(plots) ? plots : [plots]
  return items.flatMap((item) =>
    Object.entries(mappingOf(item)).flatMap(([id, definition]) => {
      const { x, y } = mappingOf(definition)
      const files = typeof y === 'object' && y !== null && !Array.isArray(y) ? mappingOf(y) : { [id]: y }
      return Object.entries(files).flatMap(([file, columns]) => {
        const names = textsIn(columns)
        return names.length === 0 ? [] : [{ file, x: xOf(x, file), y: names }]
      })
    }),
  )
}

function xOf(x: unknown, file: string): string | undefined {
  if (typeof x === 'string') return x
  const columns = mappingOf(x)
  return textsIn(columns[file] ?? Object.values(columns)[0])[0]
}

function textsIn(value: unknown): readonly string[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value]
  return items.filter((item) => typeof item === 'string')
}

function mappingOf(node: unknown): Readonly<Record<string, unknown>> {
  return typeof node === 'object' && node !== null && !Array.isArray(node) ? (node as Record<string, unknown>) : {}
}
