import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, globSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** A PostgreSQL of one's own: new, on a free port of this machine, gone when it is stopped. */
export interface PostgresServer {
  /** A new database, of a template when one is named; answers its address. */
  createDatabase(name: string, template?: string): string
  /** What `psql` prints for these statements. */
  run(database: string, statements: string): string
  /** Ends it at once, with all its connections, and starts it again on the same data. */
  crash(): Promise<void>
  stop(): Promise<void>
}

const USER = 'serin'
const PASSWORD = 'p@ss/word of the tests'

/** Where Debian keeps the programs of PostgreSQL that it does not put on the PATH. */
const PATH = [process.env.PATH ?? '', ...globSync('/usr/lib/postgresql/*/bin').toSorted().reverse()].join(delimiter)

export async function startPostgres(): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'serin-postgres-'))
  const data = join(folder, 'data')
  const port = await freePort()
  const env = { PATH, LC_ALL: 'C', PGPASSWORD: PASSWORD }
  const who = otherUser()
  if (who !== undefined) chmodSync(folder, 0o777)
  const as = { env, cwd: folder, ...who }
  execFileSync('sh', ['-c', `printf %s "$PGPASSWORD" > ${folder}/password`], as)
  const init = ['-D', data, '-U', USER, '-A', 'scram-sha-256', '--pwfile', join(folder, 'password'), '-E', 'UTF8']
  execFileSync('initdb', [...init, '--locale=C', '--no-sync'], { ...as, stdio: 'pipe' })

  const run = (database: string, statements: string) =>
    execFileSync(
      'psql',
      [
        '-h',
        '127.0.0.1',
        '-p',
        `${port}`,
        '-U',
        USER,
        '-d',
        database,
        '-XqAt',
        '-v',
        'ON_ERROR_STOP=1',
        '-c',
        statements,
      ],
      { env, encoding: 'utf8', stdio: 'pipe' },
    )
  let server: ChildProcess
  const start = async () => {
    const settings = ['-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${folder}`]
    server = spawn('postgres', ['-D', data, '-p', `${port}`, ...settings], { ...as, stdio: 'ignore' })
    for (const end = Date.now() + 30_000; ; await sleep(50)) {
      try {
        run('postgres', 'SELECT 1')
        return
      } catch (error) {
        if (Date.now() > end || server.exitCode !== null) throw error
      }
    }
  }
  const end = async (signal: 'SIGINT' | 'SIGQUIT') => {
    const ended = once(server, 'exit')
    server.kill(signal)
    await ended
  }
  await start()
  return {
    createDatabase(name, template = 'template1') {
      run('postgres', `CREATE DATABASE ${name} TEMPLATE ${template}`)
      return `postgres://${USER}:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/${name}`
    },
    run,
    crash: async () => {
      await end('SIGQUIT')
      await start()
    },
    stop: async () => {
      await end('SIGINT')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** PostgreSQL refuses to run as root: then it runs as its own user, or as nobody. */
function otherUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const id = (flag: string) => {
    for (const user of ['postgres', 'nobody']) {
      try {
        return Number(execFileSync('id', [flag, user], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))
      } catch {
        // There is no such user.
      }
    }
    throw new Error('root has nobody to run PostgreSQL as')
  }
  return { uid: id('-u'), gid: id('-g') }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  return address.port
}
