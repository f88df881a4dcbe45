import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { crc32 } from 'node:zlib'
import type { Schema } from './schema.ts'
import { fullName, type StoredRepository } from './stored-repository.ts'
import type { WorkflowRun } from './workflow-runs.ts'
import { iso, nodeId, now, type World } from './world.ts'

export interface Artifact {
  readonly id: number
  readonly name: string
  /** The zip file. */
  readonly data: Buffer
  /** Of what was uploaded, whatever has become of it since. */
  readonly digest: string
  readonly createdAt: Date
  expiresAt: Date
}

export function isExpired(world: World, artifact: Artifact): boolean {
  return artifact.expiresAt <= now(world)
}

export function artifactJson(
  world: World,
  repository: StoredRepository,
  { artifact, run }: { artifact: Artifact; run: WorkflowRun | undefined },
): Schema<'artifact'> {
  const url = `${world.apiUrl}/repos/${fullName(repository)}/actions/artifacts/${artifact.id}`
  return {
    id: artifact.id,
    node_id: nodeId('ART', artifact.id),
    name: artifact.name,
    size_in_bytes: artifact.data.length,
    url,
    archive_download_url: `${url}/zip`,
    expired: isExpired(world, artifact),
    created_at: iso(artifact.createdAt),
    updated_at: iso(artifact.createdAt),
    expires_at: iso(artifact.expiresAt),
    digest: artifact.digest,
    ...(run
      ? {
          workflow_run: {
            id: run.id,
            repository_id: repository.id,
            head_repository_id: run.headRepository?.id ?? 0,
            head_branch: run.headBranch,
            head_sha: run.headSha,
          },
        }
      : {}),
  }
}

/** As GitHub names what was uploaded. */
export function digestOf(data: Buffer): string {
  return `sha256:${createHash('sha256').update(data).digest('hex')}`
}

/** The storage that artifacts really lie on: another origin, signed addresses, and an error in XML for a request with a token. */
export async function startBlobHost(world: World): Promise<Server> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', world.blobUrl)
    const id = Number(/^\/artifacts\/(\d+)\.zip$/.exec(url.pathname)?.[1])
    const artifact = world.workflowRuns.flatMap((run) => run.artifacts).find((each) => each.id === id)
    const late = Number(url.searchParams.get('until')) < now(world).getTime()
    if (request.headers.authorization || late) {
      const body = '<?xml version="1.0" encoding="utf-8"?><Error><Code>AuthenticationFailed</Code></Error>'
      response.writeHead(403, { 'content-type': 'application/xml' }).end(body)
    } else if (artifact) response.writeHead(200, { 'content-type': 'application/zip' }).end(artifact.data)
    else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  world.blobUrl = `http://localhost:${(server.address() as AddressInfo).port}`
  return server
}

/** A zip of files without compression. Names are taken as they are: hostile ones are what tests need. */
export function zipOf(files: Readonly<Record<string, string | Buffer>>): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, content] of Object.entries(files)) {
    const [data, path] = [Buffer.from(content), Buffer.from(name)]
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(0x800, 2)
    common.writeUInt32LE(crc32(data), 10)
    common.writeUInt32LE(data.length, 14)
    common.writeUInt32LE(data.length, 18)
    common.writeUInt16LE(path.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, path, data])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, tail, path]))
    parts.push(local)
    offset += local.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(directory.length, 8)
  end.writeUInt16LE(directory.length, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, central, end])
}
