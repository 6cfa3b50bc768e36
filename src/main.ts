import { openApp } from './app.ts'
import { prepareSearches } from './capabilities/directory/index.ts'
import { listPlaces } from './capabilities/places/index.ts'
import { readConfig } from './platform/config.ts'
import { findDatabase, openPlatform, root } from './platform/platform.ts'
import { version } from './platform/version.ts'
import { portTaken } from './serve.ts'

/** The web process. `serve` prepares the database before it starts this. */
const config = readConfig(process.env, root, version)
const { owner, release } = await findDatabase(config)
const platform = await openPlatform(config, owner)
const server = await openApp(platform, { logger: process.env.LOG === 'on' })

const stop = async () => {
  await server.close()
  await platform.db.close()
  await release()
  process.exit(0)
}
process.once('SIGTERM', stop)
process.once('SIGINT', stop)

try {
  await server.listen({ port: config.port, host: config.host })
} catch (error) {
  const taken = (error as { code?: string }).code === 'EADDRINUSE'
  process.stderr.write(
    taken ? `${portTaken(config.port)}\n` : `The web server could not start: ${(error as Error).message}\n`,
  )
  await platform.db.close()
  await release()
  process.exit(78)
}
const address = server.server.address()
// Directories are read before anybody asks; whoever asks sooner waits for theirs alone.
void platform.db
  .national(listPlaces)
  .then(places =>
    prepareSearches(
      platform.db,
      places.map(({ placeId }) => placeId),
    ),
  )
  .catch(() => {})
process.send?.({ listening: typeof address === 'object' && address ? address.port : config.port })
