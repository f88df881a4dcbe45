import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { Exchange } from './recorded-run.ts'

// Answers each call as it was answered when the run was recorded. A call made several times in a run gets its answers
// in turn, so that the next run finds everything as the first did.
const exchanges: readonly Exchange[] = JSON.parse(readFileSync(process.env.EXCHANGES ?? '', 'utf8'))
const turns = new Map<string, number>()

createServer((request, response) => {
  request.resume()
  const call = `${request.method} ${request.url}`
  const answers = exchanges.filter(({ method, path }) => `${method} ${path}` === call)
  const turn = turns.get(call) ?? 0
  turns.set(call, turn + 1)
  const answer = answers[turn % answers.length]
  response.writeHead(answer?.status ?? 404, { 'content-type': 'application/json; charset=utf-8' })
  response.end(answer?.body ?? '{"message":"Not Found"}')
}).listen(Number(process.env.PORT), '127.0.0.1')
