import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Actor } from '../auth/actor.ts'
import { visitorAddress } from './visitor-address.ts'

/** How much may be asked for in a minute. Guessing passwords and codes is slowed further, and across processes (auth/attempts.ts). */
export interface VisitLimits {
  /** All from one address, signed in or not: a whole council, or a library, may stand behind it. */
  readonly address: number
  /** From one address by whoever is not signed in. */
  readonly visitor: number
  /** By one account, wherever it is signed in, or by one other system. */
  readonly account: number
  /** Forms sent by one account, or by whoever is not signed in at one address: a hub that types in a pile of paper sends some ten a minute. */
  readonly forms: number
}

/** Our own figures. */
export const usualLimits: VisitLimits = { address: 6000, visitor: 600, account: 600, forms: 120 }

/** Counts visits. Each question counts one, and answers with the seconds to wait when that was one too many; 0 when it was not. */
export interface VisitCounter {
  ofAddress(req: FastifyRequest): Promise<number>
  ofVisitor(req: FastifyRequest, actor: Actor): Promise<number>
  /** Another system's call: by the system's id, or null for whoever calls without being known. */
  ofSystem(req: FastifyRequest, systemId: string | null): Promise<number>
}

/** Counted in this process: behind several, each grants as many. */
export const countVisits = async (server: FastifyInstance, limits: VisitLimits): Promise<VisitCounter> => {
  // So many addresses and accounts are remembered; somebody with more addresses than that is not slowed by any limit on one.
  await server.register(rateLimit, { global: false, cache: 50_000, timeWindow: '1 minute' })
  const who = new WeakMap<FastifyRequest, string>()
  const counter = (max: number) => server.createRateLimit({ max, keyGenerator: req => who.get(req) ?? '' })
  const [address, visitor, account, forms] = [limits.address, limits.visitor, limits.account, limits.forms].map(counter)
  const wait = async (count: typeof address, req: FastifyRequest): Promise<number> => {
    const counted = await count?.(req)
    return counted && !counted.isAllowed && counted.isExceeded ? Math.max(1, counted.ttlInSeconds) : 0
  }
  const ofWhom = async (req: FastifyRequest, known: string | null): Promise<number> => {
    who.set(req, known ?? visitorAddress(req.ip))
    const asked = await wait(known ? account : visitor, req)
    return asked || req.method === 'GET' || req.method === 'HEAD' ? asked : wait(forms, req)
  }
  return {
    ofAddress(req) {
      who.set(req, visitorAddress(req.ip))
      return wait(address, req)
    },
    ofVisitor: (req, { personId }) => ofWhom(req, personId),
    ofSystem: ofWhom,
  }
}
