import { v7 } from 'uuid'

/** A string that only the maker of `Name` values may produce, so that a need's id cannot be passed where a referral's is meant. */
export type Brand<Name extends string> = string & { readonly __brand: Name }

/** The area a partnership serves; every row of every place-bound table starts with one. */
export type PlaceId = Brand<'PlaceId'>
/** Joins all facts of one story; born with the help request. */
export type JourneyId = Brand<'JourneyId'>

/** A new time-ordered UUID (RFC 9562, version 7), so that rows written together are stored together. */
export const newId = <Id extends string>(): Id => v7() as Id

const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** True for any RFC 9562 UUID text; what comes from an address bar must pass this before it reaches SQL. */
export const isUuid = (text: unknown): text is string => typeof text === 'string' && uuidShape.test(text)
