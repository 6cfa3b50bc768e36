import type { Actor } from './platform/auth/actor.ts'
import type { SessionSubject } from './platform/auth/session.ts'
import type { PlaceTx } from './platform/db/database.ts'

/** Makes an actor of whoever a session is for. */
export const actorForSession = async (_tx: PlaceTx, _subject: SessionSubject): Promise<Actor | null> => null
