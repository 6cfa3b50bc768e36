/** From unsealing to the agreement: what the buyer and its assessors can do after bids have closed. */
import { perform } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { chosen, typedLine, typedText } from '../../../platform/http/typed.ts'
import { listOrganisationsById } from '../../organisations/index.ts'
import { isLedBy } from './access-competition.ts'
import type { Act } from './act.ts'
import { countToAgree, declareInterest, handInMarks, nameAssessor, releaseAssessor, unsealBids } from './assess.ts'
import { type Assessor, listAssessors, marksNow } from './assess-store.ts'
import { listBids } from './bid-store.ts'
import { type Competition, isClosed } from './competition.ts'
import { mayAssess } from './panel.ts'
import { publishScores, tiedLetters } from './publish-scores.ts'

/** The actor as an assessor of this competition; null where they are none, or were released. */
export const assessorHere = async (tx: PlaceTx, { competitionId }: Competition): Promise<Assessor | null> =>
  (await listAssessors(tx, competitionId)).find(
    ({ personId, releasedBecause }) => personId === tx.actor.personId && releasedBecause === null,
  ) ?? null

export const assessActs: Readonly<Record<string, Act>> = {
  unseal: {
    title: 'Unseal the bids',
    button: 'Unseal them',
    done: 'unsealed',
    may: (tx, competition) =>
      competition.state === 'bidding' && isClosed(competition, tx.now) && isLedBy(tx, competition),
    says: () => [
      'Each bid gets a letter by lot. Nobody reads one yet: you name assessors, and each says first whether anything stands between them and a fair mark.',
    ],
    act: ({ platform, actor }, { competitionId }) => perform(platform.db, actor, unsealBids, { competitionId }),
  },
  assessor: {
    title: 'Name an assessor',
    button: 'Name them',
    done: 'assessor',
    may: (tx, competition) => competition.state === 'marking' && isLedBy(tx, competition),
    says: () => [
      'Somebody of your organisation, yourself included, or of another one here that does not bid: those whom it is for know what a good answer is.',
    ],
    fields: async (tx, competition) => [
      {
        kind: 'select',
        name: 'personId',
        label: 'Who marks?',
        options: (await mayAssess(tx, competition)).map(({ personId, name, organisation }) => ({
          value: personId,
          text: `${name}, ${organisation}`,
        })),
        choose: 'Choose',
      },
    ],
    act: ({ platform, actor }, { competitionId }, body) =>
      perform(platform.db, actor, nameAssessor, { competitionId, personId: typedLine(body.personId) }),
  },
  release: {
    title: 'Let an assessor go',
    button: 'Let them go',
    done: 'released',
    may: async (tx, competition) =>
      competition.state === 'marking' &&
      isLedBy(tx, competition) &&
      (await listAssessors(tx, competition.competitionId)).some(({ releasedBecause }) => releasedBecause === null),
    says: () => ['They see no bid any more, and their marks do not count.'],
    fields: async (tx, { competitionId }) => [
      {
        kind: 'radios',
        name: 'assessorId',
        label: 'Who?',
        options: (await listAssessors(tx, competitionId))
          .filter(({ releasedBecause }) => releasedBecause === null)
          .map(({ assessorId, name }) => ({ value: assessorId, text: name })),
      },
      { kind: 'textarea', name: 'because', label: 'Why do they mark no further?', rows: 2, limit: 500 },
    ],
    act: ({ platform, actor }, { competitionId }, body) =>
      perform(platform.db, actor, releaseAssessor, {
        competitionId,
        assessorId: typedLine(body.assessorId),
        because: typedText(body.because),
      }),
  },
  declare: {
    title: 'Can you mark fairly?',
    button: 'Declare it',
    done: 'declared',
    may: async (tx, competition) =>
      competition.state === 'marking' && (await assessorHere(tx, competition))?.declaredAt === null,
    says: async (tx, { competitionId }) => {
      const bids = await tx.house(() => listBids(tx, competitionId))
      const names = await listOrganisationsById(
        tx,
        bids.map(({ organisationId }) => organisationId),
      )
      return [
        `These have bid: ${names
          .map(({ name }) => name)
          .sort()
          .join('; ')}.`,
        'You read their bids when you have said that nothing stands between you and a fair mark: you do not work for them, sit on their board, are not close to somebody who does, and gain nothing by it.',
      ]
    },
    fields: async () => [
      {
        kind: 'radios',
        name: 'conflict',
        label: 'Have you a conflict of interest?',
        options: [
          { value: 'no', text: 'No, none' },
          { value: 'yes', text: 'Yes, or it may look so', hint: 'Then you do not mark, and you see no bid.' },
        ],
      },
      { kind: 'textarea', name: 'says', label: 'If yes: what is it?', rows: 2, limit: 1000, optional: true },
    ],
    act({ platform, actor }, { competitionId }, body) {
      const conflict = chosen(body.conflict, ['yes', 'no'])
      if (!conflict)
        return Promise.resolve([{ field: 'conflict', message: 'Say whether you have a conflict of interest.' }])
      return perform(platform.db, actor, declareInterest, {
        competitionId,
        hasConflict: conflict === 'yes',
        says: typedText(body.says),
      })
    },
  },
  'hand-in-marks': {
    title: 'Hand your marks in',
    button: 'Hand them in',
    done: 'marks',
    may: async (tx, competition) => {
      const me = await assessorHere(tx, competition)
      return competition.state === 'marking' && me !== null && marksNow(me) && me.handedInAt === null
    },
    says: () => ['They stay as they are then. When every assessor has handed in, you all see each other’s.'],
    act: ({ platform, actor }, { competitionId }) => perform(platform.db, actor, handInMarks, { competitionId }),
  },
  publish: {
    title: 'Publish the scores',
    button: 'Publish them for good',
    done: 'published',
    may: async (tx, competition) =>
      competition.state === 'agreeing' &&
      isLedBy(tx, competition) &&
      (await countToAgree(tx, competition.competitionId)) === 0,
    says: () => [
      'Everybody reads every mark, price and score, and can work them out again. They are never changed afterwards.',
      'The winner is named, and what it promised is public. Other answers are not published; other names only where the bidder agreed.',
    ],
    fields: async (tx, competition) => {
      const tied = await tiedLetters(tx, competition)
      return tied.length
        ? [
            {
              kind: 'radios',
              name: 'lotBid',
              label: 'These are alike in everything the rule looks at. Which did the lot draw?',
              options: tied.map(letter => ({ value: letter, text: `Bid ${letter}` })),
            },
            {
              kind: 'textarea',
              name: 'lotSays',
              label: 'How was it drawn, and who saw it?',
              hint: 'Offices, not names. It is published.',
              rows: 2,
              limit: 500,
            },
          ]
        : []
    },
    act: ({ platform, actor }, { competitionId }, body) =>
      perform(platform.db, actor, publishScores, {
        competitionId,
        lotBid: typedLine(body.lotBid).slice(0, 2),
        lotSays: typedText(body.lotSays),
      }),
  },
}
