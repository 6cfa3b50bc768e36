import { Type } from 'typebox'
import { type JourneyId, newId } from '../../../../kernel/ids.ts'
import { refuse } from '../../../../kernel/refusal.ts'
import { command } from '../../../../platform/command.ts'
import { factKind, record } from '../../../../platform/facts/fact.ts'
import { whyNotFetched } from '../../../../platform/outside/outside-address.ts'
import { recordChange } from '../../change-log-store.ts'
import { PUBLISHED_HERE } from '../../listed-service.ts'
import { decideVanished, findFeed, insertFeed, undecideVanished, updateFeed } from './feed-store.ts'

/** A place began to pull another directory's feed. */
export const FeedAdded = factKind<{ feedId: string }>(
  'directory.began-to-pull-feed',
  () => 'A feed of another directory is pulled.',
)
/** What a feed no longer has was ended, or kept, by somebody. */
export const VanishedDecided = factKind<{ feedId: string; decision: string; entries: number }>(
  'directory.decided-on-vanished',
  ({ decision, entries }) =>
    `${entries} entries that a feed no longer has were ${decision === 'ended' ? 'ended' : 'kept'}.`,
)

const Name = Type.String({
  minLength: 2,
  maxLength: 120,
  pattern: '\\S',
  mend: 'Enter whose directory it is, like “Ferry Council”',
})
const Address = Type.String({
  minLength: 8,
  maxLength: 1000,
  mend: 'Enter the address of the feed, like https://feed.example/services',
})
const Line = (mend: string) => Type.String({ maxLength: 300, mend })
const settings = {
  name: Name,
  address: Address,
  everyHours: Type.Integer({ minimum: 1, maximum: 744, mend: 'Choose how often to fetch it' }),
  licence: Line('Keep the licence to 300 characters'),
  attribution: Line('Keep the words of thanks to 300 characters'),
  asksFor: Type.Union([Type.Literal('everything'), Type.Literal('changes')], { mend: 'Choose what is asked for' }),
}
const about = (recordId: string) => ({ recordId, journeyId: recordId as unknown as JourneyId })

/** What can be said against an address before it is ever fetched. What an operator opened is known only when it is fetched. */
function checkAddress(address: string) {
  if (!URL.canParse(address))
    return refuse('address', 'Enter the address of the feed, like https://feed.example/services', 'address')
  const not = whyNotFetched(new URL(address), [])
  return not && not.refused === 'address' ? not : null
}

/** Begins to pull a feed; it is fetched within minutes. */
export const addFeed = command({
  name: 'directory.add-feed',
  allow: 'directory.keep-right',
  inHouse: true,
  input: Type.Object({
    ...settings,
    source: Type.Optional(Type.String({ minLength: 1, maxLength: 200, mend: 'Name the source' })),
  }),
  async run(tx, { source: given, ...feed }) {
    const wrong = checkAddress(feed.address)
    if (wrong) return wrong
    const address = new URL(feed.address)
    const source = given ?? `${address.host}${address.pathname.replace(/\/$/, '')}`
    if (source === PUBLISHED_HERE) return refuse('source', 'Choose another name for the source.', 'source')
    const feedId = newId()
    const added = await insertFeed(tx, {
      ...feed,
      feedId,
      source,
      licence: feed.licence || null,
      attribution: feed.attribution || null,
    })
    if (!added) return refuse('there', 'This feed is in the list already.', 'address')
    await record(tx, FeedAdded, about(feedId), { feedId })
    return { recordId: feedId, feedId }
  },
})

const FeedId = Type.String({ format: 'uuid', mend: 'Choose the feed' })
const gone = () => refuse('no-such-feed', 'There is no such feed any more.')

export const changeFeed = command({
  name: 'directory.alter-feed',
  allow: 'directory.keep-right',
  inHouse: true,
  input: Type.Object({ feedId: FeedId, ...settings }),
  async run(tx, { feedId, ...feed }) {
    const wrong = checkAddress(feed.address)
    if (wrong) return wrong
    const before = await findFeed(tx, feedId, true)
    if (!before) return gone()
    const moved = before.address !== feed.address
    await updateFeed(tx, feedId, {
      ...feed,
      licence: feed.licence || null,
      attribution: feed.attribution || null,
      ...(moved && {
        etag: null,
        lastModified: null,
        failures: 0,
        lastError: null,
        lastWholeAt: null,
        nextRunAt: tx.now,
      }),
    })
    return { recordId: feedId }
  },
})

/** Pauses a feed, goes on with it, has it fetched within minutes, or lets it take a sudden loss. */
export const steerFeed = command({
  name: 'directory.steer-feed',
  allow: 'directory.keep-right',
  inHouse: true,
  input: Type.Object({
    feedId: FeedId,
    to: Type.Union(
      [Type.Literal('on'), Type.Literal('off'), Type.Literal('fetch'), Type.Literal('take-loss'), Type.Literal('wait')],
      {
        mend: 'Choose what to do with the feed',
      },
    ),
  }),
  async run(tx, { feedId, to }) {
    const feed = await findFeed(tx, feedId, true)
    if (!feed) return gone()
    if ((to === 'take-loss' || to === 'wait') && feed.heldBecause === null)
      return refuse('not-held', 'This feed does not wait for a decision any more.')
    if (to === 'off') await updateFeed(tx, feedId, { isOn: false })
    else if (to === 'wait') await updateFeed(tx, feedId, { heldBecause: null })
    else
      await updateFeed(tx, feedId, {
        isOn: true,
        nextRunAt: tx.now,
        ...(to === 'fetch' && { etag: null, lastModified: null, lastWholeAt: null }),
        ...(to === 'take-loss' && { takeLoss: true }),
      })
    return { recordId: feedId }
  },
})

/** Ends entries that their feed no longer has, keeps them, or takes either back. */
export const decideOnVanished = command({
  name: 'directory.decide-on-vanished',
  allow: 'directory.keep-right',
  inHouse: true,
  input: Type.Object({
    feedId: FeedId,
    serviceIds: Type.Array(Type.String({ format: 'uuid' }), {
      minItems: 1,
      maxItems: 2000,
      mend: 'Tick at least one entry',
    }),
    decision: Type.Union([Type.Literal('keep'), Type.Literal('ended'), Type.Literal('undo')], {
      mend: 'Choose to keep them or to end them',
    }),
  }),
  async run(tx, { feedId, serviceIds, decision }) {
    const feed = await findFeed(tx, feedId)
    if (!feed) return gone()
    const done =
      decision === 'undo'
        ? await undecideVanished(tx, feed.source, serviceIds)
        : await decideVanished(tx, feed.source, serviceIds, decision)
    if (done.length === 0)
      return refuse('decided', 'Somebody has decided on these already, or their feed has them again.')
    if (decision !== 'keep') await recordChange(tx, done)
    await record(tx, VanishedDecided, about(feedId), { feedId, decision, entries: done.length })
    return { recordId: feedId, entries: done.length }
  },
})
