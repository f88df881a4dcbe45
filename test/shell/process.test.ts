import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { UserError } from '../../src/errors.ts'
import { type ProcessOptions, runProcess } from '../../src/shell/process.ts'

const PATH = process.env.PATH ?? ''

async function run(command: string, options: Partial<ProcessOptions> = {}) {
  let output = ''
  const onOutput = (text: string) => {
    output += text
  }
  const end = await runProcess({ command, cwd: tmpdir(), env: { PATH }, onOutput, ...options })
  return { ...end, output }
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'serin-process-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !existsSync('/proc/self/stat') || !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

describe('a command', () => {
  it('gives its exit code and its output', async () => {
    expect(await run('echo out; echo err >&2; exit 3')).toMatchObject({
      exitCode: 3,
      signal: null,
      output: expect.stringContaining('out\n'),
      lastLines: expect.arrayContaining(['out', 'err']),
    })
  })

  it('stops at the first failing line, in a pipe too', async () => {
    expect(await run('false\necho more')).toMatchObject({ exitCode: 1, output: '' })
    expect((await run('false | cat')).exitCode).toBe(1)
  })

  it('runs in sh where there is no bash', async () => {
    const bin = temporaryFolder()
    symlinkSync('/bin/cat', join(bin, 'cat'))
    const { output, exitCode } = await run('echo "[$BASH_VERSION]" | cat; false; echo more', { env: { PATH: bin } })
    expect(exitCode).toBe(1)
    expect(output.endsWith('more\n')).toBe(false)
  })

  it('inherits no environment', async () => {
    expect((await run('echo "[$HOME][$A]"', { env: { PATH, A: 'b' } })).output).toBe('[][b]\n')
  })

  it('reads nothing from stdin', async () => {
    expect((await run('cat; echo done')).output).toBe('done\n')
  })

  it('is told by its signal when one ends it', async () => {
    expect(await run('kill -KILL $$')).toMatchObject({ exitCode: null, signal: 'SIGKILL' })
  })

  it('runs in its folder', async () => {
    const cwd = temporaryFolder()
    await run('echo x > made', { cwd })
    expect(existsSync(join(cwd, 'made'))).toBe(true)
  })

  it('is refused where the folder is missing', async () => {
    await expect(run('true', { cwd: '/nowhere/at/all' })).rejects.toThrow(UserError)
  })
})

describe('its output', () => {
  it('keeps characters whole that arrive in two parts', async () => {
    expect((await run("printf '\\303'; sleep 0.1; printf '\\244\\n'")).output).toBe('ä\n')
  })

  it('ends with a line end whatever the command prints', async () => {
    expect((await run('printf abc')).output).toBe('abc\n')
  })

  it('arrives while the command runs', async () => {
    const seen: number[] = []
    await run('echo a; sleep 0.3; echo b', { onOutput: () => seen.push(performance.now()) })
    expect((seen.at(-1) ?? 0) - (seen[0] ?? 0)).toBeGreaterThan(200)
  })

  it('is remembered as 40 short lines', async () => {
    const { lastLines } = await run('seq 100; head -c 3000000 /dev/zero | tr "\\0" x')
    expect(lastLines).toHaveLength(40)
    expect(lastLines[0]).toBe('62')
    expect(lastLines.at(-1)).toBe(`${'x'.repeat(500)}…`)
  })

  it('is remembered as a terminal shows it', async () => {
    const { lastLines } = await run("printf '10%%\\r50%%\\r100%%\\r\\n\\033[31mred\\033[0m\\n'")
    expect(lastLines).toEqual(['100%', 'red'])
  })
})

describe('what a command starts', () => {
  it('does not hold up its end', async () => {
    const { durationMs, output } = await run('sleep 30 & echo done')
    expect(durationMs).toBeLessThan(5000)
    expect(output).toBe('done\n')
  })

  it('ends with it', async () => {
    const file = join(temporaryFolder(), 'pid')
    await run('nohup sleep 30 >/dev/null 2>&1 & echo $! > pid', { cwd: join(file, '..') })
    await expect.poll(() => isAlive(Number(readFileSync(file, 'utf8')))).toBe(false)
  })

  it('is ended on abort, all of it', async () => {
    const folder = temporaryFolder()
    const abort = new AbortController()
    const { signal, durationMs } = await run('sh -c "sleep 30; true" & echo $! > pid; echo ready; wait', {
      cwd: folder,
      signal: abort.signal,
      onOutput: () => abort.abort(),
    })
    expect(signal).toBe('SIGTERM')
    expect(durationMs).toBeLessThan(5000)
    await expect.poll(() => isAlive(Number(readFileSync(join(folder, 'pid'), 'utf8')))).toBe(false)
  })

  it('may store a checkpoint on abort', async () => {
    const folder = temporaryFolder()
    const abort = new AbortController()
    const child = 'trap "sleep 0.3; echo stored > checkpoint; exit" TERM; echo ready; while :; do sleep 0.05; done'
    await run(`sh -c '${child}' & wait`, { cwd: folder, signal: abort.signal, onOutput: () => abort.abort() })
    expect(readFileSync(join(folder, 'checkpoint'), 'utf8')).toBe('stored\n')
  })

  it('is killed when it does not end in time', async () => {
    const abort = new AbortController()
    const { durationMs } = await run('trap "" TERM; echo ready; while :; do sleep 0.05; done', {
      signal: abort.signal,
      killAfterMs: 300,
      onOutput: () => abort.abort(),
    })
    expect(durationMs).toBeLessThan(3000)
  })

  it('does not run on when the abort came first', async () => {
    expect(await run('sleep 30', { signal: AbortSignal.abort() })).toMatchObject({ signal: 'SIGTERM' })
  })
})
