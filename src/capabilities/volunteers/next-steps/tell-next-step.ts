import { Type } from 'typebox'
import { exactDate } from '../../../design/time-in-words.ts'
import type { JourneyId } from '../../../kernel/ids.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { command } from '../../../platform/command.ts'
import { record } from '../../../platform/facts/fact.ts'
import { NextStepTold } from '../facts.ts'
import { tellVolunteer } from '../tell-volunteer.ts'
import { findVolunteer } from '../volunteer-store.ts'
import { type NextStepKind, nextStepKinds } from '../words.ts'
import { insertNextStep } from './next-step-store.ts'

export const NextStepToTell = Type.Object({
  volunteerId: Type.String({ format: 'uuid' }),
  kind: Type.Enum(Object.keys(nextStepKinds)),
  aboutId: Type.Union([Type.String({ format: 'uuid' }), Type.Null()]),
  askAgainOn: Type.Union([Type.String({ format: 'date' }), Type.Null()]),
  says: Type.Object({
    title: Type.String({ minLength: 1 }),
    sentences: Type.Array(Type.String(), { minItems: 1 }),
    link: Type.Optional(Type.Object({ words: Type.String(), path: Type.String() })),
  }),
})

/** Tells a volunteer their next step, on their page and by mail or phone; written and told together. */
export const tellNextStep = command({
  name: 'volunteers.tell-next-step',
  allow: 'volunteer.progress',
  input: NextStepToTell,
  async run(tx, { volunteerId, aboutId, askAgainOn, says, ...input }) {
    const kind = input.kind as NextStepKind
    const volunteer = await findVolunteer(tx, volunteerId, 'lock')
    if (volunteer?.state !== 'active') return refuse('not-active', 'They are not to be asked anything now.')
    const nextStepId = await insertNextStep(tx, { volunteerId, kind, aboutId, says, askAgainOn })
    await tellVolunteer(tx, volunteer, {
      sentFor: `next step ${nextStepId}`,
      subject: kind === 'no need now' ? 'No need near you now, and when we ask again' : `Your next step: ${says.title}`,
      sentences: [
        ...(kind === 'no need now' ? [] : [says.title]),
        ...says.sentences,
        ...(askAgainOn ? [`We ask again on ${exactDate(askAgainOn)}.`] : []),
      ],
      ...(says.link && { next: says.link.path }),
    })
    await record(
      tx,
      NextStepTold,
      { recordId: volunteerId, journeyId: volunteer.journeyId as JourneyId },
      { volunteerId, nextStepId, step: kind },
    )
    return { recordId: volunteerId, nextStepId }
  },
})
