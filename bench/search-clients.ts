/** Clients of a web server, in a thread of their own so that they do not take turns with it: each asks for one address after the other. */
import { Agent, get } from 'node:http'
import { parentPort, workerData } from 'node:worker_threads'

const { port, addresses, clients } = workerData as { port: number; addresses: string[]; clients: number }
const agent = new Agent({ keepAlive: true, maxSockets: clients })

const ask = (path: string) =>
  new Promise<number>((resolve, reject) => {
    const started = performance.now()
    get({ port, host: '127.0.0.1', path, agent }, answer => {
      if (answer.statusCode !== 200) reject(new Error(`${path} answered ${answer.statusCode}`))
      answer.resume()
      answer.on('end', () => resolve(performance.now() - started))
    }).on('error', reject)
  })

const times: number[] = []
await Promise.all(
  Array.from({ length: clients }, async (_, client) => {
    for (let at = client; at < addresses.length; at += clients) times.push(await ask(addresses[at] as string))
  }),
)
agent.destroy()
parentPort?.postMessage(times)
