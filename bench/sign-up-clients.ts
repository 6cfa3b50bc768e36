/** People who come at fixed moments, in a thread of their own: each sends one form, whether those before have been answered or not. */
import { Agent, request } from 'node:http'
import { parentPort, workerData } from 'node:worker_threads'

const { port, path, bodies, perSecond } = workerData as {
  port: number
  path: string
  bodies: string[]
  perSecond: number
}
const agent = new Agent({ keepAlive: true, maxSockets: 512 })

/** Milliseconds from the moment somebody came to the end of their answer; Infinity when it was not the one they hoped for. */
const signUp = (body: string, cameAt: number) =>
  new Promise<number>(resolve => {
    const sent = request(
      {
        port,
        host: '127.0.0.1',
        method: 'POST',
        path,
        agent,
        headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) },
      },
      answer => {
        answer.resume()
        answer.on('end', () =>
          resolve(answer.statusCode === 303 ? performance.now() - cameAt : Number.POSITIVE_INFINITY),
        )
      },
    )
    sent.on('error', () => resolve(Number.POSITIVE_INFINITY))
    sent.end(body)
  })

const startedAt = performance.now()
const times: Promise<number>[] = []
for (let sent = 0; sent < bodies.length; ) {
  const due = Math.min(bodies.length, Math.floor(((performance.now() - startedAt) / 1000) * perSecond) + 1)
  for (; sent < due; sent++) times.push(signUp(bodies[sent] ?? '', startedAt + (sent / perSecond) * 1000))
  await new Promise(resolve => setTimeout(resolve, 1))
}
const answered = await Promise.all(times)
agent.destroy()
parentPort?.postMessage(answered)
