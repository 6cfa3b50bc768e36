import type { FastifyInstance } from 'fastify'
import { actorForSession } from './actor.ts'
import { filesAtRoot } from './capabilities/directory/index.ts'
import { listPlaces, placesBySlug } from './capabilities/places/index.ts'
import { capabilities } from './capabilities.ts'
import { buildStatic } from './design/build-static.ts'
import type { PageModel } from './design/page.ts'
import { sayProblem } from './design/problems.ts'
import { createViews } from './design/view.ts'
import { frameFor } from './frame.ts'
import { createServer } from './platform/http/server.ts'
import { usualLimits, type VisitLimits } from './platform/http/visit-limits.ts'
import type { Platform } from './platform/platform.ts'

/** Builds the web application over an open platform: every capability's routes behind one door, in one set of clothes. */
export const openApp = async (
  platform: Platform,
  options: { logger?: boolean; limits?: VisitLimits | null } = {},
): Promise<FastifyInstance> => {
  const statics = await buildStatic()
  const views = createViews({ now: platform.clock })
  return createServer(platform, {
    routes: capabilities.flatMap(capability => capability.routes),
    gates: capabilities.flatMap(capability => capability.gates ?? []),
    render(template, model, about) {
      const translated = (model as Partial<PageModel>).page?.translated ?? false
      return views.render(template, { ...model, frame: frameFor({ ...about, translated }, statics.path) })
    },
    sayProblem,
    statics,
    findPlace: placesBySlug(platform.db),
    listPlaces,
    filesAtRoot: filesAtRoot(platform),
    actorFor: actorForSession,
    logger: options.logger ?? false,
    limits: options.limits === undefined ? usualLimits : options.limits,
  })
}
