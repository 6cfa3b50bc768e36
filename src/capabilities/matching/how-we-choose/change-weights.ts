import { Type } from 'typebox'
import { type JourneyId, newId } from '../../../kernel/ids.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { factKind, record } from '../../../platform/facts/fact.ts'
import { triageOrganisationOf } from '../../organisations/index.ts'
import { findOwnPlace } from '../../places/index.ts'
import { usualWeights, type Weights } from '../weighing/cost.ts'
import { mostMetres } from '../weighing/read-weights.ts'
import { areSame } from './weights-in-words.ts'
import { insertWeights, listChosenWeights } from './weights-store.ts'

/** A place chose how it weighs whom to ask. Nobody holds the record: the page of the weights tells it. */
export const WeightsChanged = factKind<{ version: number }>(
  'weights-changed',
  () => 'How we choose whom to ask was changed.',
)

/** Null for whoever chooses the weights of this place: people of the organisation that decides about what is asked here. */
export const cannotChange = async (tx: PlaceTx): Promise<Refusal | null> => {
  const place = await findOwnPlace(tx)
  const lead = place && triageOrganisationOf(place)
  if (!lead) return refuse('no-lead', 'This place has not said which organisation decides about what is asked here.')
  return tx.actor.organisationId === lead
    ? null
    : refuse(
        'not-yours-to-change',
        'Only the organisation that decides about what is asked here changes this. Ring them.',
      )
}

// The version that stands on the page from which it is changed: of two who change it at once, the second looks again.
const replaces = Type.Integer({ minimum: 0, mend: 'Look at the page again, then try once more.' })
const because = Type.String({ minLength: 1, maxLength: 300, mend: 'Say why, in up to 300 characters' })
const metres = Type.Integer({ minimum: 0, maximum: mostMetres, mend: `Enter whole metres from 0 to ${mostMetres}` })

const saveNext = async (tx: PlaceTx, replaced: number, because: string, weights: Weights | null) => {
  const version = replaced + 1
  if (!(await insertWeights(tx, { version, because, weights }))) return changedMeanwhile
  const recordId = newId()
  await record(tx, WeightsChanged, { recordId, journeyId: recordId as JourneyId }, { version })
  return { recordId }
}

const changedMeanwhile = refuse(
  'changed-meanwhile',
  'Somebody else changed this meanwhile. Here is how it stands now: look at it, then try once more.',
)

/** Chooses the weights from the next round on; what was asked stays asked. */
export const changeWeights = command({
  name: 'matching.change-weights',
  allow: 'weights.change',
  inHouse: true,
  input: Type.Object({
    replaces,
    because,
    weights: Type.Object({
      everyOfferBefore: metres,
      everyNeedInHand: metres,
      everyContactThisWeek: metres,
      neverAsked: metres,
      helpedThemBefore: metres,
    }),
  }),
  async run(tx, { replaces, because, weights }) {
    const cannot = await cannotChange(tx)
    if (cannot) return cannot
    const [now] = await listChosenWeights(tx, 1)
    if ((now?.version ?? 0) !== replaces) return changedMeanwhile
    if (areSame(weights, now?.weights ?? usualWeights))
      return refuse('nothing-changed', 'These are the weights that count already: change at least one.')
    return saveNext(tx, replaces, because, weights)
  },
})

/** Back to what every place starts with, whatever a later version of the programme makes of it. */
export const useUsualWeights = command({
  name: 'matching.use-usual-weights',
  allow: 'weights.change',
  inHouse: true,
  input: Type.Object({ replaces }),
  async run(tx, { replaces }) {
    const cannot = await cannotChange(tx)
    if (cannot) return cannot
    const [now] = await listChosenWeights(tx, 1)
    if ((now?.version ?? 0) !== replaces) return changedMeanwhile
    if (!now?.weights) return refuse('nothing-changed', 'What every place starts with counts already.')
    return saveNext(tx, replaces, 'Back to what every place starts with.', null)
  },
})

/** Takes the latest choice back: what counted before it counts again. Taken back twice, it stands as it did. */
export const undoWeights = command({
  name: 'matching.undo-weights',
  allow: 'weights.change',
  inHouse: true,
  input: Type.Object({ replaces }),
  async run(tx, { replaces }) {
    const cannot = await cannotChange(tx)
    if (cannot) return cannot
    const [now, before] = await listChosenWeights(tx, 2)
    if (!now) return refuse('nothing-to-undo', 'Nobody has changed anything yet.')
    if (now.version !== replaces) return changedMeanwhile
    return saveNext(tx, replaces, 'The last change was taken back.', before?.weights ?? null)
  },
})
