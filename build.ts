import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type OutputOptions, rolldown } from 'rolldown'

// `npm run build`: the bundles that users run. They are committed, so the same sources give the same bytes everywhere.

/** The bundles' texts, by path from `dist`. */
export async function bundles(): Promise<ReadonlyMap<string, string>> {
  return new Map([...(await actionBundle()), ...(await cliBundles())])
}

/** The action is one file, as GitHub wants it. */
function actionBundle() {
  return generate('action/index.ts', { format: 'esm', entryFileNames: 'index.js', codeSplitting: false })
}

/**
 * A command loads its own part of the command line only: starting is most of what a short command takes, and every file
 * takes time of its own, so what `serin diff` always needs is in few. They are CommonJS, because importing `node:fs` into
 * an ES module loads all of it.
 */
async function cliBundles() {
  const groups = [
    { name: 'errors', test: /src\/errors\.ts$/, priority: 3 },
    { name: 'git', test: /src\/shell\/git[^/]*\.ts$/, priority: 2 },
    { name: 'diff-trees', test: /action\/diff-trees\.ts$/, priority: 1 },
  ]
  const chunks = await generate('action/cli.ts', {
    format: 'cjs',
    dynamicImportInCjs: false,
    entryFileNames: 'cli/main.cjs',
    chunkFileNames: 'cli/[name].cjs',
    codeSplitting: { groups },
  })
  return [['cli.js', CLI] as const, ...chunks]
}

const CLI = `#!/usr/bin/env node
process.getBuiltinModule('node:module').createRequire(import.meta.url)('./cli/main.cjs')
`

async function generate(input: string, options: OutputOptions): Promise<readonly (readonly [string, string])[]> {
  const build = await rolldown({ input, platform: 'node' })
  const { output } = await build.generate(options)
  await build.close()
  return output.map((file) => {
    if (file.type !== 'chunk') throw new Error(`${file.fileName} is not JavaScript`)
    return [file.fileName, file.code]
  })
}

/** Writes what changed and removes what is no longer built, so that a build beside a running program disturbs nothing. */
function write(files: ReadonlyMap<string, string>, folder: string): void {
  for (const [name, text] of files) {
    const path = join(folder, name)
    if (readIfThere(path) === text) continue
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile() && !files.has(path.slice(folder.length + 1))) rmSync(path)
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

if (import.meta.main) {
  mkdirSync('dist', { recursive: true })
  write(await bundles(), 'dist')
}
