/** People who come at fixed moments, in a thread of their own: each sends one form, or opens one page, whether those before have been answered or not. */
import { Agent, request } from 'node:http'
import { parentPort, workerData } from 'node:worker_threads'

export interface Coming {
  readonly port: number
  readonly path: string
  /** What each posts; null opens the page. */
  readonly bodies: readonly (string | null)[]
  readonly cookie?: string
  readonly perSecond: number
  readonly hopedFor: number
}

export interface Came {
  /** Milliseconds from the moment somebody came to the end of their answer; Infinity when it was not the one they hoped for. */
  readonly times: number[]
  /** The processor time of this thread. */
  readonly processorMilliseconds: number
}

const { port, path, bodies, cookie = '', perSecond, hopedFor } = workerData as Coming
const agent = new Agent({ keepAlive: true, maxSockets: 512 })

const come = (body: string | null, cameAt: number) =>
  new Promise<number>(resolve => {
    const sent = request(
      {
        port,
        host: '127.0.0.1',
        method: body === null ? 'GET' : 'POST',
        path,
        agent,
        headers:
          body === null
            ? { cookie }
            : { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) },
      },
      answer => {
        answer.resume()
        answer.on('end', () =>
          resolve(answer.statusCode === hopedFor ? performance.now() - cameAt : Number.POSITIVE_INFINITY),
        )
      },
    )
    sent.on('error', () => resolve(Number.POSITIVE_INFINITY))
    sent.end(body ?? undefined)
  })

const before = process.threadCpuUsage()
const startedAt = performance.now()
const times: Promise<number>[] = []
for (let sent = 0; sent < bodies.length; ) {
  const due = Math.min(bodies.length, Math.floor(((performance.now() - startedAt) / 1000) * perSecond) + 1)
  for (; sent < due; sent++) times.push(come(bodies[sent] ?? null, startedAt + (sent / perSecond) * 1000))
  await new Promise(resolve => setTimeout(resolve, 1))
}
const answered = await Promise.all(times)
agent.destroy()
const { user, system } = process.threadCpuUsage(before)
parentPort?.postMessage({ times: answered, processorMilliseconds: (user + system) / 1000 } satisfies Came)
